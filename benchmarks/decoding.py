"""Videos decoded by signread and by OpenCV's reader, in turn, to RGB pictures of the same size.

python benchmarks/decoding.py clips/words/*.mp4
"""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from time import perf_counter

from machine import describe, spread

from signread import open_video
from signread.sources.opencv import as_rgb, open_capture


def by_signread(path: Path) -> int:
    return sum(1 for _ in open_video(path))


def by_opencv(path: Path) -> int:
    capture = open_capture(str(path))
    frames = 0
    while True:
        there, picture = capture.read()
        if not there:
            capture.release()
            return frames
        as_rgb(picture)
        frames += 1


def milliseconds(decode: Callable[[Path], int], paths: Iterable[Path]) -> float:
    """A frame, mean over the frames of all videos."""
    begin = perf_counter()
    frames = sum(decode(path) for path in paths)
    return 1000 * (perf_counter() - begin) / frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    print(describe("signread", "av", "opencv-contrib-python", "numpy"))
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(args.rounds):
        ours.append(milliseconds(by_signread, args.videos))
        theirs.append(milliseconds(by_opencv, args.videos))
    print(f"a frame, signread: {spread(ours, 'ms')}")
    print(f"a frame, OpenCV:   {spread(theirs, 'ms')}")
    print(f"ratio of the medians, signread to OpenCV: {median(ours) / median(theirs):.2f}")


if __name__ == "__main__":
    main()
