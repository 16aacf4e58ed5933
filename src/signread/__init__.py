"""signread reads sign language from a camera: hands go in, text comes out. It starts with fingerspelling.

import signread

reader = signread.Reader()
for reading in reader.read(signread.open_video("hello.mp4")):
    print(reading.time, reading.letter, reading.confidence, reading.text)

Importing it loads nothing else: each name is fetched from its room when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from signread.version import __version__

if TYPE_CHECKING:
    from signread.errors import (
        CameraError,
        DataError,
        MissingExtraError,
        ModelError,
        OutputError,
        PictureError,
        ProtocolError,
        RunError,
        SignreadError,
    )
    from signread.output.overlay import draw
    from signread.output.video import VideoSink
    from signread.protocols import Decoder, Recogniser, Sink, Source, Tracker
    from signread.reader import Reader, Reading
    from signread.recognition.letter_model import LetterModel
    from signread.sources import open_camera, open_path, open_picture, open_pictures, open_video
    from signread.spelling.speller import Speller
    from signread.tracking.hand_tracker import HandTracker
    from signread.transcript import Transcript
    from signread.types import Clip, Decision, Event, Frame, Hand, Observation, Scored, Scores

__all__ = [
    "CameraError",
    "Clip",
    "DataError",
    "Decision",
    "Decoder",
    "Event",
    "Frame",
    "Hand",
    "HandTracker",
    "LetterModel",
    "MissingExtraError",
    "ModelError",
    "Observation",
    "OutputError",
    "PictureError",
    "ProtocolError",
    "Reader",
    "Reading",
    "Recogniser",
    "RunError",
    "Scored",
    "Scores",
    "SignreadError",
    "Sink",
    "Source",
    "Speller",
    "Tracker",
    "Transcript",
    "VideoSink",
    "__version__",
    "draw",
    "open_camera",
    "open_path",
    "open_picture",
    "open_pictures",
    "open_video",
]

_ROOMS = {
    "errors": "CameraError DataError MissingExtraError ModelError OutputError PictureError ProtocolError RunError "
    "SignreadError",
    "output.overlay": "draw",
    "output.video": "VideoSink",
    "protocols": "Decoder Recogniser Sink Source Tracker",
    "reader": "Reader Reading",
    "recognition.letter_model": "LetterModel",
    "sources": "open_camera open_path open_picture open_pictures open_video",
    "spelling.speller": "Speller",
    "tracking.hand_tracker": "HandTracker",
    "transcript": "Transcript",
    "types": "Clip Decision Event Frame Hand Observation Scored Scores",
}
_HOMES = {name: f"signread.{room}" for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'signread' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
