"""Made-up sequences as strips of frames, for eyes."""

import cv2
import numpy as np

from signread.handshapes.alphabet import LETTERS
from signread.skeleton import HAND
from signread.synthetic.camera import Filmed
from signread.synthetic.motions import BETWEEN
from signread.synthetic.shapes import FINGERS, Array

FRAMES = 16
"""In a strip, evenly over its time."""
SIDE = 112
"""Pixels of a frame."""
COLOURS = ((60, 60, 60), (220, 60, 40), (30, 130, 40), (30, 110, 210), (170, 60, 170), (20, 20, 160))
"""Of the wrist and the five fingers, RGB."""


def strip(film: Filmed, title: str) -> Array:
    """(SIDE, FRAMES * SIDE, 3) uint8 RGB: the hand where it is, and what it shows; an empty frame where it is lost."""
    places = film.points[:, :, :2]
    low, high = np.nanmin(places, (0, 1)), np.nanmax(places, (0, 1))
    scale = (SIDE - 30) / max(float((high - low).max()), 1e-6)
    frames = [
        _frame((places[number] - low) * scale + [12, 20], _shown(int(film.shown[number]), bool(film.complete[number])))
        for number in np.linspace(0, len(places) - 1, FRAMES).astype(int)
    ]
    drawn = np.hstack(frames)
    cv2.putText(drawn, title, (4, SIDE - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.35, (0, 0, 0), 1, cv2.LINE_AA)
    return drawn


def _shown(shown: int, complete: bool) -> str:
    return (LETTERS[shown] if complete else LETTERS[shown].lower()) if shown >= 0 else "-" if shown == BETWEEN else ""


def _frame(points: Array, text: str) -> Array:
    image = np.full((SIDE, SIDE, 3), 255, np.uint8)
    if np.isfinite(points).all():
        for parent, child in HAND.bones:
            begin, end = ((round(float(x)), round(float(y))) for x, y in points[[parent, child]])
            cv2.line(image, begin, end, COLOURS[FINGERS[child]], 1, cv2.LINE_AA)
    cv2.putText(image, text, (4, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    return image
