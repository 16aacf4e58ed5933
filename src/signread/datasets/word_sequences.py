"""Hands that sign whole words, as sequences of landmarks: archives of arrays (.npz), one a source.

Its arrays: `word`, `signer` and `sequence`, (N,) texts; `start` and `count`, (N,) which rows of the frames are of each;
`left` and `right`, (F, 21, 3) whole numbers, `scale` times the place in the picture, UNSEEN where there was no hand.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.errors import DataError
from signread.files import ARCHIVE_DAMAGE
from signread.skeleton import HAND

UNSEEN = -32768
KEYS = ("word", "signer", "start", "count", "left", "right", "scale")
EXPECTED = "an .npz of word sequences (word, signer, start, count, left, right, scale)"


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


def archives(path: Path) -> list[Path]:
    """The archives at a path: itself, or all in a folder; empty where there are none."""
    if path.is_dir():
        return sorted(path.glob("*.npz"))
    return [path] if path.suffix.lower() == ".npz" else []


def read(path: Path) -> WordSource:
    """Raises DataError for what is no archive of word sequences."""
    if not path.is_file():
        raise DataError(f"{path}: no such file; expected {EXPECTED}")
    try:
        content = path.read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in KEYS}
        sequences = [
            WordSequence(word=str(word), signer=str(signer), points=points)
            for word, signer, start, count in zip(*(arrays[name] for name in KEYS[:4]), strict=True)
            for points in (_points(arrays, side, int(start), int(count)) for side in ("left", "right"))
            if not np.isnan(points).all()
        ]
    except (*ARCHIVE_DAMAGE, TypeError, IndexError, MemoryError) as error:
        # Not NumPy's own words: of what is no archive it says that it could be loaded unsafely.
        raise DataError(f"{path}: expected {EXPECTED}, found another file or a damaged one") from error
    return WordSource(name=path.stem, sequences=sequences, fingerprint=hashlib.sha256(content).hexdigest())


def _points(arrays: dict[str, NDArray[Any]], side: str, start: int, count: int) -> NDArray[np.float32]:
    rows = arrays[side][start : start + count]
    if rows.shape != (count, len(HAND), 3):
        raise ValueError(f"{side} has {rows.shape} where ({count}, {len(HAND)}, 3) was announced")
    points = rows[:, :, :2] / np.float32(arrays["scale"])
    points[(rows == UNSEEN).any((1, 2))] = np.nan
    return points.astype(np.float32)
