"""Arrays made from a large file, kept so that the next read is quick."""

import contextlib
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.errors import OutputError
from signread.files import ARCHIVE_DAMAGE, cache_folder, write_atomically

VERSION = "1"
"""Goes up when what is kept, or how it is made, changes."""

Arrays = dict[str, NDArray[Any]]


def cached(source: Path, what: str, make: Callable[[], Arrays]) -> Arrays:
    """The arrays that `make` makes from the file `source`, from the cache where they are there.

    The key is the file's place, size and time of change, and `what`.
    """
    state = source.stat()
    return kept(f"{source.resolve()}|{state.st_size}|{state.st_mtime_ns}|{what}", make)


def kept(key: str, make: Callable[[], Arrays]) -> Arrays:
    """The arrays that `make` makes, from the cache where it has some by this key.

    Each array carries a CRC-32 (it lies in a zip, never in a pickle): a damaged entry is made anew. A cache that cannot
    be written is done without.
    """
    key = f"{VERSION}|{key}"
    entry = cache_folder() / "data" / f"{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.npz"
    try:
        with entry.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except ARCHIVE_DAMAGE:
        pass
    arrays = make()
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    with contextlib.suppress(OutputError):
        write_atomically(entry, buffer.getvalue())
    return arrays
