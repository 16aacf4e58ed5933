"""One function over many items, in this process or in several."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, TypeVar

from signread.errors import WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items for each worker that are taken ahead of the work: they may be pictures, which are large."""


def map_ordered(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int | None = None,
    initializer: Callable[..., object] | None = None,
    initargs: tuple[Any, ...] = (),
) -> Iterator[Result]:
    """What `function` makes of each item, in the order of the items; like `map`, with no more than a few items in hand.

    workers: how many processes; 0 for none but this one, which also does a single item; as many as there are cores if
    left out. function, items and results must be picklable where there are any. initializer: called with `initargs`
    once in each process first, as in `concurrent.futures.ProcessPoolExecutor`.

    What `function` raises comes at the place of its item. Raises WorkerError when a process was ended from outside.
    """
    waiting = iter(items)
    first = [] if workers == 0 else list(islice(waiting, 2))
    waiting = chain(first, waiting)
    if len(first) < 2:
        if initializer is not None:
            initializer(*initargs)
        yield from map(function, waiting)
        return
    workers = workers or os.cpu_count() or 1
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer, initargs)
    try:
        running = [pool.submit(function, item) for item in islice(waiting, AHEAD * workers)]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(function, item) for item in islice(waiting, 1)]
    except BrokenProcessPool as error:
        raise WorkerError("a worker process was ended, perhaps for want of memory; run it again") from error
    finally:
        pool.shutdown(cancel_futures=True)
