"""How fast an archive is: loops, processes and Ray on one core and on two, in one run; and what fewer frames cost.

    python benchmarks/archive_speed.py --videos 40
    python benchmarks/archive_speed.py --videos 40 --clips clips/words clips/fluent

The videos are hello.mp4, four seconds at 640 x 480 and 30 frames a second, each of other content to the archive. What
is timed begins with the first video that is done, so that the start of processes and the loading of networks is left
out. With --clips, folders of words as <word>.mp4: the character error rate when all, every second and every third frame
is read. Linux: processes are kept to one core or two.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from archive_faults import HELLO
from machine import describe, spread

from signread.archive import Settings, archive
from signread.archive.jobs import Job, VideoReader
from signread.datasets.clips import read_clips
from signread.evaluation.edit_distance import levenshtein
from signread.parallel.ray_cluster import Cluster

SECONDS = 4.0
"""Of hello.mp4."""
ITEMS = 300
"""That a cluster is asked one after the other, to see what asking takes."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=40)
    parser.add_argument("--clips", type=Path, nargs="+", default=[])
    args = parser.parse_args()
    print(describe("signread", "ray", "mediapipe", "onnxruntime"))
    with tempfile.TemporaryDirectory() as folder:
        videos = Path(folder) / "videos"
        videos.mkdir()
        for number in range(args.videos):
            (videos / f"{number:04}.mp4").write_bytes(HELLO.read_bytes() + f"{number:04}".encode())
        print("hours of video an hour")
        for cores in (1, 2):
            ways: dict[str, Callable[[int], float]] = {
                "plain loops, one a core": lambda count: loops(videos, count),
                "processes": lambda count: archived(videos, Path(folder) / f"p{count}", count, None),
                "Ray": lambda count: archived(videos, Path(folder) / f"r{count}", count, "local"),
            }
            for name, way in ways.items():
                os.sched_setaffinity(0, set(range(cores)))
                print(f"  {name}, cores: {cores}  {way(cores) * SECONDS:.2f}", flush=True)
    with Cluster("local", 1) as cluster:
        cluster.give(int, None, ())
        took = [asked(cluster) for _ in range(ITEMS)][10:]
        print(f"a job on Ray that does nothing, alone: {spread(took, 'ms', 2)}")
        begun, left = time.perf_counter(), {cluster.submit(1) for _ in range(ITEMS)}
        while left:
            left -= {number for number, _ in cluster.ended()}
        print(f"of {ITEMS} at once: {1000 * (time.perf_counter() - begun) / ITEMS:.2f} ms each")
    for clips in args.clips:
        print_every(clips)


def archived(videos: Path, out: Path, workers: int, cluster: str | None) -> float:
    """Videos a second, from the first that is done to the last."""
    ends: list[float] = []
    archive([videos], out, workers=workers, cluster=cluster, on_row=lambda *_: ends.append(time.perf_counter()))
    return (len(ends) - workers) / (ends[-1] - ends[workers - 1])


def loops(videos: Path, count: int) -> float:
    """As `archived`, of so many processes that know nothing of one another, each with its share."""
    files = sorted(videos.glob("*.mp4"))
    with get_context("spawn").Pool(count) as pool:
        shares = pool.map(loop, [files[number::count] for number in range(count)])
    return sum(shares)


def loop(files: list[Path]) -> float:
    reader, ends = VideoReader(None, Settings()), []
    for file in files:
        reader.read(Job(str(file), file.name))
        ends.append(time.perf_counter())
    return (len(ends) - 1) / (ends[-1] - ends[0])


def print_every(folder: Path) -> None:
    """The error rate of a folder of clips, when only some of their frames are read."""
    clips = read_clips(folder)
    for every in (1, 2, 3):
        reader, wrong, seconds = VideoReader(None, Settings(every=every)), 0, 0.0
        for clip in clips:
            done = reader.read(Job(str(clip.path), ""))
            wrong += levenshtein(" ".join(done.row.text.split()), clip.text)
            seconds += done.row.seconds
        rate = wrong / sum(len(clip.text) for clip in clips)
        print(f"{folder.name}, --every {every}: character error rate {rate:.1%}, {seconds:.1f} s")


def asked(cluster: Cluster) -> float:
    """Milliseconds from an item to its result."""
    begun = time.perf_counter()
    number = cluster.submit(1)
    while all(ended != number for ended, _ in cluster.ended()):
        pass
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
