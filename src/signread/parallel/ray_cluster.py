"""A Ray cluster: machines that lend their processors to one function over many items.

Items are Ray tasks and not actors: a task goes wherever there is room, and is done again elsewhere when its process or
machine ends.
"""

import contextlib
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeVar

from signread.errors import DeviceError, WorkerError, needed

Item = TypeVar("Item")
Result = TypeVar("Result")

LOCAL = "local"
LOOPBACK = "127.0.0.1"
TRIES = 3
"""How often an item is tried whose process or machine ends."""
GONE = "the Ray cluster is gone; run the command again, it goes on where it was"


@contextlib.contextmanager
def connected(address: str, count: int | None = None) -> Iterator[Any]:
    """Ray, connected to the cluster at an address, and left in the end.

    address: "auto" for the cluster that this machine belongs to, "local" for one of this machine alone, on 127.0.0.1,
    with `count` processors. Raises MissingExtraError without Ray, DeviceError where the cluster cannot be reached.
    """
    ray = needed("ray", "a cluster", "cluster")
    here = {"num_cpus": count, "include_dashboard": False, "_node_ip_address": LOOPBACK}
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        ray.init(
            **(here if address == LOCAL else {"address": address}), log_to_driver=False, logging_level=logging.ERROR
        )
    except Exception as error:  # Ray has many, and wraps some in RuntimeError
        raise DeviceError(f"{address}: no Ray cluster can be reached there ({first_line(error)})") from error
    try:
        yield ray
    finally:
        with contextlib.suppress(Exception):
            ray.shutdown()


def processors(ray: Any) -> int:
    """How many the cluster has now. Raises WorkerError where it is gone."""
    try:
        return max(int(ray.cluster_resources().get("CPU", 1)), 1)
    except Exception as error:
        raise WorkerError(GONE) from error


def map_on_cluster(
    ray: Any,
    function: Callable[[Item], Result],
    items: Iterator[Item],
    initializer: Callable[..., object] | None,
    initargs: tuple[Any, ...],
    ahead: int,
) -> Iterator[Result]:
    """What `function` makes of each item, in the order of the items, `ahead` items in hand for each processor."""
    task = ray.remote(num_cpus=1, max_retries=TRIES - 1)(_call)
    name = secrets.token_hex(8)
    given = ray.put((function, initializer, initargs))
    running: deque[Any] = deque()
    while True:
        running.extend(task.remote(name, given, item) for item in islice(items, ahead * processors(ray) - len(running)))
        if not running:
            return
        try:
            yield ray.get(running.popleft())
        except ray.exceptions.RayTaskError as error:
            raise error.cause if isinstance(error.cause, Exception) else WorkerError(first_line(error)) from error
        except ray.exceptions.RayError as error:
            raise WorkerError(f"{first_line(error)}; {GONE}") from error


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__


_begun: set[str] = set()
"""Of this process: what its initializer was called for."""


def _call(name: str, given: tuple[Any, Any, tuple[Any, ...]], item: Any) -> Any:
    function, initializer, initargs = given
    if name not in _begun:
        if initializer is not None:
            initializer(*initargs)
        _begun.add(name)
    return function(item)
