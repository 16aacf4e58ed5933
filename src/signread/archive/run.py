"""An archive from videos to its table, in one call."""

import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from signread.archive.addresses import find_videos, fingerprint, is_remote, size, state
from signread.archive.jobs import Done, Job, Row, Settings, joined, model_fingerprint
from signread.archive.store import Fingerprints, Store, opened
from signread.archive.workers import Crew, Processes, work
from signread.errors import PictureError, SignreadError
from signread.recognition.letter_model import LetterModel
from signread.sources.video import open_video

PIECE_S = 1800.0
"""Seconds of a piece of a long video."""
PIECE_BYTES = 1 << 20
"""Smaller files are not asked how long they are."""
AHEAD = 4
"""Videos for each worker whose fingerprints are known before it needs one."""
EVERY_S = 30.0
"""Seconds after which rows are written to the table though they are few."""


@dataclass(slots=True)
class Summary:
    """What a run came to.

    pieces: in which long videos were read. seconds_of_video: of those read now. failed: the rows of those that could
    not be.
    """

    videos: int = 0
    read: int = 0
    done_before: int = 0
    pieces: int = 0
    seconds_of_video: float = 0.0
    seconds: float = 0.0
    failed: list[Row] = field(default_factory=list)

    @property
    def finished(self) -> int:
        return self.read + self.done_before + len(self.failed)

    @property
    def speed(self) -> float:
        """Hours of video an hour."""
        return self.seconds_of_video / self.seconds if self.seconds else 0.0


def archive(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    model: str | Path | None = None,
    settings: Settings | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    retry: bool = False,
    piece: float = PIECE_S,
    on_row: Callable[[Row, Summary], None] = lambda _row, _summary: None,
) -> Summary:
    """Reads many videos into a table, each once; what was read before is passed over.

    paths: folders, patterns, lists and addresses, see `signread.archive.addresses.find_videos`; large files are read
    first, so that none is waited for in the end. out: the archive's folder. model: an .onnx file made by `signread
    export`. workers: how many processes; as many as cores if left out. cluster: the address of a Ray cluster, "auto"
    for the one this machine belongs to, "local" for one of this machine alone; without it plain processes. retry:
    whether videos that could not be read before are tried again. piece: videos longer than so many seconds are read in
    pieces, cut where no hand is seen; inf for none. on_row: told of each row as it comes, and how far all is.

    A video that cannot be read is a row with an error. Raises DataError where no video is found, OutputError where the
    folder cannot be written or another run has it, MissingExtraError without the extra.
    """
    settings = settings or Settings()
    file = str(model) if model is not None else None
    fingerprint_of_model = model_fingerprint(LetterModel(file))
    with opened(Path(out), settings) as store:
        videos = sorted(find_videos([str(path) for path in paths]), key=size, reverse=True)
        if retry:
            store.forget_failed()
        summary, begun = Summary(videos=len(videos)), time.perf_counter()
        todo = _Todo(videos, store, fingerprint_of_model, summary, piece)
        crew = _crew(workers, file, settings, cluster)
        try:
            flushed = begun
            for done in _ended(crew, todo, fingerprint_of_model):
                for row in todo.rows_of(done):
                    store.add(Done(row, done.transcript))
                    summary.seconds = time.perf_counter() - begun
                    if row.error:
                        summary.failed.append(row)
                    else:
                        summary.read += 1
                        summary.seconds_of_video += row.duration_s
                    on_row(row, summary)
                if time.perf_counter() - flushed > EVERY_S:
                    store.flush()
                    flushed = time.perf_counter()
        finally:
            crew.close()
        summary.seconds = time.perf_counter() - begun
    return summary


def _crew(count: int | None, model: str | None, settings: Settings, cluster: str | None) -> Crew:
    if cluster is not None:
        from signread.archive.on_ray import Tasks

        return Tasks(count, model, settings, cluster)
    return Processes(count or os.cpu_count() or 1, model, settings)


def _ended(crew: Crew, todo: "_Todo", model: str) -> Iterator[Done]:
    """What comes of all videos: those whose content is known from before or another name, and those that are read."""
    for done in todo.whole(work(crew, todo.jobs(), model)):
        yield done
        yield from todo.told()
    yield from todo.told()


