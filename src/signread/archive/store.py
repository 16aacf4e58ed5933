"""The folder of an archive: a table in parts, a transcript for each video, and a lock."""

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from signread.archive.addresses import ARCHIVE
from signread.archive.jobs import Done, Job, Row, Settings, job_name, transcript_file
from signread.errors import DataError, OutputError, needed
from signread.files import replacing, write_atomically

COLUMNS = tuple(field.name for field in fields(Row))
PART_ROWS = 64
"""Of the table; a part is written whole once it has so many, and at the end."""


class Store:
    """An archive's folder, open for writing. What is in the table is done; a part is there whole or not at all."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Raises DataError for a table that cannot be read, or that other settings made."""
        self.folder, self._settings = folder, settings
        self._in_pieces: dict[str, set[Path]] = {}
        """Where pieces of videos lie whose row is not written yet, by the video's fingerprint."""
        self.rows: list[Row] = []
        for part in parts(folder):
            rows, made_by = read_part(part)
            if made_by == settings.to_json():
                self.rows += rows
        described = hashlib.sha256(settings.to_json().encode()).hexdigest()[:12]
        self._journal = folder / f"unwritten-{described}.jsonl"
        """Rows that are in no part of the table yet, should the run be killed."""
        there = {(row.path, row.fingerprint, row.model) for row in self.rows}
        left = rows_of(self._journal)
        self._new = [row for row in left if (row.path, row.fingerprint, row.model) not in there]
        self.flush()

    def add(self, done: Done) -> None:
        """Keeps what came of a job: its transcript at once, its row with others."""
        if done.transcript is not None:
            file = transcript_file(self.folder, done.row, self._settings)
            write_atomically(file, done.transcript.to_json() + "\n")
            write_atomically(file.with_suffix(".srt"), done.transcript.to_srt())
        append_line(self._journal, asdict(done.row))
        self._new.append(done.row)
        if len(self._new) >= PART_ROWS:
            self.flush()

    def flush(self) -> None:
        """Writes the rows that are in no part yet."""
        if self._new:
            write_part(self.folder / "table" / f"part-{secrets.token_hex(8)}.parquet", self._new, self._settings)
            for row in self._new:
                for piece in self._in_pieces.pop(row.fingerprint, ()):
                    piece.unlink(missing_ok=True)
            self.rows += self._new
            self._new = []
        self._journal.unlink(missing_ok=True)

    def keep(self, piece: Done, length: float) -> None:
        """Keeps what came of a piece of a video until the row of the whole is written. length: seconds of pieces."""
        if not piece.row.error:
            write_atomically(self._piece(piece.row.fingerprint, piece.row.model, piece.begin, length), piece.to_json())

    def kept(self, job: Job, model: str, length: float) -> Done | None:
        """What an earlier run kept of a piece; None where it has to be read."""
        file = self._piece(job.fingerprint, model, job.begin, length)
        try:
            return Done.from_json(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, DataError):
            return None

    def _piece(self, fingerprint: str, model: str, begin: float, length: float) -> Path:
        name = f"{job_name(fingerprint, model, self._settings)}-{begin}-{length}.json"
        file = self.folder / "pieces" / name
        self._in_pieces.setdefault(fingerprint, set()).add(file)
        return file

    def forget_failed(self) -> None:
        """Takes the videos that could not be read out of the table, so that they are tried again."""
        for part in parts(self.folder):
            rows, made_by = read_part(part)
            kept = [row for row in rows if not row.error]
            if made_by != self._settings.to_json() or len(kept) == len(rows):
                continue
            if kept:
                write_part(part, kept, self._settings)
            else:
                part.unlink()
        self.rows = [row for row in self.rows if not row.error]


@contextmanager
def opened(folder: Path, settings: Settings) -> Iterator[Store]:
    """A folder for an archive, which no other process writes meanwhile; the lock ends with the process.

    Raises OutputError where another run has it, or nothing can be written there.
    """
    filelock = needed("filelock", *ARCHIVE)
    needed("pyarrow", *ARCHIVE)
    lock = filelock.FileLock(folder / ".lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise OutputError(f"{folder}: another run writes here; wait for its end, or name another folder") from error
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{folder}: nothing can be saved there ({reason}); name another folder") from error
    try:
        # Whether anything can be written is said now, and not after hours.
        about = {"settings": asdict(settings), "columns": COLUMNS}
        write_atomically(folder / "archive.json", json.dumps(about) + "\n")
        store = Store(folder, settings)
        try:
            yield store
        finally:
            store.flush()
    finally:
        lock.release()


def parts(folder: Path) -> list[Path]:
    return sorted(file for file in (folder / "table").glob("*.parquet") if not file.name.startswith("."))


def read_part(file: Path) -> tuple[list[Row], str]:
    """Its rows, and the settings by which they were made. Raises DataError for what is no part of a table."""
    pyarrow, parquet = needed("pyarrow", *ARCHIVE), needed("pyarrow.parquet", *ARCHIVE)
    try:
        table = parquet.read_table(file)
    except (OSError, pyarrow.ArrowException) as error:
        raise DataError(f"{file}: no part of an archive's table ({str(error).splitlines()[0][:120]})") from error
    missing = [name for name in COLUMNS if name not in table.column_names]
    made_by = (table.schema.metadata or {}).get(b"settings", b"").decode(errors="replace")
    if missing or not made_by:
        lacks = f"column {', '.join(missing)}" if missing else "settings"
        raise DataError(f"{file}: has no {lacks}; it was not written by `signread archive`")
    return [Row(**{name: row[name] for name in COLUMNS}) for row in table.to_pylist()], made_by


def write_part(file: Path, rows: Sequence[Row], settings: Settings) -> None:
    """Writes rows as a Parquet file, whole or not at all."""
    pyarrow, parquet = needed("pyarrow", *ARCHIVE), needed("pyarrow.parquet", *ARCHIVE)
    kinds = {"str": pyarrow.string(), "float": pyarrow.float64(), "int": pyarrow.int64()}
    schema = pyarrow.schema(
        [(field.name, kinds[getattr(field.type, "__name__", str(field.type))]) for field in fields(Row)],
        metadata={"settings": settings.to_json()},
    )
    with replacing(file) as part:
        parquet.write_table(pyarrow.Table.from_pylist([asdict(row) for row in rows], schema), part)


def append_line(file: Path, value: object) -> None:
    """Raises OutputError where that fails."""
    try:
        with file.open("a", encoding="utf-8", errors="surrogateescape") as lines:
            lines.write(json.dumps(value) + "\n")
    except OSError as error:
        raise OutputError(f"{file}: cannot be saved ({error.strerror or error}); make room, then run again") from error


def lines_of(file: Path) -> Iterator[Any]:
    """What `append_line` wrote; a line that was cut off is passed over."""
    try:
        lines = file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        with contextlib.suppress(ValueError):
            yield json.loads(line)


def rows_of(file: Path) -> Iterator[Row]:
    """Those that were written as lines."""
    for line in lines_of(file):
        with contextlib.suppress(TypeError):  # of a newer version
            yield Row(**line)


class Fingerprints:
    """Fingerprints of videos that did not change since: no byte of them is read again."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fingerprints.jsonl"
        self._known: dict[str, str] = {}
        for line in lines_of(self._file):
            with contextlib.suppress(ValueError, TypeError):
                state, fingerprint = line
                self._known[str(state)] = str(fingerprint)

    def get(self, state: str) -> str | None:
        return self._known.get(state)

    def add(self, state: str, fingerprint: str) -> None:
        if state == "":
            return
        self._known[state] = fingerprint
        append_line(self._file, [state, fingerprint])
