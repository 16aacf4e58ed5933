"""Work that is shared among processes."""

import contextlib
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

from signread.errors import RunError


@contextlib.contextmanager
def whole_pool() -> Iterator[None]:
    """Says in one line when a process of a pool was ended from outside."""
    try:
        yield
    except BrokenProcessPool as error:
        raise RunError("a process that looks for hands was ended, perhaps for want of memory; run it again") from error
