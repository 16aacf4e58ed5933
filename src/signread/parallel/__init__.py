"""One function over many items, in this process or in several."""

import contextlib
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

from signread.errors import WorkerError

if TYPE_CHECKING:
    from signread.parallel.ray_cluster import Cluster

Item = TypeVar("Item")
Result = TypeVar("Result")

_MAIN = threading.Lock()

_cluster: "ContextVar[Cluster | None]" = ContextVar("_cluster", default=None)
"""Where `map_ordered` is to work, if not on this machine alone."""

TRIES = 3
"""How often what a worker does is tried, should it end meanwhile."""
AHEAD = 2
"""Items for each worker that are taken ahead of the work: they may be pictures, which are large."""


@contextlib.contextmanager
def on_cluster(address: str | None) -> Iterator[None]:
    """Within it `map_ordered` works on the Ray cluster at an address; None for this machine's processes.

    address: "auto" for the cluster that this machine belongs to, "local" for a Ray of this machine alone.

    Raises MissingExtraError without Ray, DeviceError where the cluster cannot be reached.
    """
    if address is None:
        yield
        return
    from signread.parallel.ray_cluster import Cluster

    with Cluster(address, os.cpu_count()) as cluster:
        before = _cluster.set(cluster)
        try:
            yield
        finally:
            _cluster.reset(before)


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
    left out. function, items and results must be picklable where there are any; a script needs
    `if __name__ == "__main__"` only if the function is its own. initializer: called with `initargs` once in each
    process first, as in `concurrent.futures.ProcessPoolExecutor`.

    Within `on_cluster` all of it is done there, and each processor of the cluster is used; what a machine that is lost
    had in hand is done again by another.

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
    cluster = _cluster.get()
    if cluster is not None:
        from signread.parallel.ray_cluster import map_on_cluster

        yield from map_on_cluster(cluster, function, waiting, initializer, initargs, AHEAD)
        return
    workers = workers or os.cpu_count() or 1
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer, initargs)
    needs_main = b"__main__" in pickle.dumps((function, initializer, initargs, first))

    def submit(count: int) -> list[Future[Result]]:
        items = list(islice(waiting, count))
        with contextlib.nullcontext() if needs_main else main_hidden():
            return [pool.submit(function, item) for item in items]

    try:
        running = submit(AHEAD * workers)
        while running:
            yield running.pop(0).result()
            running += submit(1)
    except BrokenProcessPool as error:
        raise WorkerError("a worker process was ended, perhaps for want of memory; run it again") from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def main_hidden() -> Iterator[None]:
    """Processes that are started know nothing of the main module.

    They would run it again, and a script without `if __name__ == "__main__"` would never end.
    """
    with _MAIN:
        main = sys.modules["__main__"]
        hidden: dict[str, Any] = {
            name: main.__dict__.pop(name) for name in ("__file__", "__spec__") if name in main.__dict__
        }
        main.__spec__ = None
        try:
            yield
        finally:
            main.__dict__.update(hidden)
