"""Reading labelled pictures of people, the whole way: whole pictures in, letter probabilities out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from signread.data.pictures import Entry, PictureSet
from signread.evaluation.changes import CHANGES
from signread.evaluation.shared_reading import own_reader, read_shared
from signread.frames import Frame

CHUNK = 16
"""Pictures that a process takes at once."""
THUMBNAIL = 96
"""Pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What was seen in one labelled picture.

    probabilities: (L,) over the letters, None where no hand was found. handedness: as in a HandView, 0 without a
    hand. thumbnail: (96, 96, 3) uint8 RGB of the hand, or of the whole picture where none was found.
    """

    entry: Entry
    probabilities: np.ndarray | None
    handedness: int
    thumbnail: np.ndarray


def see(
    pictures: Sequence[PictureSet], model: Path | None, on_picture: Callable[[int], None], change: str = "as it is"
) -> list[Seen]:
    """Reads every picture as `signread read` does, each for itself, changed as one of `CHANGES` says.

    model: an .onnx file, None for the one that ships. on_picture: told how many more are done.
    """
    found: list[Seen] = []
    for seen in read_shared(partial(_read, change), _chunks(pictures), model):
        found += seen
        on_picture(len(seen))
    return found


def _chunks(pictures: Sequence[PictureSet]) -> Iterator[list[tuple[Entry, np.ndarray]]]:
    every = (pair for one in pictures for pair in one.pictures())
    while chunk := list(islice(every, CHUNK)):
        yield chunk


def _read(change: str, chunk: list[tuple[Entry, np.ndarray]]) -> list[Seen]:
    return [_seen(entry, CHANGES[change](image)) for entry, image in chunk]


def _seen(entry: Entry, image: np.ndarray) -> Seen:
    (reading,) = own_reader().read([Frame(image)])
    height, width = image.shape[:2]
    if reading.hand is None or reading.scores is None:
        return Seen(entry, None, 0, _thumbnail(image, (0, 0, width, height)))
    return Seen(entry, reading.scores.probabilities, reading.hand.handedness, _thumbnail(image, reading.hand.box))


def _thumbnail(image: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    left, top, width, height = box
    part = image[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)]
    thumbnail = np.zeros((THUMBNAIL, THUMBNAIL, 3), np.uint8)
    if part.size:
        scale = THUMBNAIL / max(part.shape[:2])
        high, wide = (min(max(round(side * scale), 1), THUMBNAIL) for side in part.shape[:2])
        thumbnail[:high, :wide] = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA)
    return thumbnail