def _duration(path: str) -> float:
    """Seconds of a video; 0 where they are not known, or it cannot be read, which is said when it is."""
    try:
        with closing(open_video(path, isolated=True)) as clip:
            return clip.duration or 0.0
    except PictureError:
        return 0.0


class _Todo:
    """Which videos are to be read. The same video under two names is read once, and has two rows."""

    def __init__(self, videos: Sequence[str], store: Store, model: str, summary: Summary, piece: float) -> None:
        self._videos, self._summary, self._piece, self._store = videos, summary, piece, store
        self._pieces: dict[str, int] = {}
        """How many there are of a video, by its fingerprint."""
        self._parts: dict[str, list[Done]] = {}
        self._fingerprints = Fingerprints(store.folder)
        mine = [row for row in store.rows if row.model == model]
        self._rows = {(row.path, row.fingerprint) for row in mine}
        self._known = {row.fingerprint: row for row in mine}
        self._model = model
        self._names: dict[str, list[str]] = {}
        self._told: list[Done] = []

    def jobs(self) -> Iterator[Job]:
        """What must be read, as it is found."""
        for path, found in self._identified():
            if isinstance(found, SignreadError):
                self._told.append(Done(Row(path=path, fingerprint="", model=self._model, error=str(found)), None))
            elif (path, found) in self._rows:
                self._summary.done_before += 1
            elif found in self._known:
                self._told.append(Done(replace(self._known[found], path=path), None))
            elif found in self._names:
                self._names[found].append(path)
            else:
                self._names[found] = [path]
                yield from self._jobs_of(path, found)

    def _jobs_of(self, path: str, found: str) -> Iterator[Job]:
        count = 1
        if not is_remote(path) and size(path) >= PIECE_BYTES and math.isfinite(self._piece):
            count = max(math.ceil(_duration(path) / self._piece), 1)
        self._pieces[found] = count
        self._summary.pieces += count if count > 1 else 0
        for number in range(count):
            end = (number + 1) * self._piece if number + 1 < count else math.inf
            job = Job(path, found, number * self._piece if number else 0.0, end)
            kept = self._store.kept(job, self._model, self._piece) if count > 1 else None
            if kept is None:
                yield job
            else:
                self._told += self._collected(kept)

    def whole(self, ended: Iterable[Done]) -> Iterator[Done]:
        """What came of whole videos, of what came of jobs."""
        for done in ended:
            if self._pieces.get(done.row.fingerprint, 1) > 1:
                self._store.keep(done, self._piece)
            yield from self._collected(done)

    def _collected(self, done: Done) -> list[Done]:
        """The whole video, if this was the last that was missing of it."""
        found = done.row.fingerprint
        parts = self._parts.setdefault(found, [])
        parts.append(done)
        if len(parts) < self._pieces.get(found, 1):
            return []
        del self._parts[found]
        return [joined(sorted(parts, key=lambda part: part.begin)) if len(parts) > 1 else done]

    def rows_of(self, done: Done) -> list[Row]:
        """The row of a video, and of the same under other names."""
        row = done.row
        names = self._names.pop(row.fingerprint, [row.path])
        if row.fingerprint:
            self._known[row.fingerprint] = row
        return [replace(row, path=name) for name in names]

    def told(self) -> list[Done]:
        """What needed no reading, since the last call."""
        told, self._told = self._told, []
        return told

    def _identified(self) -> Iterator[tuple[str, str | SignreadError]]:
        """Each video with its fingerprint, or with what keeps it from being read, in their order."""
        ahead = AHEAD * (os.cpu_count() or 1)
        with ThreadPoolExecutor() as pool:
            waiting: list[tuple[str, str, Future[str]]] = []
            for path in self._videos:
                now = state(path)
                waiting.append((path, now, pool.submit(self._fingerprint, path, now)))
                if len(waiting) > ahead:
                    yield self._next(waiting)
            while waiting:
                yield self._next(waiting)

    def _fingerprint(self, path: str, now: str) -> str:
        return (self._fingerprints.get(now) if now else None) or fingerprint(path)

    def _next(self, waiting: list[tuple[str, str, Future[str]]]) -> tuple[str, str | SignreadError]:
        path, now, future = waiting.pop(0)
        try:
            found = future.result()
        except PictureError as error:
            return path, error
        if self._fingerprints.get(now) is None:
            self._fingerprints.add(now, found)
        return path, found
