"""One video: what is asked of it, and what comes of it."""

import hashlib
import json
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from signread.archive.addresses import as_file, is_remote
from signread.errors import CrashError, DataError, SignreadError
from signread.parallel import TRIES
from signread.reader import Reader, Reading
from signread.recognition.letter_model import LetterModel
from signread.sources.video import open_video
from signread.tracking.hand_tracker import HandTracker
from signread.transcript import Transcript
from signread.types import Clip, Frame, Handedness
from signread.version import __version__

PATIENCE_S = 120.0
"""Seconds without a frame after which a video is given up."""
GAP_S = 4.0
"""Seconds without a hand after which nothing is known any more of what was spelled before: the last line is over, and
SpellNet sees no hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How videos are read; other settings make other jobs.

    every: of the frames each so-many-th is read. hand: the signer's hand, None for the one that moves.
    """

    every: int = 1
    hand: Handedness | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Settings":
        """Raises DataError for what `to_json` does not write, or only that of a newer version."""
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise DataError(f"settings {text[:80]!r}: not those of an archive, or of a newer signread") from error


@dataclass(frozen=True, slots=True)
class Job:
    """A video to be read, or a piece of it. path: its address. fingerprint: of its content.

    begin, end: seconds after which the piece begins, and the next one does, each at the first place where no hand was
    seen for GAP_S: pieces that are read apart meet there.
    """

    path: str
    fingerprint: str
    begin: float = 0.0
    end: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A video's row in the table; these are its columns, and never change.

    duration_s: of the video. seconds: that reading it took. letters: how many were read. model: fingerprint of the
    letter model. error: what kept it from being read; empty where nothing did.
    """

    path: str
    fingerprint: str
    duration_s: float = 0.0
    fps: float = 0.0
    frames_read: int = 0
    frames_lost: int = 0
    seconds: float = 0.0
    text: str = ""
    letters: int = 0
    model: str = ""
    version: str = __version__
    error: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job. transcript: None where the video could not be read. begin: of the piece."""

    row: Row
    transcript: Transcript | None
    begin: float = 0.0

    def to_json(self) -> str:
        transcript = None if self.transcript is None else self.transcript.to_json()
        return json.dumps({"row": asdict(self.row), "transcript": transcript, "begin": self.begin})

    @classmethod
    def from_json(cls, text: str) -> "Done":
        """Raises DataError for what `to_json` does not write."""
        try:
            kept = json.loads(text)
            transcript = None if kept["transcript"] is None else Transcript.from_json(kept["transcript"])
            return cls(Row(**kept["row"]), transcript, float(kept["begin"]))
        except (ValueError, TypeError, KeyError) as error:
            raise DataError(f"{text[:80]!r}: nothing that was kept of a video") from error


class VideoReader:
    """Reads videos, one after the other; tracker and networks are loaded once."""

    def __init__(self, model: str | bytes | None, settings: Settings) -> None:
        """model: an .onnx file or its content, None for the one that ships."""
        letters = LetterModel(model)
        self._model = model_fingerprint(letters)
        self._settings = settings
        self._reader = Reader(letters, tracker=HandTracker(side=settings.hand))

    def read(self, job: Job) -> Done:
        """Reads a video, or a piece of it, to its end. One that cannot be read is told in its row.

        Where the media library crashes it is tried again, three times in all: memory may have been short.
        """
        said = ""
        for _ in range(TRIES):
            try:
                return self._read(job)
            except CrashError as error:
                said = f"{error}; tried {TRIES} times"
        return Done(Row(path=job.path, fingerprint=job.fingerprint, model=self._model, error=said), None, job.begin)

    def _read(self, job: Job) -> Done:
        started = time.perf_counter()
        row = Row(path=job.path, fingerprint=job.fingerprint, model=self._model)
        transcript, file = None, None
        try:
            with as_file(job.path) as file, closing(self._open(file, job)) as clip:
                piece = _Piece(job)
                for reading in self._reader.read(_every(clip, self._settings.every)):
                    if piece.take(reading, clip.frames_lost):
                        break
                transcript = piece.transcript()
                row = replace(
                    row,
                    duration_s=round(clip.duration or piece.time, 3),
                    fps=round(clip.rate or 0.0, 3),
                    frames_read=piece.frames,
                    frames_lost=clip.frames_lost - piece.lost_before,
                    text=transcript.written(),
                    letters=len(transcript.letters),
                )
        except SignreadError as error:
            fetched = str(file) if file is not None and is_remote(job.path) else job.path
            said = str(error).replace(fetched, job.path)
            if isinstance(error, CrashError):
                raise CrashError(said) from error
            row, transcript = replace(row, error=said), None
        return Done(replace(row, seconds=round(time.perf_counter() - started, 3)), transcript, job.begin)

    @staticmethod
    def _open(file: Path, job: Job) -> Clip:
        return open_video(file, isolated=True, patience=PATIENCE_S, begin=job.begin)


