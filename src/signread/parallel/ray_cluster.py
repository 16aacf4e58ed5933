"""A Ray cluster: machines that lend their processors to one function over many items.

A process of its own talks to it. Ray prints what it likes, and ends its process where the cluster is lost; this one
goes on, and says so in a line. Items are Ray tasks and not actors: a task goes wherever there is room, and is done
again elsewhere when its process or machine ends.
"""

import contextlib
import importlib.util
import multiprocessing
import os
import pickle
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from signread.errors import DeviceError, MissingExtraError, WorkerError
from signread.parallel import TRIES, main_hidden

Item = TypeVar("Item")
Result = TypeVar("Result")

LOCAL = "local"
LOOPBACK = "127.0.0.1"
ON_LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Set to 0 before Ray is loaded, all its processes listen on 127.0.0.1 alone, and find one another there."""
REACH_S = 60.0
"""Seconds that a cluster may take to answer at first; Ray itself asks for minutes where nobody listens."""
BEAT_S = 2.0
SILENT_S = 30.0
"""Seconds without a beat after which the cluster is given up."""
GOODBYE_S = 10.0
"""Seconds that leaving the cluster may take."""
GONE = "the Ray cluster is gone; run the command again, it goes on where it was"
LOST = None
"""What comes of an item whose process or machine ended."""


class Cluster:
    """A Ray cluster that is connected to; a context."""

    def __init__(self, address: str, count: int | None = None) -> None:
        """address: "auto" for the cluster that this machine belongs to, "local" for one of this machine alone, on
        127.0.0.1, with `count` processors.

        Raises MissingExtraError without Ray, DeviceError where the cluster cannot be reached.
        """
        if importlib.util.find_spec("ray") is None:
            raise MissingExtraError("a cluster", "cluster")
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_talk, args=(theirs, address, count), daemon=False)
        with main_hidden():
            self._process.start()
        theirs.close()
        self._number = 0
        what = "error"
        content: Any = f"no answer in {REACH_S:g} s"
        try:
            if self._connection.poll(REACH_S):
                what, _, content = self._connection.recv()
        except (EOFError, OSError):
            content = "Ray ended at once"
        if what == "error":
            self._process.kill()
            self.close()
            raise DeviceError(f"{address}: no Ray cluster can be reached there ({content})")
        self.processors: int = content
        """How many the cluster has; machines may come and go."""

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def give(
        self, function: Callable[[Any], Any], initializer: Callable[..., object] | None, initargs: tuple[Any, ...]
    ) -> None:
        """What items are given to from now on; both must be importable, and are called as in `map_ordered`."""
        self._send("given", 0, pickle.dumps((function, initializer, initargs)))

    def submit(self, item: object) -> int:
        """Its number, by which its end is told."""
        self._number += 1
        self._send("item", self._number, pickle.dumps(item))
        return self._number

    def ended(self) -> list[tuple[int, Any]]:
        """Waits for news. The numbers of items that ended with what came of them, LOST, or the exception; may be none.

        Raises WorkerError where the cluster is gone.
        """
        ended = []
        try:
            if not self._connection.poll(SILENT_S):
                raise WorkerError(GONE)
            while self._connection.poll(0):
                what, number, content = self._connection.recv()
                if what == "processors":
                    self.processors = content
                else:
                    ended.append((number, LOST if content is None else pickle.loads(content)))  # noqa: S301
        except (EOFError, OSError) as error:
            raise WorkerError(GONE) from error
        return ended

    def close(self) -> None:
        """Leaves the cluster, whatever is being done there."""
        self._connection.close()
        self._process.join(GOODBYE_S)
        self._process.kill()
        self._process.join()

    def _send(self, *message: object) -> None:
        try:
            self._connection.send(message)
        except OSError as error:
            raise WorkerError(GONE) from error


def map_on_cluster(
    cluster: Cluster,
    function: Callable[[Item], Result],
    items: Iterator[Item],
    initializer: Callable[..., object] | None,
    initargs: tuple[Any, ...],
    ahead: int,
) -> Iterator[Result]:
    """What `function` makes of each item, in the order of the items, `ahead` items in hand for each processor."""
    cluster.give(function, initializer, initargs)
    order: deque[int] = deque()
    """Places of the items in hand."""
    places: dict[int, int] = {}
    """Of the items that are with the cluster, by their numbers there."""
    given, tries, results = dict[int, Item](), dict[int, int](), dict[int, Any]()
    numbered = enumerate(items)
    while True:
        for place, item in islice(numbered, ahead * cluster.processors - len(order)):
            order.append(place)
            given[place], tries[place] = item, 1
            places[cluster.submit(item)] = place
        if not order:
            return
        while order[0] not in results:
            for number, outcome in cluster.ended():
                place = places.pop(number)
                if outcome is not LOST:
                    results[place] = outcome
                elif tries[place] == TRIES:
                    raise WorkerError(f"a process of the cluster was ended {TRIES} times; perhaps for want of memory")
                else:
                    tries[place] += 1
                    places[cluster.submit(given[place])] = place
        place = order.popleft()
        del given[place], tries[place]
        fine, result = results.pop(place)
        if not fine:
            raise result
        yield result


def _talk(connection: Connection, address: str, count: int | None) -> None:
    """Talks to the cluster, for another process, until that hangs up."""
    with Path(os.devnull).open("wb") as nothing:
        for stream in (1, 2):
            os.dup2(nothing.fileno(), stream)
    if address.startswith((LOCAL, LOOPBACK)):
        os.environ.setdefault(ON_LOOPBACK, "0")
    try:
        import ray

        where = {"num_cpus": count, "include_dashboard": False} if address == LOCAL else {"address": address}
        ray.init(**where, log_to_driver=False)
        processors = _processors(ray)
    except Exception as error:  # Ray has many, and wraps some in RuntimeError
        connection.send(("error", 0, _first_line(error)))
        return
    telling = threading.Lock()

    def tell(what: str, number: int, content: object) -> None:
        with telling, contextlib.suppress(OSError):
            connection.send((what, number, content))

    def beat() -> None:
        while True:
            time.sleep(BEAT_S)
            tell("processors", 0, _processors(ray))

    def end(number: int, future: Any) -> None:
        tell("ended", number, future.result() if future.exception() is None else None)

    tell("processors", 0, processors)
    threading.Thread(target=beat, daemon=True).start()
    task = ray.remote(num_cpus=1, max_retries=0)(_call)
    name, given = "", ray.put(b"")
    with contextlib.suppress(EOFError, OSError):
        while True:
            what, number, content = connection.recv()
            if what == "given":
                name, given = secrets.token_hex(8), ray.put(content)
            else:
                task.remote(name, given, content).future().add_done_callback(partial(end, number))
    ray.shutdown()


def _processors(ray: Any) -> int:
    return max(int(ray.cluster_resources().get("CPU", 1)), 1)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__


_functions: dict[str, Callable[[Any], Any]] = {}
"""Of this process: those whose initializer was called."""


def _call(name: str, given: bytes, content: bytes) -> bytes:
    """What a function makes of an item, or what it raises, as a process of the cluster finds it."""
    try:
        if name not in _functions:
            function, initializer, initargs = pickle.loads(given)  # noqa: S301
            if initializer is not None:
                initializer(*initargs)
            _functions[name] = function
        return pickle.dumps((True, _functions[name](pickle.loads(content))))  # noqa: S301
    except Exception as error:
        return pickle.dumps((False, error))
