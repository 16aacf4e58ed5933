"""One frame, the whole way: how long tracker and letter model take on a video of 640 x 480 and on single pictures.

The letter model is slower right after the tracker, which has filled the caches, than when it is asked again.

python benchmarks/whole_way.py clips/words/*.mp4
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import cv2
from machine import describe, spread

from signread import Frame, Reader, open_video

WARM_UP = 5
"""Frames at the beginning of each video that are not counted: MediaPipe prepares itself with the first."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", type=Path)
    given = parser.parse_args()
    print(describe("signread", "mediapipe", "onnxruntime", "opencv-contrib-python", "numpy"))
    reader = Reader()
    for name, alone in (("in videos", False), ("each picture for itself", True)):
        whole, letters, again = [], [], []
        for path in given.videos:
            for number, frame in enumerate(open_video(path)):
                image = cv2.resize(frame.image, (640, 480))
                asked = Frame(image) if alone else replace(frame, image=image)
                begin = time.perf_counter()
                hand = reader.finder.find(asked)
                found = time.perf_counter()
                if hand is not None:
                    reader.model.score(hand)
                end = time.perf_counter()
                if number >= WARM_UP:
                    whole.append(1000 * (end - begin))
                    if hand is not None:
                        letters.append(1000 * (end - found))
                        reader.model.score(hand)
                        again.append(1000 * (time.perf_counter() - end))
        print(f"640 x 480, {name}: the whole way  {spread(whole, 'ms', 2)}")
        print(f"640 x 480, {name}: letter model   {spread(letters, 'ms', 2)}")
        print(f"640 x 480, {name}: asked again    {spread(again, 'ms', 2)}")


if __name__ == "__main__":
    main()
