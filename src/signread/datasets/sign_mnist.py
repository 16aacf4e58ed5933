"""Reading Sign Language MNIST as Kaggle gives it (datamunge/sign-language-mnist)."""

import hashlib
import warnings
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from signread.datasets.cache import Arrays, cached
from signread.datasets.mnist_files import CsvFile, Part, locate
from signread.datasets.mnist_table import COLUMNS, IMAGE_SIZE, faults, read_header
from signread.datasets.near_duplicates import find_groups
from signread.errors import DataError
from signread.handshapes.alphabet import STATIC_LABELS

KAGGLE_ROWS = {"train": 27_455, "test": 7_172}

ORIGIN = "Sign Language MNIST (Kaggle, datamunge), training part"
"""What a model file says of its training data."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledImages:
    """One part of the data set.

    images: (N, 28, 28) uint8 grey. labels: (N,) uint8 in 0..25 without 9 and 25 (`alphabet.LETTERS` names them).
    groups: (N,) int32, the same number for near-duplicates, that is pictures of one photograph.
    """

    images: np.ndarray
    labels: np.ndarray
    groups: np.ndarray

    def fingerprint(self) -> str:
        """The SHA-256 of images and labels: the same for the same data, wherever it was read from."""
        digest = hashlib.sha256(np.ascontiguousarray(self.images).data)
        digest.update(np.ascontiguousarray(self.labels).data)
        return digest.hexdigest()


def read(path: str | Path, part: Part) -> LabelledImages:
    """One part of Sign Language MNIST, from a folder, a CSV file or the .zip; quick after the first time.

    Raises DataError naming the file, the row, the column and the value that is wrong.
    """
    file = locate(path, part)
    arrays = cached(file.path, f"{file.member}|pixels", lambda: _parse(file))
    made = cached(file.path, f"{file.member}|groups", lambda: {"groups": find_groups(**arrays)})
    return LabelledImages(arrays["images"], arrays["labels"], made["groups"])


def _parse(file: CsvFile) -> Arrays:
    with file.open() as stream:
        _, delimiter = read_header(stream)
        rows, complaint = np.zeros((0, 0), np.uint8), "it has no rows"
        if delimiter is not None:
            try:
                rows = _numbers(stream, delimiter)
            except (ValueError, UserWarning) as error:
                complaint = str(error)
    if rows.shape[1:] != (len(COLUMNS),) or not np.isin(rows[:, 0], STATIC_LABELS).all():
        fault = next(faults(file), None)
        raise DataError(f"{file}: {fault or complaint}; `signread data check` lists all faults")
    images = rows[:, 1:].reshape(-1, IMAGE_SIZE, IMAGE_SIZE)
    return {"images": np.ascontiguousarray(images), "labels": rows[:, 0].copy()}


def _numbers(stream: IO[bytes], delimiter: bytes) -> NDArray[np.uint8]:
    """The rows of a table, (N, 785). Raises ValueError or UserWarning where one is wrong."""
    lines = (line for line in stream if line.strip(b" \t\r\n,;"))
    first = next(lines, b"")
    # What a program wrote as 7.0 is a 7; whatever else is no whole number is not.
    kind = np.float32 if b"." in first else np.uint8
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # NumPy warns of a file without rows
        numbers = np.loadtxt(
            chain([first], lines), kind, delimiter=delimiter.decode(), comments=None, ndmin=2, encoding="ascii"
        )
    rows = numbers.clip(0, 255).astype(np.uint8)
    if not (rows == numbers).all():
        raise ValueError("some numbers are not whole, or not in 0..255")
    return rows
