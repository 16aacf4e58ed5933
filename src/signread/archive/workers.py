"""Processes that read videos, any of which may die without taking the others along."""

import contextlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from signread.archive.jobs import Done, Job, Row, Settings, VideoReader
from signread.errors import SignreadError, WorkerError
from signread.parallel import TRIES, main_hidden


class Crew(Protocol):
    """Workers that each do one job at a time."""

    @property
    def idle(self) -> int:
        """How many have nothing to do."""

    def start(self, job: Job) -> None:
        """Gives a job to one that is idle."""

    def finished(self) -> list[tuple[Job, Done | None]]:
        """Waits until a job ends, and gives those that have; None for one whose worker ended, which is replaced.

        There may be none yet, for it is to be looked again who is idle.

        Raises WorkerError where none can work.
        """

    def close(self) -> None:
        """Ends all workers, whatever they do."""


def work(crew: Crew, jobs: Iterable[Job], model: str) -> Iterator[Done]:
    """What comes of each job, as they end; no more are in hand than there are workers.

    One whose worker ended is tried again, three times in all, and then put aside with an error.
    """
    waiting, again, tries = iter(jobs), deque[Job](), dict[Job, int]()
    running, over = 0, False
    while True:
        while crew.idle and not (over and not again):
            job = again.popleft() if again else next(waiting, None)
            if job is None:
                over = True
                break
            crew.start(job)
            running += 1
        if running == 0:
            return
        for job, done in crew.finished():
            running -= 1
            if done is not None:
                tries.pop(job, None)
                yield done
                continue
            tries[job] = tries.get(job, 0) + 1
            if tries[job] < TRIES:
                again.append(job)
            else:
                yield put_aside(job, model)


def put_aside(job: Job, model: str) -> Done:
    error = f"{job.path}: the process that read it ended {TRIES} times; perhaps for want of memory"
    return Done(Row(path=job.path, fingerprint=job.fingerprint, model=model, error=error), None, job.begin)


class Processes:
    """A crew of processes of this machine, each started when it is first needed."""

    def __init__(self, count: int, model: str | None, settings: Settings) -> None:
        self._given = (model, settings)
        self._context = multiprocessing.get_context("spawn")
        self._idle: list[tuple[BaseProcess, Connection]] = []
        self._busy: dict[Connection, tuple[BaseProcess, Job]] = {}
        self._count = count

    @property
    def idle(self) -> int:
        return self._count - len(self._busy)

    def start(self, job: Job) -> None:
        process, connection = self._idle.pop() if self._idle else self._hire()
        self._busy[connection] = (process, job)
        with contextlib.suppress(OSError):  # one that ended while it had nothing to do: seen when it should answer
            connection.send(job)

    def finished(self) -> list[tuple[Job, Done | None]]:
        ended: list[tuple[Job, Done | None]] = []
        for connection in wait(list(self._busy)):
            assert isinstance(connection, Connection)  # noqa: S101
            process, job = self._busy.pop(connection)
            try:
                answer: Any = connection.recv()
            except (EOFError, OSError):
                self._dismiss(process, connection)
                ended.append((job, None))
                continue
            if isinstance(answer, str):
                raise WorkerError(answer)
            self._idle.append((process, connection))
            ended.append((job, answer))
        return ended

    def close(self) -> None:
        crew = [*self._idle, *((process, connection) for connection, (process, _) in self._busy.items())]
        for process, connection in crew:
            self._dismiss(process, connection)

    def _hire(self) -> tuple[BaseProcess, Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, *self._given), daemon=False)
        with main_hidden():
            process.start()
        theirs.close()
        return process, ours

    @staticmethod
    def _dismiss(process: BaseProcess, connection: Connection) -> None:
        connection.close()
        process.kill()
        process.join()


def _serve(connection: Connection, model: str | None, settings: Settings) -> None:
    """What a worker does until nobody asks any more."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        reader = VideoReader(model, settings)
    except SignreadError as error:
        connection.recv()
        connection.send(str(error))
        return
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        connection.send(reader.read(job))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
