"""An archive of many short videos while workers and the run itself are killed: nothing lost, nothing double.

    python benchmarks/archive_faults.py --videos 1000 --kills 20
    python benchmarks/archive_faults.py --videos 200 --kills 10 --cluster local

Makes the videos (one in twenty is broken), archives them with workers killed at random and the run killed half-way,
runs the same command again, and looks at the table. On Ray the workers are its tasks. Memory is what the run's own
process, and the largest worker of the second run, have after a tenth of all videos and at the end.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from machine import describe

from signread.archive.jobs import Row
from signread.archive.store import parts, read_part

HELLO = Path(__file__).parents[1] / "tests" / "data" / "hello.mp4"
PROCESS, TASK = b"spawn_main", b"ray::_call"
"""What a worker is called, of plain processes and of Ray."""
SECONDS = 0.7
"""Of hello.mp4 that a short video has."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20, help="of workers (default 20)")
    parser.add_argument("--cluster", help="as of `signread archive`")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    chance = random.Random(args.seed)  # noqa: S311
    print(describe("signread", *(("ray",) if args.cluster else ())))
    with tempfile.TemporaryDirectory() as folder:
        videos, out = Path(folder) / "videos", Path(folder) / "texts"
        broken = make_videos(videos, args.videos)
        command = [sys.executable, "-m", "signread", "archive", str(videos), "--out", str(out), "--json"]
        command += ["--cluster", args.cluster] if args.cluster else []
        begun = time.perf_counter()
        kind = TASK if args.cluster else PROCESS
        first = watched(command, args.videos, args.kills, chance, kind, die_at=args.videos // 2)
        second = watched(command, args.videos, 0, chance, kind)
        took = time.perf_counter() - begun
        rows = in_table(out)
    print(f"{took:.0f} s in all")
    print(f"workers killed {first['killed']:.0f}; videos until the run was killed {first['videos']:.0f}")
    print(f"videos of the second run {second['videos']:.0f}")
    print_table(rows, args.videos, broken)
    late = max(first["late"], second["late"])
    print(f"memory of the run: {first['early']:.0f} MB after a tenth, {late:.0f} MB at the end")
    print(f"of the largest worker of the second run: {second['worker early']:.0f} MB, {second['worker late']:.0f} MB")


def in_table(out: Path) -> list[Row]:
    return [row for part in parts(out) for row in read_part(part)[0]]


def print_table(rows: Sequence[Row], videos: int, broken: set[str]) -> None:
    count = Counter(row.path for row in rows)
    named = {Path(row.path).name for row in rows if row.error}
    print(f"videos {videos}, of them broken {len(broken)}")
    print(
        f"in the table once {sum(one == 1 for one in count.values())}, missing {videos - len(count)}, double "
        f"{sum(one > 1 for one in count.values())}"
    )
    print(f"broken ones named {len(named & broken)}, others with an error {len(named - broken)}")


def make_videos(folder: Path, count: int) -> set[str]:
    """Short videos, all of other content; returns the names of those that are broken."""
    folder.mkdir()
    short = folder / "short.mp4"
    cut(short)
    content, broken = short.read_bytes(), set()
    short.unlink()
    for number in range(count):
        name = f"{number:05}.mp4"
        if number % 20 == 7:
            broken.add(name)
        part = content[: len(content) // 9] if name in broken else content
        (folder / name).write_bytes(part + f"{number:05}".encode())
    return broken


def cut(file: Path) -> None:
    from signread import open_video
    from signread.output.video import VideoSink

    with VideoSink(file) as sink:
        for frame in open_video(HELLO):
            if frame.time > SECONDS:
                break
            sink.write(frame.image, frame.time)


def watched(
    command: list[str], count: int, kills: int, chance: random.Random, kind: bytes, die_at: int | None = None
) -> dict[str, float]:
    """Runs a command, killing workers on the way and the run itself after so many videos."""
    when = set(chance.sample(range(1, (die_at or count) - 1), kills)) if kills else set()
    told = {"videos": 0.0, "killed": 0.0, "early": 0.0, "late": 0.0, "worker early": 0.0, "worker late": 0.0}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        for event in read_events(process):
            if event["event"] != "video":
                continue
            told["videos"] += 1
            if told["videos"] in when:
                told["killed"] += kill_a_worker(process.pid, chance, kind)
            if told["videos"] == count // 10:
                told["early"] = memory(process.pid)
                told["worker early"] = largest(process.pid, kind)
            if told["videos"] % 20 == 0:
                told["late"] = memory(process.pid)
                told["worker late"] = largest(process.pid, kind)
            if told["videos"] == die_at:
                process.kill()
                break
    return told


def read_events(process: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    assert process.stdout is not None  # noqa: S101
    for line in process.stdout:
        yield json.loads(line)


def kill_a_worker(run: int, chance: random.Random, kind: bytes) -> int:
    workers = [one for one in below(run) if is_a(one, kind)]
    if workers:
        os.kill(chance.choice(workers), signal.SIGKILL)
    return bool(workers)


def largest(run: int, kind: bytes) -> float:
    """MB of the largest worker."""
    return max([memory(one) for one in below(run) if is_a(one, kind)], default=0.0)


def is_a(process: int, kind: bytes) -> bool:
    try:
        return kind in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def below(process: int) -> Iterator[int]:
    """All processes that come of one."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    for one in parents:
        above = one
        while above in parents and above != process:
            above = parents[above]
        if above == process and one != process:
            yield one


def memory(process: int) -> float:
    """Resident, in MB; 0 once it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


if __name__ == "__main__":
    main()
