"""A stream that lasts an hour: whether memory and the time of a frame stay as they are.

A video is read over and over as what a camera gives, as quickly as it can be, from time 0 to the end of the hour.

python benchmarks/one_hour.py clips/words/00.mp4
"""

import argparse
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time

from machine import describe

from signread import Clip, Frame, Reader, open_video

RATE = 15.0
PARTS = 12


def resident() -> float:
    """Megabytes of memory that this process holds (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=Path)
    parser.add_argument("--hours", type=float, default=1.0)
    args = parser.parse_args()
    images = [frame.image for frame in open_video(args.video)]
    frames = round(args.hours * 3600 * RATE)

    def stream() -> Iterator[Frame]:
        for number, image in zip(range(frames), cycle(images), strict=False):
            yield Frame(image, number / RATE)

    print(describe("signread", "mediapipe", "onnxruntime", "numpy"))
    print("| minutes | MB | ms of the processor a frame, median |")
    print("|---:|---:|---:|")
    text, spent = "", list[float]()
    with Reader() as reader:
        before = process_time()
        for number, reading in enumerate(reader.read(Clip(frames=stream())), 1):
            now = process_time()
            spent.append(1000 * (now - before))
            before, text = now, reading.text
            if number % (frames // PARTS) == 0:
                print(f"| {number / RATE / 60:.0f} | {resident():.0f} | {median(spent):.2f} |", flush=True)
                spent.clear()
    print(f"{len(text)} characters of text at the end")


if __name__ == "__main__":
    main()
