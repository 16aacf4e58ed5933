"""Labelled pictures of people's hands: folders or zips of `<label>/*.jpg` or `<signer>/<label>/*.jpg`."""

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from signread.augmentation.pictures import VIEWS
from signread.errors import DataError, PictureError
from signread.files import ARCHIVE_DAMAGE
from signread.sources.pictures import PICTURE_SUFFIXES, decode_picture
from signread.types import Picture

EXPECTED = "pictures as <label>/*.jpg or <signer>/<label>/*.jpg, in a folder or a .zip"

LARGEST_PICTURE = 200 * 2**20
"""Bytes of a picture file in a zip; more is no photograph, but a zip made to fill the memory."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture of a set. name: its path in the set, with slashes. signer: whose hand, as the folder is called."""

    name: str
    signer: str
    label: str


@dataclass(frozen=True, slots=True)
class PictureSet:
    """The pictures of one folder or zip.

    name: the folder's or file's name without suffix; also the signer, where no folder names one.
    views: how many each is trained on, see `signread.augmentation.pictures`.
    """

    path: Path
    name: str
    entries: tuple[Entry, ...]
    views: int = VIEWS

    def pictures(self) -> Iterator[tuple[Entry, Picture]]:
        """Each entry with its picture, (H, W, 3) uint8 RGB. Raises DataError for one that cannot be read."""
        for entry, content in self.contents():
            try:
                yield entry, decode_picture(content, f"{self.path}, {entry.name}")
            except PictureError as error:
                raise DataError(str(error)) from error

    def fingerprint(self) -> str:
        """SHA-256 over the names and the contents, the same for a folder and a zip of it."""
        digest = hashlib.sha256()
        for entry, content in self.contents():
            digest.update(f"{entry.name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
        return digest.hexdigest()

    def contents(self) -> Iterator[tuple[Entry, bytes]]:
        """Each entry with the content of its file. Raises DataError for an archive that cannot be read."""
        try:
            if self.path.is_dir():
                for entry in self.entries:
                    yield entry, (self.path / entry.name).read_bytes()
                return
            with zipfile.ZipFile(self.path) as archive:
                for entry in self.entries:
                    if archive.getinfo(entry.name).file_size > LARGEST_PICTURE:
                        raise DataError(f"{self.path}, {entry.name}: larger than {LARGEST_PICTURE >> 20} MB unpacked")
                    yield entry, archive.read(entry.name)
        except ARCHIVE_DAMAGE as error:
            raise DataError(f"{self.path}: cannot be read ({error}); it may be damaged or cut off") from error


def picture_sets(path: Path) -> list[PictureSet]:
    """The sets that lie at a path: a folder or .zip of pictures is one, a folder of such zips is as many.

    Raises DataError where there is no labelled picture, and where some pictures lie deeper than others.
    """
    if not path.exists():
        raise DataError(f"{path}: no such file or folder; expected {EXPECTED}")
    if path.is_dir():
        names = _names(path)
        zips = sorted(file for file in path.glob("*.zip") if file.is_file())
        if zips and not any(_is_picture(name) for name in names):
            return [_set(file, _names(file)) for file in zips]
        return [_set(path, names)]
    return [_set(path, _names(path))]


def is_picture_set(path: Path) -> bool:
    """Whether a path holds pictures rather than tables of pixels."""
    if not path.is_dir() and not zipfile.is_zipfile(path):
        return False
    names = _names(path)
    if any(PurePosixPath(name).name.startswith("sign_mnist_") for name in names):
        return False  # Kaggle puts pictures of the alphabet beside its tables
    return any(_is_picture(name) or ("/" not in name and name.lower().endswith(".zip")) for name in names)


def _names(path: Path) -> list[str]:
    """All files of a folder or a zip."""
    if path.is_dir():
        return [file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()]
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except ARCHIVE_DAMAGE as error:
        raise DataError(f"{path}: not a folder or .zip that can be read ({error}); expected {EXPECTED}") from error


def _is_picture(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    folder = name.endswith("/")
    return PurePosixPath(name).suffix.lower() in PICTURE_SUFFIXES and not hidden and not folder


def _set(path: Path, names: list[str]) -> PictureSet:
    named = {PurePosixPath(name): name for name in names if _is_picture(name)}  # an archive may say ./A/1.jpg
    pictures = sorted(named, key=_in_order)
    if not pictures:
        raise DataError(f"{path}: no picture in it; expected {EXPECTED}")
    depths = Counter(len(picture.parts) for picture in pictures)
    shallow = min(depths)
    if len(depths) > 1:
        one, other = (next(str(p) for p in pictures if len(p.parts) == depth) for depth in sorted(depths)[:2])
        raise DataError(f"{path}: {one} and {other} lie at different depths; expected {EXPECTED}")
    if shallow not in (2, 3):
        raise DataError(f"{path}: {pictures[0]} has {shallow - 1} folders above it; expected {EXPECTED}")
    name = path.resolve().name if path.is_dir() else path.stem
    entries = tuple(
        Entry(named[picture], picture.parts[0] if shallow == 3 else name, picture.parts[-2]) for picture in pictures
    )
    return PictureSet(path, name, entries)


def _in_order(picture: PurePosixPath) -> tuple[tuple[str, ...], int, str]:
    """Frames are numbered: 10 comes after 9."""
    number = int(picture.stem) if picture.stem.isdecimal() and picture.stem.isascii() else 0
    return picture.parts[:-1], number, picture.name
