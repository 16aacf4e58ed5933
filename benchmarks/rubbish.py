"""A campaign of damaged inputs: none may crash the program, hang it, take over 1 GB, or change a file that was there.

From good pictures, videos, archives, tables, models, run folders, transcripts and requests to the page's server,
damaged ones are made: bits flipped, cut off, pieces swapped, doubled, zeroed, lengths lied about. Each is given to the
program as a user would, in a process of its own (forked from one that has loaded everything), with 60 seconds and 1 GB.

python benchmarks/rubbish.py --count 10000
"""

import argparse
import contextlib
import csv
import io
import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from machine import describe

from signread import SignreadError, Transcript, open_path, open_video
from signread.cli import main as signread
from signread.datasets.clips import read_clips
from signread.datasets.mnist_table import HEADER
from signread.datasets.pictures import picture_sets
from signread.datasets.sign_mnist import read as read_mnist
from signread.datasets.word_sequences import read as read_words
from signread.output.video import VideoSink
from signread.recognition.letter_model import LetterModel
from signread.recognition.onnx_file import shipped
from signread.sources.pictures import read_picture
from signread.spelling.spell_net import SpellNet
from signread.types import Event

DATA = Path(__file__).parents[1] / "tests" / "data"
SECONDS = 60
BYTES = 2**30
MOST_FRAMES = 200
"""Of a video that are decoded: a header that lies may promise millions."""

Random = np.random.Generator
Damage = Callable[[bytes, Random], bytes]


NUMBERS = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\0\0\xff\xff", b"\xff\xff\0\0")


def flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for place in random.integers(0, len(data), int(random.integers(1, 40))):
        changed[place] ^= 1 << int(random.integers(8))
    return bytes(changed)


def cut(data: bytes, random: Random) -> bytes:
    return data[: int(random.integers(0, len(data)))]


def swap(data: bytes, random: Random) -> bytes:
    a, b, c = sorted(random.integers(0, len(data), 3).tolist())
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def double(data: bytes, random: Random) -> bytes:
    a, b = sorted(random.integers(0, len(data), 2).tolist())
    return data[:b] + data[a:b] + data[b:]


