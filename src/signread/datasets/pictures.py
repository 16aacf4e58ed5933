"""Labelled pictures of people's hands: folders or zips of `<label>/*.jpg` or `<signer>/<label>/*.jpg`."""

import hashlib
import logging
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from signread.augmentation.pictures import MADE_UP_VIEWS, VIEWS
from signread.datasets.folders import Listing, is_picture, list_files
from signread.datasets.labels import american_meanings, label_of_file, unknown_labels
from signread.errors import DataError, PictureError
from signread.files import ARCHIVE_DAMAGE
from signread.handshapes.alphabet import LETTERS
from signread.handshapes.joint_angles import DIGITS, MOST_ANGLES
from signread.sources.pictures import decode_picture
from signread.types import Picture

EXPECTED = "pictures as <label>/*.jpg or <signer>/<label>/*.jpg, in a folder or a .zip"

LARGEST_PICTURE = 200 * 2**20
"""Bytes of a picture file in a zip; more is no photograph, but a zip made to fill the memory."""

Part = Literal["train", "test"]
PARTS: Mapping[str, Literal["train", "valid", "test"]] = {
    "train": "train",
    "training": "train",
    "valid": "valid",
    "validation": "valid",
    "val": "valid",
    "dev": "valid",
    "test": "test",
    "testing": "test",
}
"""Folders that divide a set, by what they are called."""
NAMED = 5
"""How many of something are named before the rest is counted."""

