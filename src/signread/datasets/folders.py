"""The files of a folder or a zip, as people have packed them."""

import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from signread.errors import DataError
from signread.files import ARCHIVE_DAMAGE
from signread.sources.pictures import PICTURE_SUFFIXES, is_hidden

UTF8_NAME = 0x800
"""The flag of a zip's member whose name is UTF-8; others may be anything."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder or zip.

    files: by their paths in it, with slashes; each with the name by which the archive knows it.
    doubtful: those whose names are in an encoding that cannot be told. empty: folders without any file.
    """

    files: dict[str, str]
    doubtful: frozenset[str] = frozenset()
    empty: tuple[str, ...] = ()

    @property
    def pictures(self) -> list[PurePosixPath]:
        return [PurePosixPath(name) for name in self.files if is_picture(name)]

    def passed_over(self) -> dict[str, int]:
        """How many files are no pictures, by their endings; "hidden" are those that systems put beside people's."""
        counts: Counter[str] = Counter()
        for name in self.files:
            if is_hidden(PurePosixPath(name).parts):
                counts["hidden"] += 1
            elif not is_picture(name):
                counts[PurePosixPath(name).suffix.lower() or "without an ending"] += 1
        return dict(counts)


def list_files(path: Path) -> Listing:
    """The files of a folder, links followed, or of a zip. Raises OSError and zipfile's errors."""
    return _list_folder(path) if path.is_dir() else _list_zip(path)


def is_picture(name: str) -> bool:
    """Whether a path in a set is a picture by its name, and not hidden."""
    path = PurePosixPath(name)
    return path.suffix.lower() in PICTURE_SUFFIXES and not is_hidden(path.parts)


def _list_folder(folder: Path) -> Listing:
    files: dict[str, str] = {}
    empty: list[str] = []
    for inner, names in _walk(folder, frozenset()):
        relative = inner.relative_to(folder)
        files |= {(relative / name).as_posix(): (relative / name).as_posix() for name in names}
        if not names and inner != folder and not any(inner.iterdir()):
            empty.append(relative.as_posix())
    return Listing(files, empty=tuple(sorted(empty)))


def _walk(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[tuple[Path, list[str]]]:
    """Each folder with the names of its files; links are followed, but none that leads back up."""
    state = folder.stat()
    here = (state.st_dev, state.st_ino)
    if here in above:
        return
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    yield folder, [entry.name for entry in entries if entry.is_file()]
    for entry in entries:
        if entry.is_dir():
            yield from _walk(folder / entry.name, above | {here})


def _list_zip(path: Path) -> Listing:
    files: dict[str, str] = {}
    doubtful: set[str] = set()
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except ARCHIVE_DAMAGE as error:
        raise DataError(f"{path}: not a folder or .zip that can be read ({error})") from error
    for member in members:
        name, certain = _name(member)
        if name.endswith("/") or ".." in PurePosixPath(name).parts or name.startswith("/"):
            continue
        files[name] = member.filename
        if not certain:
            doubtful.add(name)
    return Listing(files, frozenset(doubtful))


def _name(member: zipfile.ZipInfo) -> tuple[str, bool]:
    """A member's path with slashes, and whether its encoding is known."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & UTF8_NAME or name.isascii():
        return name, True
    try:
        return name.encode("cp437").decode("utf-8"), True  # many programs write UTF-8 and do not say so
    except UnicodeError:
        return name, False