def zero(data: bytes, random: Random) -> bytes:
    a = int(random.integers(0, len(data)))
    b = min(a + int(random.integers(1, max(len(data) // 4, 2))), len(data))
    return data[:a] + bytes(b - a) + data[b:]


def lie(data: bytes, random: Random) -> bytes:
    """Four bytes, mostly of the head, become a number that is very large, or nothing."""
    reach = len(data) if random.random() < 0.3 else min(len(data), 512)
    place = int(random.integers(0, max(reach - 4, 1)))
    return data[:place] + NUMBERS[random.integers(len(NUMBERS))] + data[place + 4 :]


DAMAGES: tuple[Damage, ...] = (flip, cut, swap, double, zero, lie)


def decode(path: Path) -> object:
    """Every frame of a picture or video, as far as is looked."""
    return sum(1 for _, _ in zip(open_path(path), range(MOST_FRAMES), strict=False))


def quietly(*arguments: str) -> object:
    """A command, whose exit code must be that of a success or of bad input."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = signread(list(arguments))
        except SystemExit as ended:
            code = int(ended.code or 0)
    if code not in (0, 2):
        raise RuntimeError(f"exit code {code}")
    if code == 2:
        raise SignreadError("refused")
    return code


def write_good(folder: Path) -> None:
    """Writes good files of each kind, as good/<kind>/good.<ending>."""
    picture = next(DATA.rglob("*.jpg")).read_bytes()
    image = read_picture(next(DATA.rglob("*.jpg")))[:, :, ::-1]
    pictures = {".jpg": picture, ".heic": (DATA / "shape.heic").read_bytes()}
    for suffix in (".png", ".webp", ".tiff", ".gif", ".bmp"):
        pictures[suffix] = cv2.imencode(suffix, cv2.resize(image, (120, 160)))[1].tobytes()
    videos = {".mp4": (DATA / "hello.mp4").read_bytes()}
    frames = [frame for frame, _ in zip(open_video(DATA / "hello.mp4"), range(20), strict=False)]
    for suffix in (".mkv", ".webm", ".mov"):
        with VideoSink(folder / f"good{suffix}") as sink:
            for frame in frames:
                sink.write(frame.image, frame.time)
        videos[suffix] = (folder / f"good{suffix}").read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(DATA.rglob("*.jpg"))[:4]:
            archive.writestr(f"{file.parent.name}/{file.stem[0].upper()}/{file.name}", file.read_bytes())
    random = np.random.default_rng(0)
    rows = [HEADER.decode().split(",")]
    rows += [[str(label), *map(str, random.integers(0, 256, 784))] for label in (0, 1, 2, 3, 4, 5)]
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    events = [Event(kind="letter", time=0.5 * n, letter="HELO"[n % 4], end=0.5 * n) for n in range(8)]
    with shipped("letters.onnx") as file:
        letters = file.read_bytes()
    with shipped("spelling.onnx") as file:
        spelling = file.read_bytes()
    words = io.BytesIO()
    points = random.normal(0, 1, (5, 42)).astype(np.int16)
    np.savez(words, word=["A"], sequence=[0], start=[0], count=[5], left=points.reshape(5, 21, 2), right=points)
    clips = b"file,text,seconds_per_letter\nhello.mp4,HELLO,0.8\nhello.mp4,Hello!,\n"

    made = {
        "pictures": pictures,
        "videos": videos,
        "zips of pictures": {".zip": packed.getvalue()},
        "tables of pixels": {".csv": table.getvalue().encode()},
        "tables of clips": {".csv": clips},
        "letter models": {".onnx": letters},
        "spelling models": {".onnx": spelling},
        "word sequences": {".npz": words.getvalue()},
        "transcripts": {".json": Transcript(tuple(events)).to_json().encode()},
        "run folders": {".json": json.dumps({"recipe": "fast", "seed": 0, "epochs": [1, 2]}).encode()},
    }
    for kind, files in made.items():
        (folder / "good" / kind).mkdir(parents=True)
        for suffix, content in files.items():
            (folder / "good" / kind / f"good{suffix}").write_bytes(content)


def clips_folder(path: Path) -> object:
    inner = Path(tempfile.mkdtemp(dir=path.parent))
    shutil.copy(path, inner / "clips.csv")
    shutil.copy(DATA / "hello.mp4", inner)
    return read_clips(inner)


def run_folder(path: Path) -> object:
    inner = Path(tempfile.mkdtemp(dir=path.parent))
    shutil.copy(path, inner / "run.json")
    return quietly("export", str(inner), "-o", str(inner / "out.onnx"))


def all_pictures(path: Path) -> object:
    return sum(1 for one in picture_sets(path) for _ in one.pictures())


ACTIONS: dict[str, Callable[[Path], object]] = {
    "pictures": decode,
    "videos": decode,
    "zips of pictures": all_pictures,
    "tables of pixels": lambda path: read_mnist(path, "train"),
    "tables of clips": clips_folder,
    "letter models": LetterModel,
    "spelling models": SpellNet,
    "word sequences": read_words,
    "transcripts": lambda path: Transcript.from_json(path.read_text("utf-8", "replace")),
    "run folders": run_folder,
}


def tried(path: Path, do: Callable[[Path], object]) -> str:
    """What comes of one damaged file, in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
            size = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + BYTES, size + BYTES))
        answer = b"read"
        try:
            do(path)
        except SignreadError as error:
            answer = b"refused" if "\n" not in str(error) else b"several lines"
        except MemoryError:
            answer = b"over 1 GB"
        except BaseException as error:
            answer = f"crashed: {type(error).__name__}: {str(error)[:150]}".encode()
        os.write(writer, answer)
        os._exit(0)
    os.close(writer)
    try:
        ready, _, _ = select.select([reader], [], [], SECONDS)
        if not ready:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "hung"
        said = os.read(reader, 1000).decode("utf-8", "replace")
    finally:
        os.close(reader)
    _, status = os.waitpid(child, 0)
    return said or f"crashed: signal {os.WTERMSIG(status) if os.WIFSIGNALED(status) else status}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many inputs in all (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the inputs that crashed or hung")
    args = parser.parse_args()
    random = np.random.default_rng(args.seed)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # This process only loads modules, and starts no thread: those would not live on in the processes it forks.
        if tried(folder, write_good) != "read":
            raise SystemExit("the good inputs cannot be made here")
        made = {kind: {f.suffix: f.read_bytes() for f in (folder / "good" / kind).iterdir()} for kind in ACTIONS}
        beside = folder / "beside.txt"
        beside.write_text("must stay as it is")
        for number in range(args.count):
            kind = list(made)[number % len(made)]
            good, do = made[kind], ACTIONS[kind]
            suffix = list(good)[number // len(made) % len(good)]
            data = good[suffix]
            for _ in range(int(random.integers(1, 3))):
                data = DAMAGES[random.integers(len(DAMAGES))](data or b"\0", random)
            path = folder / f"damaged{suffix}"
            path.write_bytes(data)
            outcome = tried(path, do)
            if beside.read_text() != "must stay as it is" or path.read_bytes() != data:
                outcome = "a file changed"
            counts[kind][outcome.partition(":")[0]] += 1
            if outcome not in ("read", "refused"):
                reasons[f"{kind}: {outcome}"] += 1
                if args.keep is not None:
                    args.keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, args.keep / f"{number:06}{suffix}")
            for inner in folder.iterdir():
                if inner.is_dir() and inner.name != "good":
                    shutil.rmtree(inner)
            if sys.stderr.isatty():
                print(f"\r{number + 1} of {args.count}", end="", file=sys.stderr)
    print(describe())
    print(f"{args.count} damaged inputs, seed {args.seed}, in {time.monotonic() - began:.0f} s")
    columns = ("read", "refused", "crashed", "hung", "over 1 GB", "several lines", "a file changed")
    print("| kind | tried | " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * (len(columns) + 1))
    for kind, outcomes in counts.items():
        row = " | ".join(str(outcomes[column]) for column in columns)
        print(f"| {kind} | {sum(outcomes.values())} | {row} |")
    for reason, count in reasons.most_common(30):
        print(f"{count} x {reason}")


if __name__ == "__main__":
    main()
