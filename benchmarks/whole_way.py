"""One frame, the whole way: how long tracker, letter model and speller take on a video of 640 x 480, and on pictures.

The letter model is slower right after the tracker, which has filled the caches, than when it is asked again.

python benchmarks/whole_way.py clips/words/*.mp4
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np
from machine import describe, spread

from signread import Clip, Frame, LetterModel, Reader, Scored, open_video
from signread.sources.noise import denoise_frame
from signread.types import Picture

WARM_UP = 5
"""Frames at the beginning of each video that are not counted: MediaPipe prepares itself with the first."""


def resized(image: Picture) -> Picture:
    return np.asarray(cv2.resize(image, (640, 480)), np.uint8)


def timed(reader: Reader, clip: Clip) -> Iterator[tuple[float, float | None, float | None]]:
    """Milliseconds of each frame: smoothing, tracker and model together, the model alone, the model asked again."""
    ready = perf_counter()
    if not isinstance(reader.recogniser, LetterModel):
        raise TypeError("the letter model is measured")
    model = reader.recogniser
    smoothed: list[Frame] = []

    def clean() -> Iterator[Frame]:
        nonlocal ready
        for frame in clip:
            ready = perf_counter()
            smoothed.append(denoise_frame(frame))
            yield smoothed[-1]

    tracked = reader.tracker.track(Clip(frames=clean(), is_picture=clip.is_picture))
    for observation in tracked:
        tracked_at = perf_counter()
        image = smoothed[-1].image
        scores = model.score(image, observation)
        end = perf_counter()
        if scores is None:
            yield 1000 * (end - ready), None, None
            continue
        model.score(image, observation)
        yield 1000 * (end - ready), 1000 * (end - tracked_at), 1000 * (perf_counter() - end)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", type=Path)
    args = parser.parse_args()
    print(describe("signread", "mediapipe", "onnxruntime", "opencv-contrib-python", "numpy"))
    with Reader() as reader:
        for name, alone in (("in videos", False), ("each picture for itself", True)):
            whole: list[float] = []
            letters: list[float] = []
            again: list[float] = []
            for path in args.videos:
                frames = [Frame(resized(frame.image), frame.time) for frame in open_video(path)]
                clips = [Clip.of_picture(frame.image) for frame in frames] if alone else [Clip(frames=frames)]
                number = 0
                for clip in clips:
                    for times in timed(reader, clip):
                        if number >= WARM_UP:
                            for rows, time in zip((whole, letters, again), times, strict=True):
                                rows.extend([] if time is None else [time])
                        number += 1
            print(f"640 x 480, {name}: the whole way  {spread(whole, 'ms', 2)}")
            print(f"640 x 480, {name}: letter model   {spread(letters, 'ms', 2)}")
            print(f"640 x 480, {name}: asked again    {spread(again, 'ms', 2)}")
        print(f"the speller: {spread([spelling(reader, path) for path in args.videos], 'ms a frame', 2)}")


def spelling(reader: Reader, path: Path) -> float:
    """Milliseconds of a video's frame that go into the letters that are spelled."""
    scored = [
        Scored(time=one.time, observation=one.observation, scores=one.scores) for one in reader.read(open_video(path))
    ]
    begun = perf_counter()
    for _ in reader.decoder.decode(scored):
        pass
    return 1000 * (perf_counter() - begun) / len(scored)


if __name__ == "__main__":
    main()
