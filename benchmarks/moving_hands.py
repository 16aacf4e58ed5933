"""A person's handshapes, made to spell: landmarks over time, as a tracker would find them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.skeleton import HAND
from signread.skeleton.hand import palm

Array = NDArray[Any]
RATES = (15.0, 25.0, 30.0)
"""Frames a second of the cameras."""
CALM, HURRIED = 2.0, 4.0
"""Letters a second below which slides are long, and from which shapes are not quite reached."""
SLIDES = 0.75
"""The part of the double letters that slide aside."""
FINE = 60
"""Steps a second in which movements are made."""
FINGERS = np.array([0] + [finger for finger in range(1, 6) for _ in range(4)])
"""Of each point: 0 for the wrist, 1 for the thumb, to 5 for the little finger."""


@dataclass(frozen=True, eq=False)
class Person:
    """Handshapes of right hands by letter, each (21, 3), centred, in palms; and some that are none."""

    shapes: dict[str, list[Array]]
    rests: list[Array]


def upright(points: Array, handedness: float) -> Array:
    """Landmarks as of a right hand, in palms from the palm's middle."""
    shape: Array = points.astype(float) * [handedness, 1, 1]
    middle, size = palm(shape[:, :2])
    shape[:, :2] -= middle
    shape[:, 2] -= shape[0, 2]
    return shape / size


def between(one: Array, other: Array, part: Array | float) -> Array:
    """A shape on the way from one to another, bone by bone; part: (21,) of the way, or one number."""
    parts = np.broadcast_to(part, len(HAND))
    shape = np.empty_like(one)
    shape[0] = one[0] + (other[0] - one[0]) * parts[0]
    for parent, child in HAND.bones:
        bones = [end[child] - end[parent] for end in (one, other)]
        lengths = [float(np.linalg.norm(bone)) + 1e-9 for bone in bones]
        direction = bones[0] / lengths[0] * (1 - parts[child]) + bones[1] / lengths[1] * parts[child]
        length = lengths[0] * (1 - parts[child]) + lengths[1] * parts[child]
        shape[child] = shape[parent] + direction / (np.linalg.norm(direction) + 1e-9) * length
    return shape


def smooth(part: Array | float) -> Any:
    """Of the time, as of the way: minimum jerk."""
    x = np.clip(part, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x**2)


def moves(person: Person, word: str, speed: float, random: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Shape and place of the hand, FINE of them a second, from its rise to its fall."""
    each = 1 / speed
    shapes = [person.shapes[letter][random.integers(len(person.shapes[letter]))] for letter in word]
    if speed >= HURRIED:
        reached = random.uniform(0.75, 1)
        whole = list(shapes)
        for place in range(1, len(word) - 1):
            shapes[place] = between(between(whole[place - 1], whole[place + 1], 0.5), whole[place], reached)
    leads = random.normal(0, 0.02, 6)
    leads[1] = random.uniform(-0.06, 0.06)
    at: Array = np.zeros(2)
    drift = 1.0
    rest = person.rests[random.integers(len(person.rests))]
    for part in way(random.uniform(0.2, 0.5)):
        yield between(rest, shapes[0], smooth(part)), at + np.array([0, 8 * (1 - smooth(part))])
    for number, letter in enumerate(word):
        drift = float(np.clip(1 + 0.8 * (drift - 1) + 0.12 * random.normal(), 0.6, 1.6))
        if number and letter == word[number - 1]:
            shapes[number] = shapes[number - 1]
            for step in once_more(shapes[number], at, rest, speed, random):
                yield step
                at = step[1]
        elif number:
            seconds = float(np.clip(each / 2 * drift, 0.08, 0.25))
            begin, aside = at, random.normal(0, 0.35, 2)
            for part in way(seconds):
                at = begin + aside * smooth(part)
                yield between(shapes[number - 1], shapes[number], smooth(part - leads[FINGERS] / seconds)), at
        longer = 1.4 if number == 0 else 2.2 if number == len(word) - 1 else 0.9
        for _ in range(round(each / 2 * drift * longer * FINE)):
            yield shapes[number], at
    for part in way(random.uniform(0.2, 0.5)):
        yield between(shapes[-1], rest, smooth(part)), at + np.array([0, 8 * smooth(part)])


def way(seconds: float) -> Iterator[float]:
    """The parts of a movement, up to 1."""
    steps = max(round(seconds * FINE), 2)
    return (step / steps for step in range(1, steps + 1))


def once_more(
    shape: Array, at: Array, rest: Array, speed: float, random: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
    """The hand slides aside, or lets the letter go and forms it again."""
    if random.random() < SLIDES:
        seconds, far = ((0.4, 0.6), (1.5, 4.0)) if speed < CALM else ((0.13, 0.25), (0.8, 2.5))
        aside = np.array([random.uniform(*far), random.normal(0, 0.2)])
        for part in way(random.uniform(*seconds)):
            yield shape, at + aside * smooth(part)
    else:
        for part in way(random.uniform(0.15, 0.35)):
            yield between(shape, rest, 0.6 * math.sin(math.pi * part) ** 2), at


def filmed(
    person: Person, word: str, speed: float, random: np.random.Generator
) -> Iterator[tuple[float, Array | None]]:
    """Times, and the landmarks that a tracker would find at them, (21, 3) in pixels, or None."""
    steps = list(moves(person, word, speed, random))
    size, before, noise, lost = random.uniform(18, 60), None, np.zeros((len(HAND), 3)), 0
    begin, rate = random.uniform(0.2, 0.6), random.choice(RATES)
    for number in range(round((begin + len(steps) / FINE + 0.9) * rate)):
        time = number / rate
        step = (time - begin) * FINE
        if not 0 <= step < len(steps) - 1:
            before = None
            yield time, None
            continue
        shape, place = steps[int(step)]
        points = shape.copy()
        points[:, :2] += place
        moved = 0.0 if before is None else float(np.abs(points - before).mean()) * rate
        before = points
        noise = 0.6 * noise + 0.8 * random.normal(0, 0.02 + 0.006 * min(moved, 15), noise.shape)
        lost = max(lost - 1, 0) or (int(random.integers(1, 4)) if random.random() < 0.02 * (moved - 6) else 0)
        yield time, None if lost else ((points + noise) * size + [320, 240, 0]).astype(np.float32)
