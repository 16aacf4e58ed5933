"""Writing files so that a reader sees the old content or the new, and never a part of one; and where the cache lies."""

import lzma
import os
import secrets
import zipfile
import zlib
from pathlib import Path

from signread.errors import OutputError

PART = ".part"

ARCHIVE_DAMAGE = (OSError, KeyError, ValueError, RuntimeError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What Python raises of a zip that is damaged, encrypted, or packed in a way that it does not know."""


def cache_folder() -> Path:
    """Where signread keeps what it can make again: $SIGNREAD_CACHE, or the user's cache folder."""
    own = os.environ.get("SIGNREAD_CACHE")
    if own:
        return Path(own)
    import platformdirs

    return Path(platformdirs.user_cache_dir("signread"))


def is_part(path: Path) -> bool:
    """Whether this is a file that `write_atomically` had not finished when its process was killed."""
    return path.name.startswith(".") and path.suffix == PART


def write_atomically(path: Path, content: bytes | str) -> None:
    """Replaces `path` by `content`, all or nothing, through a file beside it; makes its folder.

    Raises OutputError when that fails (a full disk, no permission); what was there before is then unchanged.
    """
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be saved ({error.strerror}); what was there before is unchanged; "
            "make room or choose another folder, then run the command again"
        ) from error
