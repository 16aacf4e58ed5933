"""Somebody who spells: a hand of round numbers for every letter."""

import numpy as np

from signread.handshapes.alphabet import STATIC
from signread.synthetic.person import Person
from signread.synthetic.shapes import Array, upright

from ..spelling.streams import hand


def shape(*out: int) -> Array:
    """A hand that shows these fingers, 0 for the thumb."""
    points = np.zeros((21, 3))
    points[:, :2] = hand(out)
    return upright(points, 1.0)


def somebody() -> Person:
    fingers = {letter: [number for number in range(5) if place >> number & 1] for place, letter in enumerate(STATIC)}
    shapes = {letter: [shape(*out)] * 2 for letter, out in {**fingers, "I": [4], "D": [1]}.items()}
    return Person(shapes, [shape(), shape(0, 1, 2, 3, 4)], [shape(2)])
