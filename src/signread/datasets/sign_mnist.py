"""Reading Sign Language MNIST as Kaggle gives it (datamunge/sign-language-mnist)."""

import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal

import numpy as np

from signread.datasets.cache import Arrays, cached
from signread.datasets.near_duplicates import find_groups
from signread.errors import DataError
from signread.files import ARCHIVE_DAMAGE
from signread.handshapes.alphabet import LETTERS, STATIC_LABELS

IMAGE_SIZE = 28
COLUMNS = ("label", *(f"pixel{number}" for number in range(1, IMAGE_SIZE * IMAGE_SIZE + 1)))
HEADER = ",".join(COLUMNS).encode()
KAGGLE_ROWS = {"train": 27_455, "test": 7_172}
LARGEST_FILE = 1 << 30
"""Bytes; ten times the real file. A zip that promises more is refused before it fills the memory."""

ORIGIN = "Sign Language MNIST (Kaggle, datamunge), training part"
"""What a model file says of its training data."""

Part = Literal["train", "test"]
PARTS: tuple[Part, Part] = ("train", "test")


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


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file. row: counted from 1 after the header, 0 for the header. column: its name, or ''."""

    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "header"
        place += f", column {self.column}" if self.column else ""
        return f"{place}: found {self.found}, expected {self.expected}"


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file on disk, or inside a zip (then `member` names it)."""

    path: Path
    member: str | None = None

    def __str__(self) -> str:
        return f"{self.path}/{self.member}" if self.member else str(self.path)

    def open(self) -> IO[bytes]:
        """The file's bytes. Raises DataError when it cannot be opened or unpacked."""
        try:
            if self.member is None:
                return self.path.open("rb")
            with zipfile.ZipFile(self.path) as archive:
                return io.BytesIO(archive.read(self.member))
        except ARCHIVE_DAMAGE as error:
            raise DataError(f"{self}: cannot be read ({error}); fetch the file again") from error


def locate(path: str | Path, part: Part) -> CsvFile:
    """Finds one part of the data set in a folder, a .zip, or from one of its CSV files.

    A CSV file of another name stands for whichever part is asked for. Raises DataError when the part is not there.
    """
    path = Path(path)
    wanted = f"sign_mnist_{part}.csv"
    if path.is_dir():
        there = sorted(path.rglob(wanted), key=lambda file: (len(file.parts), file))
        if there:
            return CsvFile(there[0])
        raise DataError(f"{path}: no {wanted} in this folder; expected the files of Sign Language MNIST")
    if not path.is_file():
        raise DataError(f"{path}: no such file or folder; `signread data fetch` gets Sign Language MNIST")
    if zipfile.is_zipfile(path):
        return _locate_in_zip(path, wanted)
    if path.suffix.lower() == ".zip":
        raise DataError(f"{path}: not a zip archive, or cut off; fetch the file again")
    if path.name in {f"sign_mnist_{other}.csv" for other in PARTS} and path.name != wanted:
        path = path.with_name(wanted)
        if not path.is_file():
            raise DataError(f"{path}: no such file beside the other one; expected both files of Sign Language MNIST")
    return CsvFile(path)


def _locate_in_zip(path: Path, wanted: str) -> CsvFile:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except ARCHIVE_DAMAGE as error:
        raise DataError(f"{path}: cannot be read ({error}); fetch the file again") from error
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in member.filename:
            raise DataError(f"{path}: its member {member.filename!r} points out of the archive; not opened")
    there = sorted(
        (member for member in members if PurePosixPath(member.filename).name == wanted and not member.is_dir()),
        key=lambda member: (len(member.filename), member.filename),
    )
    if not there:
        raise DataError(f"{path}: no {wanted} in this archive; expected Sign Language MNIST as Kaggle gives it")
    if there[0].file_size > LARGEST_FILE:
        size = there[0].file_size
        raise DataError(f"{path}: {there[0].filename} unpacks to {size:,} bytes, expected at most {LARGEST_FILE:,}")
    return CsvFile(path, there[0].filename)


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
        header = _header(stream)
        rows, complaint = np.zeros((0, 0), np.uint8), "it has no rows"
        if header == HEADER:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")  # NumPy warns of a file without rows
                    rows = np.loadtxt(stream, np.uint8, delimiter=",", comments=None, ndmin=2, encoding="ascii")
            except (ValueError, UserWarning) as error:
                complaint = str(error)
    if rows.shape[1:] != (len(COLUMNS),) or not np.isin(rows[:, 0], STATIC_LABELS).all():
        fault = next(faults(file), None)
        raise DataError(f"{file}: {fault or complaint}; `signread data check` lists all faults")
    images = rows[:, 1:].reshape(-1, IMAGE_SIZE, IMAGE_SIZE)
    return {"images": np.ascontiguousarray(images), "labels": rows[:, 0].copy()}


def _header(stream: IO[bytes]) -> bytes:
    return stream.readline(2 * len(HEADER)).removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")


def faults(file: CsvFile) -> Iterator[Fault]:
    """Everything that is wrong in a CSV file, in the order of its rows. After a wrong header it looks no further."""
    good_values = {str(value).encode() for value in range(256)}
    good_labels = {str(label).encode() for label in STATIC_LABELS}
    with file.open() as stream:
        header = _header(stream)
        if header != HEADER:
            yield _header_fault(header)
            return
        row = 0
        for row, line in enumerate(stream, start=1):
            if not line.strip():
                continue  # as NumPy does
            fields = line.rstrip(b"\r\n").split(b",")
            if len(fields) != len(COLUMNS):
                yield Fault(
                    row, "", f"{len(fields)} values", f"{len(COLUMNS)} (a label and {IMAGE_SIZE * IMAGE_SIZE} pixels)"
                )
                continue
            if fields[0] in good_labels and good_values.issuperset(fields[1:]):
                continue
            yield from _value_faults(row, fields)
        if row == 0:
            yield Fault(0, "", "no row after it", "one row a picture")


def _header_fault(header: bytes) -> Fault:
    expected = "label,pixel1,...,pixel784"
    if not header:
        return Fault(0, "", "an empty file", expected)
    if not re.fullmatch(rb"[\x20-\x7e\t]*", header):
        return Fault(0, "", "bytes that are no text", expected)
    names = header.decode().split(",")
    if len(names) == len(COLUMNS):
        column, name = next((a, b) for a, b in zip(COLUMNS, names, strict=True) if a != b)
        return Fault(0, column, _quoted(name), expected)
    return Fault(0, "", f"{_quoted(header.decode())} ({len(names)} columns)", f"{expected} ({len(COLUMNS)} columns)")


def _value_faults(row: int, fields: list[bytes]) -> Iterator[Fault]:
    for column, field in zip(COLUMNS, fields, strict=True):
        text = field.decode(errors="replace").strip()
        number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
        if column == "label":
            if number not in STATIC_LABELS:
                unseen = f" ({LETTERS[number]} is a movement)" if number in (9, 25) else ""
                yield Fault(row, column, _quoted(text) + unseen, "a label of a static letter, 0..24 without 9")
        elif number is None or number > 255:
            yield Fault(row, column, _quoted(text), "a whole number in 0..255")


def _quoted(text: str) -> str:
    longest = 40
    return repr(text if len(text) <= longest else text[:longest] + "...")
