"""Which videos there are: folders, patterns, lists and addresses of other stores."""

import csv
import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath, PurePosixPath

from signread.errors import DataError, PictureError, needed
from signread.sources.video import VIDEO_SUFFIXES

LISTS = (".txt", ".csv")
PATH_COLUMNS = ("path", "file", "url", "address")
BLOCK = 1 << 20
ARCHIVE = ("an archive", "archive")
"""What needs packages of an extra, and which."""


def find_videos(paths: Sequence[str]) -> list[str]:
    """The videos that are meant, each once, in their order.

    A folder stands for all videos in it and below; `*`, `?` and `**` are patterns; a .txt has an address a line, a .csv
    a column `path`, relative to itself. `s3://bucket/folder` and the like are read by fsspec.

    Raises DataError where there is none, or a place cannot be reached.
    """
    found = dict.fromkeys(video for path in paths for video in _videos_of(path))
    if not found:
        raise DataError(f"{' '.join(paths)}: no video found; expected files that end in one of {_endings()}")
    return list(found)


def is_remote(address: str) -> bool:
    """Whether an address names a store that fsspec must reach."""
    return "://" in address


@contextmanager
def as_file(address: str) -> Iterator[Path]:
    """The file at an address, fetched first where it is elsewhere. Raises PictureError where it cannot be had."""
    if not is_remote(address):
        yield Path(address)
        return
    with tempfile.TemporaryDirectory(prefix="signread-") as folder:
        file = Path(folder) / PurePosixPath(address).name
        try:
            with needed("fsspec", *ARCHIVE).open(address, "rb") as remote, file.open("wb") as local:
                shutil.copyfileobj(remote, local, BLOCK)
        except Exception as error:  # each store has errors of its own
            raise PictureError(f"{address}: cannot be fetched ({_reason(error)})") from error
        yield file


def fingerprint(address: str) -> str:
    """SHA-256 of a video's content; of what a store calls its version (an ETag) where it has one.

    Raises PictureError where it cannot be read.
    """
    try:
        if is_remote(address):
            system, path = needed("fsspec", *ARCHIVE).core.url_to_fs(address)
            known = system.info(path)
            tag = known.get("ETag") or known.get("etag") or known.get("md5Hash")
            if tag:
                return hashlib.sha256(f"{tag} {known.get('size')}".encode()).hexdigest()
            with system.open(path, "rb") as remote:
                return hashlib.file_digest(remote, "sha256").hexdigest()
        with Path(address).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except Exception as error:
        raise PictureError(f"{address}: cannot be read ({_reason(error)})") from error


def size(address: str) -> int:
    """Bytes of a file; 0 where that would have to be asked of another machine."""
    try:
        return 0 if is_remote(address) else Path(address).stat().st_size
    except OSError:
        return 0


def state(address: str) -> str:
    """What changes when the content does: place, size and time. Empty where that is not known for sure."""
    if is_remote(address):
        return ""
    try:
        there = Path(address).stat()
    except OSError:
        return ""
    return f"{os.path.realpath(address)}|{there.st_size}|{there.st_mtime_ns}"


def _videos_of(path: str) -> Iterator[str]:
    if is_remote(path):
        yield from _remote(path)
    elif glob.has_magic(path) and not Path(path).exists():
        found = glob.glob(path, recursive=True)  # noqa: PTH207 (pathlib knows no absolute patterns)
        yield from sorted(one for one in found if _is_video(one) and Path(one).is_file())
    elif Path(path).is_dir():
        for folder, folders, files in os.walk(path):
            folders.sort()
            yield from (str(Path(folder) / file) for file in sorted(files) if _is_video(file))
    elif path.lower().endswith(LISTS):
        yield from _listed(Path(path))
    elif Path(path).exists():
        yield path
    else:
        raise DataError(f"{path}: no such file or folder")


def _listed(file: Path) -> Iterator[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read ({_reason(error)}); expected a list in UTF-8") from error
    lines = text.splitlines()
    if file.suffix.lower() == ".csv":
        rows = csv.DictReader(lines)
        names = [name for name in rows.fieldnames or () if name.strip().lower() in PATH_COLUMNS]
        if not names:
            raise DataError(f"{file}: columns {', '.join(rows.fieldnames or ())}; expected one called path")
        lines = [row[names[0]] or "" for row in rows]
    for line in lines:
        address = line.strip()
        if address and not address.startswith("#"):
            yield address if is_remote(address) or Path(address).is_absolute() else str(file.parent / address)


def _remote(address: str) -> Iterator[str]:
    try:
        system, path = needed("fsspec", *ARCHIVE).core.url_to_fs(address)
        if glob.has_magic(path):
            found = system.glob(path)
        elif system.isdir(path):
            found = system.find(path)
        elif system.exists(path):
            yield address
            return
        else:
            raise FileNotFoundError("nothing there")
    except Exception as error:
        raise DataError(f"{address}: cannot be reached ({_reason(error)})") from error
    yield from (system.unstrip_protocol(one) for one in sorted(found) if _is_video(one))


def _is_video(name: str) -> bool:
    path = PurePath(name)
    return not path.name.startswith("._") and path.suffix.lower() in VIDEO_SUFFIXES


def _endings() -> str:
    return " ".join(sorted(VIDEO_SUFFIXES))


def _reason(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return str(strerror or error or type(error).__name__).splitlines()[0][:200]
