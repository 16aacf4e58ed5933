"""The same work on a Ray cluster: an actor for each worker, on whatever machine has room."""

import contextlib
import logging
from pathlib import Path
from typing import Any

from signread.archive.addresses import needed
from signread.archive.jobs import Done, Job, Settings, VideoReader
from signread.errors import DeviceError, WorkerError

LOOPBACK = "127.0.0.1"
LOOK_S = 30.0
"""Seconds after which it is looked again whether work can go on at all."""


class Actors:
    """A crew of Ray actors. Those whose machine or process ends are replaced elsewhere."""

    def __init__(self, count: int, model: str | None, settings: Settings, address: str) -> None:
        """count: how many, no more than the cluster has processors. model: sent to the machines as it is here.

        Raises MissingExtraError without Ray, DeviceError where the cluster cannot be reached.
        """
        self._ray = ray = needed("ray", "a cluster", "cluster")
        here = {"num_cpus": count, "include_dashboard": False, "_node_ip_address": LOOPBACK}
        quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
        logging.getLogger("ray").setLevel(logging.ERROR)
        try:
            ray.init(**(here if address == "local" else {"address": address}), **quiet)
        except Exception as error:  # Ray has many, and wraps some in RuntimeError
            reason = str(error).strip().splitlines()[0][:200]
            raise DeviceError(f"{address}: no Ray cluster can be reached there ({reason})") from error
        cores = int(ray.cluster_resources().get("CPU", 1))
        content = Path(model).read_bytes() if model is not None else None
        self._given = (ray.put(content), settings)
        self._actor = ray.remote(num_cpus=1, max_restarts=0)(_Actor)
        self._idle = [self._hire() for _ in range(max(min(count, cores), 1))]
        self._busy: dict[Any, tuple[Any, Job]] = {}

    @property
    def idle(self) -> int:
        return len(self._idle)

    def start(self, job: Job) -> None:
        actor = self._idle.pop()
        self._busy[actor.read.remote(job)] = (actor, job)

    def finished(self) -> list[tuple[Job, Done | None]]:
        ray = self._ray
        ready: list[Any] = []
        while not ready:
            ready, _ = ray.wait(list(self._busy), timeout=LOOK_S)
            if not ray.is_initialized():
                raise WorkerError("the Ray cluster is gone; run the command again, it goes on where it was")
        ended: list[tuple[Job, Done | None]] = []
        for one in ready:
            actor, job = self._busy.pop(one)
            try:
                ended.append((job, ray.get(one)))
                self._idle.append(actor)
            except ray.exceptions.RayActorError as error:
                if "SignreadError" in str(error) or "ModelError" in str(error):
                    raise WorkerError(_last_line(error)) from error
                self._idle.append(self._hire())
                ended.append((job, None))
            except ray.exceptions.RayError as error:
                raise WorkerError(f"the Ray cluster failed ({_last_line(error)}); run the command again") from error
        return ended

    def close(self) -> None:
        with contextlib.suppress(Exception):
            for actor in [*self._idle, *(actor for actor, _ in self._busy.values())]:
                self._ray.kill(actor)
        self._ray.shutdown()

    def _hire(self) -> Any:
        return self._actor.remote(*self._given)


class _Actor:
    def __init__(self, model: bytes | None, settings: Settings) -> None:
        self._reader = VideoReader(model, settings)

    def read(self, job: Job) -> Done:
        return self._reader.read(job)


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else type(error).__name__
