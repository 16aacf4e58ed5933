"""Writing files so that a reader sees the old content or the new, and never a part of one; and where the cache lies."""

import contextlib
import errno
import lzma
import os
import secrets
import shutil
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signread.errors import OutputError

PART = ".part"
LONGEST_NAME = 240
"""Bytes of a part's name before its own ending; file systems allow 255."""

ARCHIVE_DAMAGE = (OSError, KeyError, ValueError, RuntimeError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What Python raises of a zip that is damaged, encrypted, or packed in a way that it does not know."""


def cache_folder() -> Path:
    """Where signread keeps what it can make again: $SIGNREAD_CACHE, or the user's cache folder.

    Where that cannot be made, in a container without a home for instance, a folder of this user's beside the temporary
    files.
    """
    own = os.environ.get("SIGNREAD_CACHE")
    if own:
        return Path(own)
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("signread"))
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if there == folder or os.access(there, os.W_OK):
        return folder
    return Path(tempfile.gettempdir()) / f"signread-{getattr(os, 'getuid', str)()}"


def is_part(path: Path) -> bool:
    """Whether this is a file that `write_atomically` had not finished when its process was killed."""
    return path.name.startswith(".") and path.suffix == PART


def write_atomically(path: Path, content: bytes | str) -> None:
    """Replaces `path` by `content`, all or nothing, as `replacing` does.

    Raises OutputError when that fails (a full disk, no permission); what was there before is then unchanged.
    """
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    with replacing(path) as part:
        part.write_bytes(data)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to be written in place of `path`, which takes its name when the block ends well; makes its folder.

    A link stays one, and what it points to is replaced. A device or pipe is written to. A file that must stay where it
    is, for it is mounted or its folder is closed, gets the content.

    Raises OutputError where that fails; what was there before is then unchanged.
    """
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() and not is_device(path) else path
        part = _part_of(target)
        try:
            yield part
            if is_device(path):
                _put_out(part, path)
                return
            _sync(part)
            _put(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be saved ({error.strerror or error}); what was there before is unchanged; "
            "make room or choose another folder, then run the command again"
        ) from error


def is_device(path: Path) -> bool:
    """Whether a path leads to a device, a pipe, or an open file by its number, /dev/stdout for instance."""
    if str(path.parent).startswith(("/dev/", "/proc/")) or str(path.parent) == "/dev":
        return path.exists()
    try:
        return not stat.S_ISREG(path.stat().st_mode) and not path.is_dir()
    except OSError:
        return False


def is_stdout(path: Path) -> bool:
    """Whether a path leads to where this process prints."""
    try:
        return is_device(path) and os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):
        return False


def _put_out(part: Path, device: Path) -> None:
    with part.open("rb") as content:
        if is_stdout(device):  # opened anew it would be written over by what is printed later
            sys.stdout.flush()
            shutil.copyfileobj(content, sys.stdout.buffer)
            sys.stdout.flush()
        else:
            with device.open("ab") as file:
                shutil.copyfileobj(content, file)


def _part_of(target: Path) -> Path:
    """A new name beside `target`, no longer than names may be; in the temporary folder if not there."""
    name = f".{target.name}"
    while len(os.fsencode(name)) > LONGEST_NAME:
        name = name[:-1]
    name += f".{secrets.token_hex(4)}{PART}"
    if not is_device(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if os.access(target.parent, os.W_OK) or not os.access(target, os.W_OK):
            return target.with_name(name)
    return Path(tempfile.gettempdir()) / name


def _sync(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _put(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as error:
        if error.errno not in (errno.EBUSY, errno.EXDEV) or not target.is_file():
            raise
        _put_into(part, target)


def _put_into(part: Path, target: Path) -> None:
    """Gives an existing file the content of another; what it had comes back where that fails."""
    before = target.read_bytes()
    try:
        with target.open("r+b") as file:
            file.write(part.read_bytes())
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            target.write_bytes(before)
        raise
