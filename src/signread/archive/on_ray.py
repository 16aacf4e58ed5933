"""The same work on a Ray cluster: a task for each job, on whatever machine has room."""

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from signread.archive.jobs import Done, Job, Settings, VideoReader
from signread.errors import SignreadError, WorkerError
from signread.parallel.ray_cluster import GONE, connected, first_line, processors

LOOK_S = 5.0
"""Seconds after which it is looked again how many processors there are."""


class Tasks:
    """A crew of Ray tasks, as many as the cluster has processors: machines may come and go."""

    def __init__(self, count: int | None, model: str | None, settings: Settings, address: str) -> None:
        """count: at most so many. model: sent to the machines as it is here.

        Raises MissingExtraError without Ray, DeviceError where the cluster cannot be reached.
        """
        self._connection = contextlib.ExitStack()
        self._ray = ray = self._connection.enter_context(connected(address, count))
        content = Path(model).read_bytes() if model is not None else None
        self._given = (ray.put(content), settings)
        self._task = ray.remote(num_cpus=1, max_retries=0)(_read)
        self._most = count
        self._processors = processors(ray)
        self._busy: dict[Any, Job] = {}

    @property
    def idle(self) -> int:
        return max(min(self._processors, self._most or self._processors) - len(self._busy), 0)

    def start(self, job: Job) -> None:
        self._busy[self._task.remote(*self._given, job)] = job

    def finished(self) -> list[tuple[Job, Done | None]]:
        ray = self._ray
        try:
            ready, _ = ray.wait(list(self._busy), timeout=LOOK_S)
        except Exception as error:
            raise WorkerError(GONE) from error
        self._processors = processors(ray)
        ended: list[tuple[Job, Done | None]] = []
        for one in ready:
            job = self._busy.pop(one)
            try:
                ended.append((job, ray.get(one)))
            except SignreadError as error:  # Ray's RayTaskError is also of the kind that the task raised
                raise WorkerError(first_line(error)) from error
            except (ray.exceptions.WorkerCrashedError, ray.exceptions.NodeDiedError, ray.exceptions.OutOfMemoryError):
                ended.append((job, None))
            except ray.exceptions.RayError as error:
                raise WorkerError(f"{first_line(error)}; {GONE}") from error
        return ended

    def close(self) -> None:
        with contextlib.suppress(Exception):
            for one in self._busy:
                self._ray.cancel(one, force=True)
        self._connection.close()


@lru_cache(maxsize=1)
def _reader(model: bytes | None, settings: Settings) -> VideoReader:
    return VideoReader(model, settings)


def _read(model: bytes | None, settings: Settings, job: Job) -> Done:
    return _reader(model, settings).read(job)
