"""Work that is shared among processes."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from signread.errors import RunError

Given = TypeVar("Given")
Made = TypeVar("Made")


def shared(
    work: Callable[[Given], Made], pieces: Iterable[Given], begin: Callable[..., None], given: tuple[Any, ...] = ()
) -> Iterator[Made]:
    """What `work` makes of each piece, in their order, in as many processes as there are cores.

    begin: called once in each process, with `given`. Few pieces are taken ahead of the work: pictures are large. Raises
    RunError when a process was ended from outside.
    """
    workers = os.cpu_count() or 1
    waiting = iter(pieces)
    try:
        with ProcessPoolExecutor(workers, get_context("spawn"), begin, given) as pool:
            running = [pool.submit(work, piece) for piece in islice(waiting, 2 * workers)]
            while running:
                yield running.pop(0).result()
                running += [pool.submit(work, piece) for piece in islice(waiting, 1)]
    except BrokenProcessPool as error:
        raise RunError("a process that looks for hands was ended, perhaps for want of memory; run it again") from error
