"""Somebody's handshapes, and how they hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from signread.synthetic.shapes import Array, between, posed, rotations, turned

MOVING = {"J": ("I",), "Z": ("Z", "D")}
"""Of the letters that move: those whose pictures have their handshape."""
POINTING = "XURBDGLKNM"
"""What a finger that points at the camera is taken for."""

Item = TypeVar("Item")


def one_of(choice: Sequence[Item], random: np.random.Generator) -> Item:
    return choice[int(random.integers(len(choice)))]


@dataclass(frozen=True, eq=False)
class Person:
    """Handshapes of right hands by letter, each (21, 3) as `upright` makes them, in the order in which they were seen;
    shapes of hands that rest or do something else; and such as hands pass through."""

    shapes: Mapping[str, Sequence[Array]]
    rests: Sequence[Array]
    others: Sequence[Array] = ()

    def spells(self, letter: str) -> bool:
        return any(shape in self.shapes for shape in MOVING.get(letter, (letter,)))

    def pose(self, letter: str, random: np.random.Generator) -> Array:
        """One of the shapes of a letter, (21, 3); of those that move, as their movement begins."""
        choice = [shape for name in MOVING.get(letter, (letter,)) for shape in self.shapes.get(name, ())]
        shape = one_of(choice, random) * [1, 1, random.uniform(0.7, 1.3)]
        if letter == "Z":
            return self._pointing(shape, random)
        return posed(shape, random) if letter in "IJ" else shape

    def _pointing(self, shape: Array, random: np.random.Generator) -> Array:
        """Many point forwards as they draw, which no tracker sees well."""
        tip = random.uniform(-5, 35) if random.random() < 0.5 else random.uniform(20, 85)
        shape = turned(shape, rotations(random.normal(0, 12), tip, random.normal(0, 15)))[0]
        taken = [name for name in POINTING if name in self.shapes]
        if taken and random.random() < 0.4:
            other = one_of(self.shapes[one_of(taken, random)], random)
            shape = between(shape, other, np.array([random.uniform(0.2, 0.8)]))[0]
        if tip > 40:
            shape = shape + random.normal(0, random.uniform(0.03, 0.15), shape.shape)
        return shape

    def rest(self, random: np.random.Generator) -> Array:
        return one_of(self.rests, random)
