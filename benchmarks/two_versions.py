"""Two versions of signread beside each other, in turn: how long a whole frame of a video takes, decoding to text.

The other one is a checkout, whose dependencies must be installed here: git worktree add ../before v1.0

python benchmarks/two_versions.py --other ../before clips/words/*.mp4
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from machine import describe, spread

HERE = Path(__file__).parents[1]
READING = """
import sys
from time import perf_counter
from signread import Reader, open_video

with Reader() as reader:
    for _ in reader.read(open_video(sys.argv[1])):
        pass
    frames, begin = 0, perf_counter()
    for path in sys.argv[1:]:
        frames += sum(1 for _ in reader.read(open_video(path)))
    print(1000 * (perf_counter() - begin) / frames)
"""


def milliseconds(checkout: Path, paths: list[Path]) -> float:
    """A frame, mean over the frames of all videos, read by a checkout in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-c", READING, *map(str, paths)]
    return float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", type=Path)
    parser.add_argument("--other", type=Path, required=True, help="the checkout of the other version")
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    print(describe("signread", "mediapipe", "onnxruntime", "av", "opencv-contrib-python", "numpy"))
    this: list[float] = []
    other: list[float] = []
    for _ in range(args.rounds):
        this.append(milliseconds(HERE, args.videos))
        other.append(milliseconds(args.other, args.videos))
    print(f"a frame, this version:  {spread(this, 'ms')}")
    print(f"a frame, the other one: {spread(other, 'ms')}")
    print(f"ratio of the medians, this to the other: {median(this) / median(other):.2f}")


if __name__ == "__main__":
    main()