log = logging.getLogger(__name__)


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
    members: the name by which an archive knows each entry, where that is another. strict: whether a picture that cannot
    be read is an error. made_up: whether no camera took them, but `signread synthesize` made them.
    """

    path: Path
    name: str
    entries: tuple[Entry, ...]
    views: int = VIEWS
    members: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    made_up: bool = False

    def pictures(self) -> Iterator[tuple[Entry, Picture]]:
        """Each entry with its picture, (H, W, 3) uint8 RGB; one that cannot be read is logged and left out.

        Raises DataError for an archive that cannot be read, and where no picture can; if strict, where one cannot.
        """
        unreadable = 0
        for entry, content in self._contents():
            try:
                if isinstance(content, Exception):
                    raise PictureError(f"{self.path}, {entry.name}: cannot be read ({content}); it may be damaged")
                yield entry, decode_picture(content, f"{self.path}, {entry.name}")
            except PictureError as error:
                if self.strict:
                    raise DataError(str(error)) from error
                unreadable += 1
                log.warning("%s", error)
        if unreadable == len(self.entries):
            raise DataError(f"{self.path}: not one of its {unreadable} pictures can be read; expected {EXPECTED}")
        if unreadable:
            log.warning("%s: %d of %d pictures cannot be read", self.path, unreadable, len(self.entries))

    def angles(self) -> NDArray[np.float32] | None:
        """Of made-up people the angles of each entry's hand, (N, 5, 5) degrees, NaN where they are not known.

        Raises DataError where the truth beside the pictures cannot be read.
        """
        if not self.made_up:
            return None
        file = _truth(self.path)
        try:
            with np.load(file, allow_pickle=False) as truth:
                known = dict(zip(truth["names"].tolist(), truth["angles"].astype(np.float32), strict=True))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise DataError(f"{file}: not the truth of {self.path.name} ({error}); make both anew") from error
        unknown = np.full((len(DIGITS), MOST_ANGLES), np.nan, np.float32)
        return np.stack([known.get(entry.name, unknown) for entry in self.entries])

    def fingerprint(self) -> str:
        """SHA-256 over the names and the contents, the same for a folder and a zip of it."""
        digest = hashlib.sha256()
        for entry, content in self._contents():
            data = b"" if isinstance(content, Exception) else content
            digest.update(f"{entry.name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
        return digest.hexdigest()

    def _contents(self) -> Iterator[tuple[Entry, bytes | Exception]]:
        """Each entry with the content of its file, or with what keeps it from being read."""
        if self.path.is_dir():
            for entry in self.entries:
                try:
                    yield entry, (self.path / entry.name).read_bytes()
                except OSError as error:
                    yield entry, error
            return
        try:
            with zipfile.ZipFile(self.path) as archive:
                for entry in self.entries:
                    yield entry, self._member(archive, entry)
        except ARCHIVE_DAMAGE as error:
            raise DataError(f"{self.path}: cannot be read ({error}); it may be damaged or cut off") from error

    def _member(self, archive: zipfile.ZipFile, entry: Entry) -> bytes | Exception:
        name = self.members.get(entry.name, entry.name)
        if archive.getinfo(name).file_size > LARGEST_PICTURE:
            return DataError(f"larger than {LARGEST_PICTURE >> 20} MB unpacked")
        try:
            return archive.read(name)
        except ARCHIVE_DAMAGE as error:
            return error


def picture_sets(path: Path, part: Part | None = None, *, strict: bool = False) -> list[PictureSet]:
    """The sets that lie at a path: a folder or .zip of pictures is one, a folder of such zips is as many.

    part: which is wanted of a set that is divided into train, valid and test; all of it if left out. strict: whether a
    picture that cannot be read is an error when its turn comes.

    What is passed over is logged. Raises DataError where there is no labelled picture.
    """
    if not path.exists():
        raise DataError(f"{path}: no such file or folder; expected {EXPECTED}")
    listing = _listing(path)
    if path.is_dir() and not any(len(picture.parts) > 1 for picture in listing.pictures):
        zips = sorted(file for file in path.glob("*.zip") if file.is_file())
        if zips:
            return [_set(file, _listing(file), part, strict) for file in zips]
    return [_set(path, listing, part, strict)]


def is_picture_set(path: Path) -> bool:
    """Whether a path holds pictures rather than tables of pixels."""
    if not path.is_dir() and not zipfile.is_zipfile(path):
        return False
    names = list(_listing(path).files)
    if any(PurePosixPath(name).name.startswith("sign_mnist_") for name in names):
        return False  # Kaggle puts pictures of the alphabet beside its tables
    return any(is_picture(name) or ("/" not in name and name.lower().endswith(".zip")) for name in names)


def _listing(path: Path) -> Listing:
    try:
        return list_files(path)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); expected {EXPECTED}") from error
    except DataError as error:
        raise DataError(f"{error}; expected {EXPECTED}") from error


def _set(path: Path, listing: Listing, part: Part | None, strict: bool) -> PictureSet:
    pictures = sorted(listing.pictures, key=_in_order)
    if not pictures:
        raise DataError(f"{path}: no picture in it; expected {EXPECTED}")
    doubtful = sorted(listing.doubtful & {str(picture) for picture in pictures})
    if doubtful:
        raise DataError(
            f"{path}: its names are in an encoding that cannot be told, {doubtful[0]!r} for instance; rename them, or "
            "pack them anew as UTF-8"
        )
    name = path.resolve().name if path.is_dir() else path.stem
    stored = {str(PurePosixPath(one)): one for one in listing.files}
    inner = _without_wrapper(pictures)
    placed = _of_part(path, inner, part)
    folders = {picture: _signer_and_label(below, placed) for picture, below in placed.items()}
    entries = tuple(
        Entry(stored[str(picture)], named[0] or name, named[1]) for picture, named in folders.items() if named
    )
    if not entries:
        one = next(iter(placed.items()))
        raise DataError(f"{path}: {one[0]} has {len(one[1].parts) - 1} folders above it; expected {EXPECTED}")
    _tell(path, listing, [picture for picture, named in folders.items() if not named], entries)
    members = {file: member for file, member in listing.files.items() if file != member}
    made_up = is_made_up(path)
    views = MADE_UP_VIEWS if made_up else VIEWS
    return PictureSet(path, name, entries, views=views, members=members, strict=strict, made_up=made_up)


def is_made_up(path: Path) -> bool:
    """Whether a set of pictures was made by `signread synthesize`: the truth of them lies beside it."""
    return path.suffix == ".zip" and _truth(path).is_file()


def _truth(path: Path) -> Path:
    return path.with_suffix(".npz")


def _without_wrapper(pictures: list[PurePosixPath]) -> dict[PurePosixPath, PurePosixPath]:
    """Each picture below folders that hold everything else, as archives have them, and deep enough to need none."""
    inner = {picture: picture for picture in pictures}
    while min(len(below.parts) for below in inner.values()) > 3 and len({b.parts[0] for b in inner.values()}) == 1:
        inner = {picture: PurePosixPath(*below.parts[1:]) for picture, below in inner.items()}
    return inner


def _of_part(
    path: Path, inner: dict[PurePosixPath, PurePosixPath], wanted: Part | None
) -> dict[PurePosixPath, PurePosixPath]:
    """Of a set that is divided the part that is wanted, without the folder's name; another one as it is."""
    parts = {picture: PARTS.get(below.parts[0].lower()) for picture, below in inner.items()}
    if None in parts.values() or min(len(below.parts) for below in inner.values()) < 3:
        return inner
    there = Counter(parts.values())
    chosen = set(there)
    if wanted is not None:
        chosen = {next((one for one in (wanted, "valid") if one in there), next(iter(there)))}
        if wanted == "train" and "train" not in there:
            raise DataError(f"{path}: is divided into {' and '.join(map(str, there))}, and has no part train")
    if chosen != set(there):
        others = ", ".join(f"{one} ({there[one]:,})" for one in there if one not in chosen)
        log.warning("%s: its part %s is read; %s is left alone", path, " and ".join(map(str, chosen)), others)
    return {picture: PurePosixPath(*below.parts[1:]) for picture, below in inner.items() if parts[picture] in chosen}


