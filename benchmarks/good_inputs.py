"""Small good inputs of every kind, from which benchmarks/rubbish.py and benchmarks/killed.py begin."""

import csv
import io
import zipfile
from pathlib import Path

import cv2
import numpy as np

from signread import SignreadError, Transcript, open_video
from signread.cli import main as signread
from signread.datasets.mnist_files import PARTS
from signread.datasets.mnist_table import HEADER
from signread.handshapes.alphabet import STATIC_LABELS
from signread.output.video import VideoSink
from signread.recognition.onnx_file import shipped
from signread.sources.pictures import read_picture
from signread.types import Event

DATA = Path(__file__).parents[1] / "tests" / "data"
REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"


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
    events = [Event(kind="letter", time=0.5 * n, letter="HELO"[n % 4], end=0.5 * n) for n in range(8)]
    with shipped("letters.onnx") as file:
        letters = file.read_bytes()
    with shipped("spelling.onnx") as file:
        spelling = file.read_bytes()
    words = io.BytesIO()
    hands = np.random.default_rng(0).integers(0, 10_000, (2, 10, 21, 3)).astype(np.int16)
    np.savez(
        words,
        word=["hello", "no"],
        signer=["1", "2"],
        sequence=["1", "2"],
        start=[0, 5],
        count=[5, 5],
        left=hands[0],
        right=hands[1],
        scale=10_000,
    )
    clips = b"file,text,seconds_per_letter\nhello.mp4,HELLO,0.8\nhello.mp4,Hello!,\n"

    made = {
        "pictures": pictures,
        "videos": videos,
        "zips of pictures": {".zip": packed.getvalue()},
        "tables of pixels": {".csv": table_of_pixels()},
        "zips of tables": {".zip": zip_of_tables()},
        "tables of clips": {".csv": clips},
        "letter models": {".onnx": letters},
        "spelling models": {".onnx": spelling},
        "word sequences": {".npz": words.getvalue()},
        "transcripts": {".json": Transcript(tuple(events)).to_json().encode()},
        "run folders": {file.suffix: file.read_bytes() for file in trained(folder).iterdir()},
        "requests": {".http": REQUEST},
    }
    for kind, files in made.items():
        (folder / "good" / kind).mkdir(parents=True)
        for suffix, content in files.items():
            (folder / "good" / kind / f"good{suffix}").write_bytes(content)


def table_of_pixels() -> bytes:
    """A picture of each letter."""
    random = np.random.default_rng(0)
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(HEADER.decode().split(","))
    for label in STATIC_LABELS:
        rows.writerow([label, *random.integers(0, 256, 784)])
    return table.getvalue().encode()


def zip_of_tables() -> bytes:
    """Such a table for each part, as Sign Language MNIST comes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in PARTS:
            archive.writestr(f"sign_mnist_{part}.csv", table_of_pixels())
    return packed.getvalue()


def trained(folder: Path) -> Path:
    """A run that has ended, without its picture of curves."""
    data, run = folder / "tables.zip", folder / "run"
    data.write_bytes(zip_of_tables())
    arguments = ["train", "fast", "--epochs", "1", "--device", "cpu", "--data", str(data), "--out", str(run)]
    if signread(arguments) != 0:
        raise SignreadError("the run that is to be damaged cannot be trained")
    (run / "curves.png").unlink(missing_ok=True)
    return run
