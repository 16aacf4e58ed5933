"""One network trained by one process and by two under torchrun: the same accuracy? And when one of them is killed?

    python benchmarks/several_processes.py --data sign-language-mnist.zip --seeds 3
    python benchmarks/several_processes.py --data sign-language-mnist.zip --recipe resnet50 --seeds 1 --epochs 1

Trains each seed both ways, and evaluates on the test part of the same data. Then a run of two processes of which the
second is killed after an epoch, and goes on by `--resume`.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, pstdev

from machine import describe

SIGNREAD = ("-m", "signread")
TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--local-addr=127.0.0.1", "--nproc-per-node=2", *SIGNREAD)
WAYS = {"one process": SIGNREAD, "two processes": TORCHRUN}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--recipe", default="fast")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int)
    args = parser.parse_args()
    print(describe("signread", "torch"))
    with tempfile.TemporaryDirectory() as folder:
        for name, way in WAYS.items():
            accuracies, begun = [], time.perf_counter()
            for seed in range(args.seeds):
                run = Path(folder) / f"{name}-{seed}"
                subprocess.run([sys.executable, *way, *training(args, run, seed)], check=True, capture_output=True)
                accuracies.append(accuracy(run, args.data))
            took = (time.perf_counter() - begun) / args.seeds
            spread = f"{mean(accuracies):.2%} ± {pstdev(accuracies):.2%}"
            print(f"{args.recipe}, {name}: {spread} over {args.seeds} seeds, {took:.0f} s each", flush=True)
        run = Path(folder) / "killed"
        with subprocess.Popen(
            [sys.executable, *TORCHRUN, *training(args, run, 0)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while process.poll() is None and not kill_second(process.pid, run):
                time.sleep(0.1)
        print(f"a rank killed after an epoch: torchrun ended with {process.returncode}")
        resumed = [sys.executable, *TORCHRUN, *training(args, run, 0), "--resume"]
        subprocess.run(resumed, check=True, capture_output=True)
        print(f"resumed: {accuracy(run, args.data):.2%}")


def training(args: argparse.Namespace, run: Path, seed: int) -> list[str]:
    epochs = ["--epochs", str(args.epochs)] if args.epochs else []
    return ["train", args.recipe, "--data", str(args.data), "--seed", str(seed), "--out", str(run), *epochs]


def accuracy(run: Path, data: Path) -> float:
    command = [sys.executable, *SIGNREAD, "evaluate", str(run), "--data", str(data), "--json"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(json.loads(printed)["accuracy"])


def kill_second(torchrun: int, run: Path) -> bool:
    """Kills the process of rank 1 once an epoch is done."""
    history = run / "metrics.jsonl"
    if not history.exists() or not history.read_text().strip():
        return False
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            environment = (folder / "environ").read_bytes().split(b"\0")
        except (OSError, ValueError):
            continue
        if parent == torchrun and b"RANK=1" in environment:
            os.kill(int(folder.name), signal.SIGKILL)
            return True
    return False


if __name__ == "__main__":
    main()