def _signer_and_label(
    below: PurePosixPath, everything: Mapping[PurePosixPath, PurePosixPath]
) -> tuple[str, str] | None:
    """Whose hand a picture shows ("" where no folder says) and what, by the folders above it; None if nothing says."""
    depths = {len(one.parts) for one in everything.values()}
    folders = below.parts[:-1]
    if depths in ({2}, {3}):
        return "/".join(folders[:-1]), folders[-1]
    if depths == {1}:
        label = label_of_file(below.stem)
        return None if label is None else ("", label)
    letters = [place for place, folder in enumerate(folders) if folder.strip().upper() in LETTERS]
    if len(letters) != 1:
        return None
    return "/".join(folders[: letters[0]][-1:]), folders[letters[0]]


def _tell(path: Path, listing: Listing, unplaced: list[PurePosixPath], entries: tuple[Entry, ...]) -> None:
    """Logs what is passed over."""
    passed = [f"{count:,} {kind}" for kind, count in sorted(listing.passed_over().items())]
    if passed:
        log.warning("%s: files that are no pictures are passed over: %s", path, ", ".join(passed))
    if unplaced:
        log.warning(
            "%s: %d pictures whose folders name no letter are passed over, %s for instance; expected %s",
            path,
            len(unplaced),
            unplaced[0],
            EXPECTED,
        )
    labels = {entry.label for entry in entries}
    empty = sorted({PurePosixPath(folder).name for folder in listing.empty} - labels)
    if empty:
        more = f" and {len(empty) - NAMED} more" if len(empty) > NAMED else ""
        log.warning("%s: folders without a picture: %s%s", path, ", ".join(empty[:NAMED]), more)


def letters_of(entries: Sequence[Entry], where: str) -> dict[str, str | None]:
    """What each label says of the American alphabet, as `signread.datasets.labels.american_meanings` has it.

    Labels that are taken for hands that show no letter, though they do not say so, are logged with their numbers.
    """
    counts = Counter(entry.label for entry in entries)
    meanings = american_meanings(counts, where)
    unknown = unknown_labels(counts)
    if unknown:
        listed = ", ".join(f"{label} ({counts[label]:,})" for label in unknown[:NAMED])
        more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
        log.warning("%s: labels that name no letter are taken for hands that show none: %s%s", where, listed, more)
    return meanings


def _in_order(picture: PurePosixPath) -> tuple[tuple[str, ...], int, str]:
    """Frames are numbered: 10 comes after 9."""
    number = int(picture.stem) if picture.stem.isdecimal() and picture.stem.isascii() else 0
    return picture.parts[:-1], number, picture.name
