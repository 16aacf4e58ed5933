"""Hands and bodies that sign whole words, as sequences of landmarks: archives of arrays (.npz), one a source.

Its arrays: `word`, `signer` and `sequence`, (N,) texts; `start` and `count`, (N,) which rows of the frames are of each;
`left` and `right`, (F, 21, 3), and `pose`, (F, 33, 3 or more), whole numbers, `scale` times the place in the picture,
UNSEEN where there was none. Left and right are the signer's as MediaPipe saw them: in a mirrored picture the other way.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.errors import DataError
from signread.files import ARCHIVE_DAMAGE
from signread.signs.sequence import BODY_PLACES, SignSequence
from signread.skeleton import BODY, HAND

UNSEEN = -32768
KEYS = ("word", "signer", "start", "count", "left", "right", "scale")
EXPECTED = "an .npz of word sequences (word, signer, start, count, left, right, scale)"
PICTURE = (640, 480)
"""Width and height of the pictures, which the archives do not tell."""
RECORDING, FILM = 15.0, 30.0
"""Frames a second, which they do not tell either: of recordings of a second or two, and of longer ones."""
LONG = 60
"""Frames from which a sequence is a film."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WordSequence:
    """One hand that signs a word. points: (F, 21, 2) float32, parts of the picture's width and height, NaN unseen."""

    word: str
    signer: str
    points: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WordSource:
    """An archive. fingerprint: SHA-256 of it."""

    name: str
    sequences: Sequence[WordSequence]
    fingerprint: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SignClip:
    """A word that somebody signs, or where nothing is known of hands and body what is left of it."""

    word: str
    signer: str
    sequence: SignSequence


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SignSource:
    """An archive. fingerprint: SHA-256 of it."""

    name: str
    clips: Sequence[SignClip]
    fingerprint: str


def archives(path: Path) -> list[Path]:
    """The archives at a path: itself, or all in a folder; empty where there are none."""
    if path.is_dir():
        return sorted(path.glob("*.npz"))
    return [path] if path.suffix.lower() == ".npz" else []


def read(path: Path) -> WordSource:
    """Raises DataError for what is no archive of word sequences."""
    with _opened(path, KEYS) as (arrays, fingerprint):
        sequences = [
            WordSequence(word=str(word), signer=str(signer), points=points)
            for word, signer, start, count in zip(*(arrays[name] for name in KEYS[:4]), strict=True)
            for points in (_points(arrays, side, int(start), int(count), len(HAND)) for side in ("left", "right"))
            if not np.isnan(points).all()
        ]
    return WordSource(name=path.stem, sequences=sequences, fingerprint=fingerprint)


def read_signs(path: Path) -> SignSource:
    """Both hands and the body of every word. Raises DataError for what is no archive of word sequences with bodies."""
    with _opened(path, (*KEYS, "pose")) as (arrays, fingerprint):
        clips = [
            SignClip(word=str(word), signer=str(signer), sequence=_sequence(arrays, int(start), int(count)))
            for word, signer, start, count in zip(*(arrays[name] for name in KEYS[:4]), strict=True)
        ]
    return SignSource(name=path.stem, clips=clips, fingerprint=fingerprint)


@contextmanager
def _opened(path: Path, keys: Sequence[str]) -> Iterator[tuple[dict[str, NDArray[Any]], str]]:
    """The arrays of an archive, and its SHA-256; what goes wrong with them inside is an error of the archive."""
    if not path.is_file():
        raise DataError(f"{path}: no such file; expected {EXPECTED}")
    try:
        content = path.read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in keys}
        yield arrays, hashlib.sha256(content).hexdigest()
    except (*ARCHIVE_DAMAGE, TypeError, IndexError, MemoryError) as error:
        # Not NumPy's own words: of what is no archive it says that it could be loaded unsafely.
        raise DataError(f"{path}: expected {EXPECTED}, found another file or a damaged one") from error


def _sequence(arrays: dict[str, NDArray[Any]], start: int, count: int) -> SignSequence:
    rate = FILM if count > LONG else RECORDING
    size = np.array(PICTURE, np.float32)
    return SignSequence(
        times=np.arange(count) / rate,
        hands=np.stack([_points(arrays, side, start, count, len(HAND)) for side in ("right", "left")], 1) * size,
        body=_points(arrays, "pose", start, count, len(BODY))[:, BODY_PLACES] * size,
    )


def _points(arrays: dict[str, NDArray[Any]], name: str, start: int, count: int, points_of: int) -> NDArray[np.float32]:
    rows = arrays[name][start : start + count, :, :3]
    if rows.shape != (count, points_of, 3):
        raise ValueError(f"{name} has {rows.shape} where ({count}, {points_of}, 3) was announced")
    points = rows[:, :, :2] / np.float32(arrays["scale"])
    points[(rows[:, :, :2] == UNSEEN).any(2)] = np.nan
    if points_of == len(HAND):  # half a hand is none
        points[np.isnan(points).any((1, 2))] = np.nan
    return points.astype(np.float32)
