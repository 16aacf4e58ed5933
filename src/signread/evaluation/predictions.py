"""Reading labelled pictures of people, the whole way: whole pictures in, letter probabilities out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np

from signread.augmentation.corruptions import CORRUPTIONS
from signread.datasets.pictures import Entry, PictureSet
from signread.evaluation.reading import map_with_reader, own_reader
from signread.recognition.crop import hand_box
from signread.recognition.letter_model import LetterModel
from signread.types import Box, Handedness, Picture, Probabilities

CHUNK = 16
"""Pictures that a process takes at once."""
THUMBNAIL = 96
"""Pixels."""
UNCHANGED = next(iter(CORRUPTIONS))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Prediction:
    """What was read in one labelled picture.

    probabilities: (L,) over the labels, None where no hand was found. handedness: of the hand, None without one.
    thumbnail: (96, 96, 3) uint8 RGB of the hand, or of the whole picture where none was found.
    """

    entry: Entry
    probabilities: Probabilities | None
    handedness: Handedness | None
    thumbnail: Picture


def predict(
    pictures: Sequence[PictureSet],
    model: LetterModel,
    on_picture: Callable[[str, int], None] = lambda *_: None,
    corruptions: Sequence[str] = (UNCHANGED,),
    *,
    workers: int | None = None,
) -> dict[str, list[Prediction]]:
    """Reads every picture as `signread read` does, each for itself, under each of `CORRUPTIONS` that is named.

    on_picture: told the corruption, and how many more are done. workers: as in `map_ordered`.

    What cannot be read is left out.
    """
    predictions: dict[str, list[Prediction]] = {corruption: [] for corruption in corruptions}
    items = ((corruption, chunk) for corruption in corruptions for chunk in _chunks(pictures))
    for corruption, chunk in map_with_reader(_read, items, model, both=False, workers=workers):
        predictions[corruption] += chunk
        on_picture(corruption, len(chunk))
    return predictions


def _chunks(pictures: Sequence[PictureSet]) -> Iterator[list[tuple[Entry, Picture]]]:
    every = (pair for one in pictures for pair in one.pictures())
    while chunk := list(islice(every, CHUNK)):
        yield chunk


def _read(item: tuple[str, list[tuple[Entry, Picture]]]) -> tuple[str, list[Prediction]]:
    corruption, chunk = item
    return corruption, [_prediction(entry, CORRUPTIONS[corruption](image)) for entry, image in chunk]


def _prediction(entry: Entry, image: Picture) -> Prediction:
    reading = own_reader().read_picture(image)
    height, width = image.shape[:2]
    hand = reading.hand
    return Prediction(
        entry=entry,
        probabilities=None if reading.scores is None else reading.scores.probabilities,
        handedness=None if hand is None else hand.handedness,
        thumbnail=_thumbnail(image, (0, 0, width, height) if hand is None else hand_box(hand)),
    )


def _thumbnail(image: Picture, box: Box) -> Picture:
    left, top, width, height = box
    part = image[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)]
    thumbnail: Picture = np.zeros((THUMBNAIL, THUMBNAIL, 3), np.uint8)
    if part.size:
        scale = THUMBNAIL / max(part.shape[:2])
        high, wide = (min(max(round(side * scale), 1), THUMBNAIL) for side in part.shape[:2])
        thumbnail[:high, :wide] = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA)
    return thumbnail