class _Piece:
    """What belongs to a piece of a video: from one place without hands to another."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._begins = 0.0 if job.begin == 0 else math.inf
        self._hand_at = -math.inf
        self._last: Reading | None = None
        self._over = False
        self.time, self.frames, self.lost_before = 0.0, 0, 0

    def take(self, reading: Reading, lost: int) -> bool:
        """Takes up a frame; whether the piece is over. lost: frames lost so far."""
        self.time = reading.time
        if reading.observation.hands:
            self._hand_at = reading.time
        if self._begins == math.inf and self._is_gap_after(self._job.begin):
            self._begins, self.lost_before = reading.time, lost
        never = self._begins == math.inf and reading.time >= self._job.end + GAP_S  # it belongs to the piece before
        self._over = never or self._is_gap_after(self._job.end)
        if self._over:
            return True
        if self._begins < math.inf:
            self.frames += 1
        self._last = reading
        return False

    def _is_gap_after(self, moment: float) -> bool:
        return self.time - max(self._hand_at, moment) >= GAP_S

    def transcript(self) -> Transcript:
        """What was spelled in the piece, and was over in it."""
        if self._last is None or self._begins == math.inf:
            return Transcript()
        whole = self._last.transcript if self._over else self._last.finished
        return Transcript(tuple(event for event in whole.events if event.time >= self._begins))


def joined(pieces: Sequence[Done]) -> Done:
    """What came of a whole video, of what came of its pieces in their order."""
    rows = [piece.row for piece in pieces]
    failed = next((row for row in rows if row.error), None)
    seconds = round(sum(row.seconds for row in rows), 3)
    if failed is not None:
        return Done(replace(failed, seconds=seconds), None)
    transcript = Transcript()
    for piece in pieces:
        transcript = transcript.add(piece.transcript.events if piece.transcript else ())
    row = replace(
        rows[0],
        frames_read=sum(row.frames_read for row in rows),
        frames_lost=sum(row.frames_lost for row in rows),
        seconds=seconds,
        text=transcript.written(),
        letters=len(transcript.letters),
    )
    return Done(row, transcript)


def model_fingerprint(model: LetterModel) -> str:
    return hashlib.sha256(model.content).hexdigest()


def _every(clip: Clip, every: int) -> Clip:
    if every == 1:
        return clip
    frames: Iterator[Frame] = islice(iter(clip.frames), 0, None, every)
    rate = clip.rate / every if clip.rate else None
    return Clip(frames=frames, name=clip.name, rate=rate, duration=clip.duration, is_live=clip.is_live)


def transcript_file(folder: Path, row: Row, settings: Settings) -> Path:
    """Where the transcript of a row lies, as JSON; the subtitles lie beside it."""
    return folder / "transcripts" / row.fingerprint[:2] / f"{job_name(row.fingerprint, row.model, settings)}.json"


def job_name(fingerprint: str, model: str, settings: Settings) -> str:
    """Of a video, a letter model and settings: what is read once."""
    described = hashlib.sha256(f"{model} {settings.to_json()}".encode()).hexdigest()
    return f"{fingerprint}-{described[:12]}"
