"""The same work on a Ray cluster: a task for each job, on whatever machine has room."""

from pathlib import Path

from signread.archive.jobs import Done, Job, Settings, VideoReader
from signread.parallel.ray_cluster import LOST, Cluster


class Tasks:
    """A crew of Ray tasks, as many as the cluster has processors: machines may come and go."""

    def __init__(self, count: int | None, model: str | None, settings: Settings, address: str) -> None:
        """count: at most so many. model: sent to the machines as it is here.

        Raises MissingExtraError without Ray, DeviceError where the cluster cannot be reached.
        """
        content = Path(model).read_bytes() if model is not None else None
        self._cluster = Cluster(address, count)
        self._cluster.give(_read, _start, (content, settings))
        self._most = count
        self._busy: dict[int, Job] = {}

    @property
    def idle(self) -> int:
        there = self._cluster.processors
        return max(min(there, self._most or there) - len(self._busy), 0)

    def start(self, job: Job) -> None:
        self._busy[self._cluster.submit(job)] = job

    def finished(self) -> list[tuple[Job, Done | None]]:
        ended: list[tuple[Job, Done | None]] = []
        for number, outcome in self._cluster.ended():
            job = self._busy.pop(number)
            if outcome is LOST:
                ended.append((job, None))
                continue
            fine, result = outcome
            if not fine:
                raise result
            ended.append((job, result))
        return ended

    def close(self) -> None:
        self._cluster.close()


_reader: VideoReader
"""Of this process."""


def _start(model: bytes | None, settings: Settings) -> None:
    global _reader  # noqa: PLW0603
    _reader = VideoReader(model, settings)


def _read(job: Job) -> Done:
    return _reader.read(job)
