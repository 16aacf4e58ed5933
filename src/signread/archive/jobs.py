"""One video: what is asked of it, and what comes of it."""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from signread.archive.addresses import as_file
from signread.errors import SignreadError
from signread.reader import Reader
from signread.recognition.letter_model import LetterModel
from signread.sources.video import open_video
from signread.tracking.hand_tracker import HandTracker
from signread.transcript import Transcript
from signread.types import Clip, Frame, Handedness
from signread.version import __version__

PATIENCE_S = 120.0
"""Seconds without a frame after which a video is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How videos are read; other settings make other jobs.

    every: of the frames each so-many-th is read. hand: the signer's hand, None for the one that moves.
    """

    every: int = 1
    hand: Handedness | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Job:
    """A video to be read. path: its address. fingerprint: of its content."""

    path: str
    fingerprint: str


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
    """What came of a job. transcript: None where the video could not be read."""

    row: Row
    transcript: Transcript | None


class VideoReader:
    """Reads videos, one after the other; tracker and networks are loaded once."""

    def __init__(self, model: str | bytes | None, settings: Settings) -> None:
        """model: an .onnx file or its content, None for the one that ships."""
        letters = LetterModel(model)
        self._model = model_fingerprint(letters)
        self._settings = settings
        self._reader = Reader(letters, tracker=HandTracker(side=settings.hand))

    def read(self, job: Job) -> Done:
        """Reads a video to its end. One that cannot be read is told in its row."""
        begun = time.perf_counter()
        row = Row(path=job.path, fingerprint=job.fingerprint, model=self._model)
        transcript = None
        try:
            with as_file(job.path) as file, closing(open_video(file, isolated=True, patience=PATIENCE_S)) as clip:
                rate = clip.rate or 0.0
                frames, last, transcript = 0, 0.0, Transcript()
                finished = None
                for reading in self._reader.read(_every(clip, self._settings.every)):
                    frames, last, finished = frames + 1, reading.time, reading
                if finished is not None:
                    transcript = finished.finished
                row = replace(
                    row,
                    duration_s=round(clip.duration or last, 3),
                    fps=round(rate, 3),
                    frames_read=frames,
                    frames_lost=clip.frames_lost,
                    text=transcript.written(),
                    letters=len(transcript.letters),
                )
        except SignreadError as error:
            row, transcript = replace(row, error=str(error)), None
        return Done(replace(row, seconds=round(time.perf_counter() - begun, 3)), transcript)


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
    described = hashlib.sha256(f"{row.model} {settings.to_json()}".encode()).hexdigest()
    return folder / "transcripts" / row.fingerprint[:2] / f"{row.fingerprint}-{described[:12]}.json"
