"""Commands that are killed at any moment, or whose disk is full: nothing half-written may bear a final name.

Each of `train`, `read --annotate`, `evaluate` and `doctor` writes over what was there before, in processes that are
killed (SIGKILL) after a time between nothing and all that they need, or that may write no file beyond a size. Every
output must then be what it was or whole, a killed training must go on to the weights that it would have had, and a full
disk must be told in a line.

python benchmarks/killed.py --count 240
python benchmarks/killed.py --count 80 --full
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from good_inputs import DATA, zip_of_tables
from machine import describe

from signread.files import is_part
from signread.tracking.bundle import HANDS

LIMITED = """
import resource, sys
from signread.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
sys.exit(main())
"""
BEFORE = b"what was there before"
SECONDS = 300


@dataclass(frozen=True)
class Command:
    """arguments: of signread, OUT being the folder of outputs. there: outputs that are there before."""

    arguments: tuple[str, ...]
    there: tuple[str, ...] = ()


def commands(folder: Path) -> dict[str, Command]:
    """What is tried, with the data that it needs in `folder`."""
    tables, people, wheel = folder / "tables.zip", folder / "people", folder / "mediapipe.whl"
    tables.write_bytes(zip_of_tables())
    for file in DATA.glob("*/*.jpg"):
        place = people / file.parent.name / file.stem
        place.mkdir(parents=True)
        shutil.copy(file, place)
    with zipfile.ZipFile(HANDS.path()) as bundle, zipfile.ZipFile(wheel, "w") as archive:
        for name, (inside, _) in HANDS.networks.items():
            archive.writestr(inside, bundle.read(name))
    subtitles = ("--srt", "OUT/hello.srt", "--vtt", "OUT/hello.vtt")
    return {
        "train": Command(
            ("train", "fast", "--epochs", "2", "--device", "cpu", "--data", str(tables), "--out", "OUT/run")
        ),
        "read --annotate": Command(
            ("read", str(DATA / "hello.mp4"), "--annotate", "OUT/hello.mp4", *subtitles),
            ("hello.mp4", "hello.srt", "hello.vtt"),
        ),
        "evaluate": Command(("evaluate", "--data", str(people), "--out", "OUT"), ("report.json", "report.md")),
        "doctor": Command(("doctor", "--wheel", str(wheel))),
    }


@dataclass(frozen=True)
class Ended:
    """What a command left. outputs: the files that bear a final name."""

    code: int
    said: str
    seconds: float
    outputs: Mapping[str, bytes]


def run(command: Command, out: Path, *, seconds: float = SECONDS, most: int = resource.RLIM_INFINITY) -> Ended:
    """Runs a command, kills it after so many seconds, and lets it write no file of more than `most` bytes."""
    arguments = [argument.replace("OUT", str(out)) for argument in command.arguments]
    cache = {"SIGNREAD_CACHE": str(out / "cache")} if "doctor" in arguments else {}
    process = subprocess.Popen(
        [sys.executable, "-c", LIMITED, str(most), *arguments],
        env=os.environ | cache,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    began = time.monotonic()
    try:
        said = process.communicate(timeout=seconds)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        said = process.communicate()[1]
    files = [path for path in out.rglob("*") if path.is_file() and not is_part(path)]
    outputs = {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}
    return Ended(process.returncode, said, time.monotonic() - began, outputs)


def is_whole(name: str, content: bytes, usual: Mapping[str, bytes]) -> bool:
    """Whether an output is what it usually is, or at least ends as such files do: times differ, and epochs."""
    if content == usual.get(name):
        return True
    match Path(name).suffix:
        case ".png":
            return content.endswith(b"IEND\xaeB`\x82")
        case ".json" | ".jsonl":
            return all(isinstance(json.loads(line), dict) for line in documents(name, content))
        case ".safetensors":
            size = 8 + int.from_bytes(content[:8], "little")
            tensors = [value for key, value in json.loads(content[8:size]).items() if key != "__metadata__"]
            return bool(len(content) == size + max(tensor["data_offsets"][1] for tensor in tensors))
    return False


def documents(name: str, content: bytes) -> list[bytes]:
    return content.splitlines() if name.endswith(".jsonl") else [content]


def faults(command: Command, ended: Ended, usual: Ended) -> list[str]:
    """The outputs that are neither what was there before nor whole."""
    gone = [f"{name} is gone" for name in command.there if name not in ended.outputs]
    return gone + [
        f"{name} is not whole"
        for name, content in ended.outputs.items()
        if not (name in command.there and content == BEFORE) and not is_whole(name, content, usual.outputs)
    ]


def resumed(command: Command, out: Path, usual: Ended) -> list[str]:
    """What is wrong with a training that goes on after it was stopped."""
    more = ("--resume",) if (out / "run" / "run.json").exists() else ()
    ended = run(Command((*command.arguments, *more)), out)
    weights = "run/weights.safetensors"
    if ended.code != 0:
        return [f"does not go on: {ended.said}"]
    return [] if ended.outputs[weights] == usual.outputs[weights] else ["goes on to other weights"]


def prepared(folder: Path, command: Command) -> Path:
    out = Path(tempfile.mkdtemp(dir=folder))
    for name in command.there:
        (out / name).write_bytes(BEFORE)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=240, help="how often in all (default %(default)s)")
    parser.add_argument("--full", action="store_true", help="stop by a full disk, not by a kill")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    random = np.random.default_rng(args.seed)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tried = commands(folder)
        usual = {kind: run(command, prepared(folder, command)) for kind, command in tried.items()}
        for kind, ended in usual.items():
            if ended.code != 0:
                raise SystemExit(f"{kind}: exit code {ended.code} where nothing came in between: {ended.said}")
        for number in range(args.count):
            kind = list(tried)[number % len(tried)]
            command, whole = tried[kind], usual[kind]
            out = prepared(folder, command)
            if args.full:
                largest = max(map(len, whole.outputs.values()))
                ended = run(command, out, most=int(largest ** random.random()))
            else:
                ended = run(command, out, seconds=whole.seconds * random.uniform(0.1, 1.1))
            wrong = faults(command, ended, whole)
            if args.full and (ended.code not in (0, 2) or "Traceback" in ended.said):
                wrong.append(f"exit code {ended.code}: {ended.said}")
            if kind == "train":
                wrong += resumed(command, out, whole)
            outcome = "ended before" if ended.code == 0 else "stopped"
            counts[kind].update([outcome, *(["at fault"] if wrong else [])])
            for fault in wrong:
                print(f"{kind}, {number}: {fault}", file=sys.stderr)
            shutil.rmtree(out)
    print(describe("signread"))
    print(f"{args.count} times {'a full disk' if args.full else 'killed'}, seed {args.seed}")
    print("| command | stopped | ended before | at fault |")
    print("|---|---:|---:|---:|")
    for kind, outcomes in counts.items():
        print(f"| `{kind}` | {outcomes['stopped']} | {outcomes['ended before']} | {outcomes['at fault']} |")


if __name__ == "__main__":
    main()
