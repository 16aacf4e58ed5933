"""Sign Language MNIST as pictures in which a hand can be found: more people, if only in 28 x 28 pixels."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from signread.datasets import sign_mnist
from signread.datasets.pictures import Entry
from signread.handshapes.alphabet import LETTERS
from signread.types import Picture

NAME = "sign-language-mnist"
"""Of the source, as `sources.toml` has it."""
VARIANTS = 4
"""Taken of each photograph; the others differ little from them."""
TIMES, MARGIN = 5, 70
"""How much a crop is enlarged, and the pixels repeated around it: a palm is found by what is around it."""


class EnlargedCrops:
    """The training part of Sign Language MNIST, as `signread.datasets.tracked_hands` takes pictures.

    views: of each picture, which has its own variants: as it is, and mirrored.
    """

    views = 2
    made_up = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = NAME
        self._data = sign_mnist.read(path, "train")
        self._rows = np.concatenate(
            [np.flatnonzero(self._data.groups == group)[:VARIANTS] for group in np.unique(self._data.groups)]
        )
        self.entries: tuple[Entry, ...] = tuple(
            Entry(f"{self._data.groups[row]}/{row}", self.name, LETTERS[self._data.labels[row]]) for row in self._rows
        )

    def pictures(self) -> Iterator[tuple[Entry, Picture]]:
        """Each entry with its picture, (280, 280, 3) uint8."""
        for entry, row in zip(self.entries, self._rows, strict=True):
            large = cv2.resize(self._data.images[row], None, fx=TIMES, fy=TIMES, interpolation=cv2.INTER_CUBIC)
            around = cv2.copyMakeBorder(large, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE)
            yield entry, np.asarray(cv2.cvtColor(around, cv2.COLOR_GRAY2RGB), np.uint8)

    def angles(self) -> None:
        """Nobody measured them."""

    def fingerprint(self) -> str:
        return self._data.fingerprint()
