"""signread reads sign language from a camera: hands go in, text comes out. It starts with fingerspelling.

import signread

reader = signread.Reader()
for reading in reader.read(signread.open_video("hello.mp4")):
    print(reading.time, reading.letter, reading.confidence)
"""

from signread.errors import CameraError, DataError, ModelError, PictureError, RunError, SignreadError
from signread.frames import Frame, open_camera, open_path, open_pictures, open_video
from signread.hands import HandView
from signread.letters import LetterScores
from signread.letters.model import LetterModel
from signread.overlay import draw
from signread.reader import Reader, Reading

__version__ = "0.1.0"

__all__ = [
    "CameraError",
    "DataError",
    "Frame",
    "HandView",
    "LetterModel",
    "LetterScores",
    "ModelError",
    "PictureError",
    "Reader",
    "Reading",
    "RunError",
    "SignreadError",
    "__version__",
    "draw",
    "open_camera",
    "open_path",
    "open_pictures",
    "open_video",
]
