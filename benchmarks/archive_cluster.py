"""An archive on a Ray cluster whose workers, nodes, driver and head are killed: nothing lost, nothing double.

    python benchmarks/archive_cluster.py --videos 300 --kills 20

The cluster is of this machine alone, all on 127.0.0.1: a head without processors, and two nodes of one each. One in
twenty videos is broken. The command is run three times: the first loses workers at random, a node for good after a
sixth of the videos, gets another, and is killed itself after a third; the second loses the head after another third;
the third, on a new cluster, goes on from the table. Printed is what each run said, and what is in the table.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from archive_faults import TASK, below, in_table, kill_a_worker, make_videos, print_table, read_events
from machine import describe

from signread.parallel.ray_cluster import LOOPBACK, ON_LOOPBACK

os.environ[ON_LOOPBACK] = "0"  # before Ray is loaded

from ray.cluster_utils import Cluster

NODE = {"node_ip_address": LOOPBACK, "include_dashboard": False}
LISTENING = "0A"
"""In /proc/net/tcp."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20, help="of workers, in the first run (default 20)")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    chance = random.Random(args.seed)  # noqa: S311
    print(describe("signread", "ray"))
    with tempfile.TemporaryDirectory() as folder:
        videos, out = Path(folder) / "videos", Path(folder) / "texts"
        broken = make_videos(videos, args.videos)
        third = args.videos // 3
        cluster = begun()
        nodes = [cluster.add_node(num_cpus=1, **NODE) for _ in range(2)]

        def lose_a_node() -> None:
            print(f"not on {LOOPBACK}: {not_on_loopback() or 'nothing'}")
            cluster.remove_node(nodes.pop(), allow_graceful=False)

        when = set(chance.sample(range(1, third - 1), min(args.kills, third - 2)))
        killed = run(
            cluster.address,
            videos,
            out,
            {
                third // 2: lambda _: lose_a_node(),
                third // 2 + 10: lambda _: nodes.append(cluster.add_node(num_cpus=1, **NODE)),
                third: lambda process: process.kill(),
            },
            lambda videos: videos in when and bool(kill_a_worker(os.getpid(), chance, TASK)),
        )
        print(f"workers killed {killed}")
        run(cluster.address, videos, out, {third: lambda _: cluster.head_node.kill_all_processes(check_alive=False)})
        cluster.shutdown()
        cluster = begun()
        nodes = [cluster.add_node(num_cpus=1, **NODE) for _ in range(2)]
        run(cluster.address, videos, out, {})
        cluster.shutdown()
        print_table(in_table(out), args.videos, broken)


def begun() -> Any:
    return Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **NODE})


def run(
    address: str,
    videos: Path,
    out: Path,
    after: Mapping[int, Callable[["subprocess.Popen[str]"], object]],
    on_video: Callable[[int], bool] = lambda _: False,
) -> int:
    """Archives, and does something after so many videos; how often `on_video` was true."""
    command = [sys.executable, "-m", "signread", "archive", str(videos), "--out", str(out), "--json"]
    command += ["--cluster", address]
    count, done, end = 0, 0, {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for event in read_events(process):
            if event["event"] != "video":
                end = event
                continue
            count += 1
            done += on_video(count)
            if count in after:
                after[count](process)
        assert process.stderr is not None  # noqa: S101
        said = process.stderr.read()
    code = process.returncode
    ended = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
    before = f", done before {end['done_before']}" if end else ""
    print(f"videos {count}{before}; {ended}; it said: {said.strip() or 'nothing'}", flush=True)
    return done


def not_on_loopback() -> list[str]:
    """Sockets that processes below this one listen at, other than on 127.0.0.1."""
    inodes: dict[str, str] = {}
    for table, loopback in (("tcp", "0100007F"), ("tcp6", "0000000000000000FFFF00000100007F")):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            address, port = fields[1].split(":")
            if fields[3] == LISTENING and address != loopback:
                inodes[fields[9]] = f"{address}:{int(port, 16)}"
    found = []
    for process in below(os.getpid()):
        for link in Path(f"/proc/{process}/fd").glob("*"):
            try:
                inode = str(link.readlink()).removeprefix("socket:[").removesuffix("]")
            except OSError:
                continue
            if inode in inodes:
                name = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[0].decode()
                found.append(f"{inodes[inode]} {Path(name).name}")
    return sorted(set(found))


if __name__ == "__main__":
    main()
