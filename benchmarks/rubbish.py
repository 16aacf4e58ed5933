"""A campaign of damaged inputs: none may crash the program, hang it, take over 1 GB, or change a file that was there.

From good pictures, videos, archives, tables, models, run folders, transcripts and requests to the page's server,
damaged ones are made: bits flipped, cut off, pieces swapped, doubled, zeroed, lengths lied about. Each is given to the
program as a user would, in a process of its own (forked from one that has loaded everything), with 60 seconds and 1 GB.

python benchmarks/rubbish.py --count 10000
"""

import argparse
import contextlib
import io
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from good_inputs import DATA, REQUEST, write_good
from machine import describe

from signread import SignreadError, Transcript, open_path
from signread.datasets.clips import read_clips
from signread.datasets.pictures import picture_sets
from signread.datasets.sign_mnist import read as read_mnist
from signread.datasets.word_sequences import read as read_words
from signread.recognition.letter_model import LetterModel
from signread.spelling.spell_net import SpellNet
from signread.training.run import Run
from signread.webapp.server import Served, make_server

SECONDS = 60
BYTES = 2**30
MOST_FRAMES = 200
"""Of a video that are decoded: a header that lies may promise millions."""

SERVED = {"/": Served("text/html", b"<html>", b"<html>")}

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


def clips_folder(path: Path) -> object:
    inner = Path(tempfile.mkdtemp(dir=path.parent))
    shutil.copy(path, inner / "clips.csv")
    shutil.copy(DATA / "hello.mp4", inner)
    return read_clips(inner)


def run_folder(path: Path) -> object:
    """A run of which one file is damaged, and its network."""
    inner = Path(tempfile.mkdtemp(dir=path.parent))
    for good in (path.parent / "good" / "run folders").iterdir():
        name = {".json": "run.json", ".jsonl": "metrics.jsonl", ".safetensors": "weights.safetensors"}[good.suffix]
        shutil.copy(path if path.suffix == good.suffix else good, inner / name)
    run = Run.open(inner)
    return run.history(), run.network()


def asked(path: Path) -> object:
    """The page's server, which must answer what is asked after the request as if nothing had been."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), make_server("127.0.0.1", 0, SERVED) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        answers = []
        for request in (path.read_bytes(), REQUEST):
            with socket.create_connection(("127.0.0.1", server.server_port), SECONDS) as connection:
                with contextlib.suppress(ConnectionError):  # the server need not hear rubbish out
                    connection.sendall(request)
                    connection.shutdown(socket.SHUT_WR)
                answers.append(answer(connection))
        server.shutdown()
    if said.getvalue():
        raise RuntimeError(f"the server said {said.getvalue()}")
    if not answers[1].startswith(b"HTTP/1.1 200 ") or not answers[1].endswith(b"<html>"):
        raise RuntimeError(f"then answered {answers[1]!r}")
    if not answers[0].startswith(b"HTTP/1.1 200 "):
        raise SignreadError("refused")
    return answers


def answer(connection: socket.socket) -> bytes:
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def all_pictures(path: Path) -> object:
    return sum(1 for one in picture_sets(path) for _ in one.pictures())


ACTIONS: dict[str, Callable[[Path], object]] = {
    "pictures": decode,
    "videos": decode,
    "zips of pictures": all_pictures,
    "tables of pixels": lambda path: read_mnist(path, "train"),
    "zips of tables": lambda path: read_mnist(path, "train"),
    "tables of clips": clips_folder,
    "letter models": LetterModel,
    "spelling models": SpellNet,
    "word sequences": read_words,
    "transcripts": lambda path: Transcript.from_json(path.read_text("utf-8", "replace")),
    "run folders": run_folder,
    "requests": asked,
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


def all_good(folder: Path) -> dict[str, dict[str, bytes]]:
    """The good inputs of each kind by their endings, each of which was read."""
    # This process only loads modules, and starts no thread: those would not live on in the processes it forks.
    if (outcome := tried(folder, write_good)) != "read":
        raise SystemExit(f"the good inputs cannot be made here: {outcome}")
    made = {kind: {f.suffix: f.read_bytes() for f in (folder / "good" / kind).iterdir()} for kind in ACTIONS}
    for kind, files in made.items():
        for suffix, content in files.items():
            if (outcome := outcome_of(folder / f"good{suffix}", content, ACTIONS[kind])) != "read":
                raise SystemExit(f"{kind}: the good {suffix} is not read: {outcome}")
    return made


def outcome_of(path: Path, content: bytes, do: Callable[[Path], object]) -> str:
    """What comes of a file with this content, which is there afterwards as it was, and so is what lies beside it."""
    beside = path.with_name("beside.txt")
    for file, data in ((path, content), (beside, b"must stay")):
        file.write_bytes(data)
    outcome = tried(path, do)
    if beside.read_bytes() != b"must stay" or path.read_bytes() != content:
        outcome = "a file changed"
    for inner in path.parent.iterdir():
        if inner.is_dir() and inner.name != "good":
            shutil.rmtree(inner)
    return outcome


def damaged(good: bytes, random: Random) -> bytes:
    data = good
    for _ in range(int(random.integers(1, 3))):
        data = DAMAGES[random.integers(len(DAMAGES))](data or b"\0", random)
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many inputs in all (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the inputs that crashed or hung")
    args = parser.parse_args()
    random = np.random.default_rng(args.seed)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = list(all_good(folder).items())
        began = time.monotonic()
        for number in range(args.count):
            kind, good = made[number % len(made)]
            suffix = list(good)[number // len(made) % len(good)]
            data = damaged(good[suffix], random)
            outcome = outcome_of(folder / f"damaged{suffix}", data, ACTIONS[kind])
            counts[kind][outcome.partition(":")[0]] += 1
            if outcome not in ("read", "refused"):
                reasons[f"{kind}: {outcome}"] += 1
                if args.keep is not None:
                    args.keep.mkdir(parents=True, exist_ok=True)
                    (args.keep / f"{number:06}{suffix}").write_bytes(data)
            if sys.stderr.isatty():
                print(f"\r{number + 1} of {args.count}", end="", file=sys.stderr)
    print(describe("signread", "av", "opencv-contrib-python", "onnxruntime", "numpy"))
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
