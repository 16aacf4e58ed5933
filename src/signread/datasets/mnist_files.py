"""Where the tables of Sign Language MNIST lie: in a folder, in a zip, each in a zip of its own."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from signread.errors import DataError
from signread.files import ARCHIVE_DAMAGE

LARGEST_FILE = 1 << 30
"""Bytes; ten times the real file. A zip that promises more is refused before it fills the memory."""

Part = Literal["train", "test"]
PARTS: tuple[Part, Part] = ("train", "test")


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
        for name in (wanted, f"{wanted}.zip"):  # Kaggle's program packs each table by itself
            there = sorted(path.rglob(name), key=lambda file: (len(file.parts), file))
            if there:
                return _in_file(there[0], wanted)
        raise DataError(f"{path}: no {wanted} in this folder; expected the files of Sign Language MNIST")
    if not path.is_file():
        raise DataError(f"{path}: no such file or folder; `signread data fetch` gets Sign Language MNIST")
    ending = ".csv.zip" if path.name.endswith(".csv.zip") else ".csv"
    if path.name in {f"sign_mnist_{other}{ending}" for other in PARTS} and not path.name.startswith(wanted):
        path = path.with_name(f"sign_mnist_{part}{ending}")
        if not path.is_file():
            raise DataError(f"{path}: no such file beside the other one; expected both files of Sign Language MNIST")
    return _in_file(path, wanted)


def _in_file(path: Path, wanted: str) -> CsvFile:
    """The table that a file is or, whatever its name, holds as a zip."""
    if zipfile.is_zipfile(path):
        return _locate_in_zip(path, wanted)
    if path.suffix.lower() == ".zip":
        raise DataError(f"{path}: not a zip archive, or cut off; fetch the file again")
    return CsvFile(path)


def _locate_in_zip(path: Path, wanted: str) -> CsvFile:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except ARCHIVE_DAMAGE as error:
        raise DataError(f"{path}: cannot be read ({error}); fetch the file again") from error
    for member in members:
        name = _inner_path(member)
        if name.is_absolute() or ".." in name.parts or ":" in member.filename:
            raise DataError(f"{path}: its member {member.filename!r} points out of the archive; not opened")
    there = sorted(
        (member for member in members if _inner_path(member).name == wanted and not member.is_dir()),
        key=lambda member: (len(member.filename), member.filename),
    )
    if not there:
        raise DataError(f"{path}: no {wanted} in this archive; expected Sign Language MNIST as Kaggle gives it")
    if there[0].file_size > LARGEST_FILE:
        size = there[0].file_size
        raise DataError(f"{path}: {there[0].filename} unpacks to {size:,} bytes, expected at most {LARGEST_FILE:,}")
    return CsvFile(path, there[0].filename)


def _inner_path(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))
