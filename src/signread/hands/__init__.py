"""From a picture to the hand in it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from signread.frames import Frame


@dataclass(frozen=True, slots=True, eq=False)
class HandView:
    """One hand as the letter model sees it.

    crop: (S, S) uint8 grey square around the hand.
    box: where the crop was cut: left, top, width, height in picture pixels.
    landmarks: (21, 3) float32, MediaPipe order, picture pixels; z on the scale of x. NaN where no tracker ran.
    handedness: +1 right, -1 left, 0 unknown; of the signer's real hand, whatever the mirroring.
    others: the same hand seen otherwise, each in a picture of its own, as in the mirror image; all are read together.
    """

    crop: np.ndarray
    box: tuple[int, int, int, int]
    landmarks: np.ndarray
    handedness: int
    others: "tuple[HandView, ...]" = ()

    def __post_init__(self) -> None:
        if self.crop.ndim != 2 or self.crop.shape[0] != self.crop.shape[1] or self.crop.dtype != np.uint8:
            raise ValueError(f"crop must be (S, S) uint8, got {self.crop.shape} {self.crop.dtype}")
        if self.landmarks.shape != (21, 3):
            raise ValueError(f"landmarks must be (21, 3), got {self.landmarks.shape}")
        if self.handedness not in (-1, 0, 1):
            raise ValueError(f"handedness must be -1, 0 or +1, got {self.handedness}")


class HandFinder(Protocol):
    """Anything that finds the hand in a frame; None where there is none."""

    def find(self, frame: Frame) -> HandView | None: ...
