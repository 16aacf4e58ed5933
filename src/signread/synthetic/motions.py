"""Hands that spell at any speed, and such as do not, step by step: what `signread.synthetic.camera` films.

What is known of spelling hands is in it: half of the time a letter is held, the first longer, the last longest; above
four letters a second shapes are not quite reached; thumb and wrist come a little before or after the rest; doubles
slide aside, or are let go and formed again; J and Z are drawn, held first or not, small or large.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from signread.handshapes.alphabet import LETTERS
from signread.synthetic.drawing import hook, rounded, zigzag
from signread.synthetic.person import MOVING, Person, one_of
from signread.synthetic.shapes import FINE, FINGERS, Array, between, posed, rotations, smooth, steps, turned

BETWEEN, NOT_SPELLING = -1, -2
"""What a step shows besides letters: the way from one to the next, and what is no spelling."""
CALM, HURRIED = 2.0, 4.0
"""Letters a second below which slides are long, and from which shapes are not quite reached."""
SLIDES = 0.75
"""The part of the double letters that slide aside."""
MOST_EARLY = 0.3
"""Of a way between two letters: how far thumb and wrist may be before or behind the other fingers."""
MOST_OF_A_SLIDE = 0.6
"""From here on the letter is shown once more."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Motion:
    """T steps of a hand, `FINE` of them a second.

    points: (T, 21, 3) where it is, in palms. shown: (T,) the place of the letter in `LETTERS`, or BETWEEN or
    NOT_SPELLING. complete: (T,) bool, whether that letter is; J and Z are once they are drawn. number: (T,) its place
    in the word, on the way to the next one its own; -1 for none, and while a letter is let go to be shown once more.
    """

    points: Array
    shown: Array
    complete: Array
    number: Array


@dataclass
class _Track:
    """A motion in the making; `at`, (2,), is where the hand has come to."""

    at: Array = field(default_factory=lambda: np.zeros(2))
    _points: list[Array] = field(default_factory=list)
    _truth: list[Array] = field(default_factory=list)

    def add(self, shapes: Array, way: Array, shown: int, *, complete: Array | bool = True, number: int = -1) -> None:
        """Some steps: shapes (T, 21, 3), and how far the hand has come at each, (T, 2) or (2,) for all."""
        points = shapes.copy()
        points[:, :, :2] += (self.at + way)[:, None] if np.ndim(way) == 2 else self.at + way
        self._points.append(points)
        truth = np.empty((3, len(points)), int)
        truth[0], truth[1], truth[2] = shown, complete, number
        self._truth.append(truth)
        self.at = self.at + (way[-1] if np.ndim(way) == 2 else way)

    def go(self, one: Array, other: Array, way: Array, seconds: float, shown: int) -> None:
        """From one shape to another, and from here to somewhere else."""
        part = smooth(steps(seconds))
        self.add(between(one, other, part), way * part[:, None], shown)

    def stay(self, shape: Array, seconds: float, shown: int, number: int = -1, *, complete: bool = True) -> None:
        count = max(round(seconds * FINE), 1)
        self.add(np.repeat(shape[None], count, 0), np.zeros(2), shown, complete=complete, number=number)

    def rise(self, shape: Array, rest: Array, random: np.random.Generator) -> None:
        """From below, as the hand takes shape."""
        far = np.array([random.normal(0, 2), random.uniform(3, 9)])
        self.at = self.at + far
        self.go(rest, shape, -far, random.uniform(0.2, 0.6), NOT_SPELLING)

    def fall(self, shape: Array, rest: Array, random: np.random.Generator) -> None:
        far = np.array([random.normal(0, 2), random.uniform(3, 9)])
        self.go(shape, rest, far, random.uniform(0.2, 0.6), NOT_SPELLING)

    @property
    def motion(self) -> Motion:
        shown, complete, number = np.concatenate(self._truth, axis=1)
        return Motion(points=np.concatenate(self._points), shown=shown, complete=complete > 0, number=number)


def spelled(person: Person, word: str, speed: float, random: np.random.Generator, lingers: float = 0.0) -> Motion:
    """A word from the hand's rise to its fall, at so many letters a second; A to Z, which the person must know.

    lingers: how often a letter is held for half a second to four, whatever the speed.
    """
    track, each = _Track(), 1 / speed
    shapes = _reached([person.pose(letter, random) for letter in word], speed, random)
    leads = random.normal(0, 0.02, 6)
    leads[1] = random.uniform(-0.06, 0.06)
    rest = person.rest(random)
    begins = random.random()
    if begins < 0.7:
        track.rise(shapes[0], rest, random)
    elif begins < 0.8:
        track.stay(rest, random.uniform(0.2, 1.5), NOT_SPELLING)
        track.go(rest, shapes[0], np.zeros(2), random.uniform(0.15, 0.4), NOT_SPELLING)
    last, drift = shapes[0], 1.0
    for number, letter in enumerate(word):
        drift = float(np.clip(1 + 0.8 * (drift - 1) + 0.12 * random.normal(), 0.6, 1.6))
        if number and letter == word[number - 1] and letter not in MOVING:
            shapes[number] = last
            _once_more(track, last, rest, speed, LETTERS.index(letter), number, random)
        elif number:
            seconds = float(np.clip(each / 2 * drift, 0.08, 0.25))
            part = steps(seconds)
            early = np.clip(leads[FINGERS] / seconds, -MOST_EARLY, MOST_EARLY) * (last is shapes[number - 1])
            # Whoever is late hurries at the end, whoever is early waits: all arrive.
            shifted = part[:, None] + early * np.sin(np.pi * part)[:, None]
            aside = random.normal(0, 0.35, 2) * smooth(part)[:, None]
            drawn = LETTERS.index(word[number - 1]) if word[number - 1] in MOVING else BETWEEN
            track.add(between(last, shapes[number], smooth(shifted)), aside, drawn, number=number - 1)
        longer = 1.4 if number == 0 else 2.2 if number == len(word) - 1 else 0.9
        held = each / 2 * drift * longer
        if letter in MOVING:
            ends = number == len(word) - 1
            last = _drawn(track, letter, shapes[number], speed, held, number, random, ends=ends)
        else:
            held = random.uniform(0.5, 4) if random.random() < lingers else held
            _held(track, shapes[number], person.shapes[letter], held, letter, number, random)
            last = shapes[number]
    if random.random() < 0.75:
        track.fall(last, rest, random)
    return track.motion


def _reached(whole: list[Array], speed: float, random: np.random.Generator) -> list[Array]:
    shapes = list(whole)
    if speed >= HURRIED:
        reached = np.array([random.uniform(0.75, 1)])
        for place in range(1, len(whole) - 1):
            middle = between(whole[place - 1], whole[place + 1], np.array([0.5]))[0]
            shapes[place] = between(middle, whole[place], reached)[0]
    return shapes


def _once_more(
    track: _Track, shape: Array, rest: Array, speed: float, shown: int, number: int, random: np.random.Generator
) -> None:
    """The hand slides aside, or lets the letter go and forms it again; towards the end it shows it once more."""
    if random.random() < SLIDES:
        seconds, far = ((0.4, 0.6), (1.0, 4.0)) if speed < CALM else ((0.13, 0.25), (0.6, 2.5))
        part = steps(random.uniform(*seconds))
        shapes = np.repeat(shape[None], len(part), 0)
        aside = np.array([random.uniform(*far) * random.choice([-1, 1]), random.normal(0, 0.2)])
    else:
        part, aside = steps(random.uniform(0.15, 0.35)), np.zeros(2)
        shapes = between(shape, rest, 0.6 * np.sin(np.pi * part) ** 2)
    way = aside * smooth(part)[:, None]
    most = round(MOST_OF_A_SLIDE * len(part))
    track.add(shapes[:most], way[:most], BETWEEN)
    track.add(shapes[most:], way[most:] - way[most - 1], shown, number=number)


def _held(
    track: _Track,
    shape: Array,
    seen: Sequence[Array],
    seconds: float,
    letter: str,
    number: int,
    random: np.random.Generator,
) -> None:
    """A letter that is held: still, or as restless as the tracker saw it in pictures one after the other."""
    places = _wandering(max(round(seconds * FINE), 1), random)
    if len(seen) < 4 or random.random() < 0.5:
        track.add(np.repeat(shape[None], len(places), 0), places, LETTERS.index(letter), number=number)
        return
    shapes = np.stack(list(seen))
    time = np.arange(max(round(seconds * FINE), 1)) / FINE * random.uniform(8, 20) + random.integers(len(shapes))
    one, other, part = time.astype(int) % len(shapes), (time.astype(int) + 1) % len(shapes), (time % 1)[:, None, None]
    restless = shapes[one] * (1 - part) + shapes[other] * part - shapes.mean(0)
    track.add(shape + restless * random.uniform(0.3, 1), places, LETTERS.index(letter), number=number)


def _wandering(count: int, random: np.random.Generator) -> Array:
    """(count, 2) ways of a hand that stays where it is: few hands stand still, and some wander half a palm about."""
    far = random.choice([0.02, 0.1, 0.25, 0.5]) * random.uniform(0.5, 1)
    kept = float(np.exp(-1 / FINE / random.uniform(0.1, 0.8)))
    way = np.zeros((count, 2))
    for step in range(1, count):
        way[step] = kept * way[step - 1] + random.normal(0, far * np.sqrt(1 - kept**2), 2)
    smoothed: Array = np.stack([rounded(way[:, axis], 0.05) for axis in range(2)], 1)
    smoothed -= smoothed[0]
    return smoothed


def _drawn(
    track: _Track,
    letter: str,
    shape: Array,
    speed: float,
    held: float,
    number: int,
    random: np.random.Generator,
    *,
    ends: bool,
) -> Array:
    """A J or a Z; the shape in which the hand ends. A quick J before another letter is often but begun."""
    quick = speed > CALM + 1
    track.stay(shape, random.uniform(0, min(0.9, 1.2 * held)), BETWEEN, number, complete=False)
    if letter == "J":
        shapes, way, part = hook(shape, random.uniform(0.22, 0.5) if quick else random.uniform(0.45, 1.6), random)
        reached = random.uniform(0.4, 1) if quick and not ends else 1.0
        shapes, way, part = shapes[part <= reached], way[part <= reached], part[part <= reached]
        complete = part >= reached * (0.6 if quick else 0.75)
    else:
        shapes, way = zigzag(shape, random.uniform(0.4, 0.8) if quick else random.uniform(0.6, 2.8), random)
        complete = np.arange(len(shapes)) >= len(shapes) * 0.93
    track.add(shapes, way, LETTERS.index(letter), complete=complete, number=number)
    after = random.uniform(0, 0.2) if quick else random.uniform(0.1, 1.5 if ends else 0.8)
    if not quick or ends or random.random() < 0.5:
        track.stay(shapes[-1], after, LETTERS.index(letter), number)
    last: Array = shapes[-1]
    return last


def cut(motion: Motion, random: np.random.Generator) -> Motion:
    """The same without the ways between letters, each letter at a place of its own: nobody's hand moves so."""
    kept = motion.shown != BETWEEN
    points, number = motion.points[kept], motion.number[kept]
    points[:, :, :2] += random.normal(0, random.uniform(0, 2), (number.max() + 2, 1, 2))[number + 1]
    return Motion(points=points, shown=motion.shown[kept], complete=motion.complete[kept], number=number)


def busy(person: Person, random: np.random.Generator) -> Motion:
    """A hand that does something else: it goes from shape to shape and from place to place, and stops, or shakes."""
    track = _Track()

    def shape() -> Array:
        known = person.rests if not len(person.others) or random.random() < 0.5 else person.others
        return posed(one_of(known, random), random, 3)

    last = shape()
    for _ in range(random.integers(2, 6)):
        after = shape() if random.random() < 0.7 else posed(last, random, 4)
        track.go(last, after, random.normal(0, random.uniform(0.3, 4), 2), random.uniform(0.15, 0.8), NOT_SPELLING)
        last = after
        if random.random() < 0.4:
            time = np.arange(max(round(random.uniform(0.05, 0.6) * FINE), 1)) / FINE
            shake = np.sin(time * 2 * np.pi * random.uniform(1, 4))[:, None] * random.normal(
                0, random.uniform(0, 1.5), 2
            )
            track.add(np.repeat(last[None], len(time), 0), shake, NOT_SPELLING)
    return track.motion


def nearly(person: Person, random: np.random.Generator) -> Motion:
    """A letter that is held and then moves, as a J or a Z nearly does, but is none."""
    track, uniform = _Track(), random.uniform
    known = [letter for letter in "IDIZYLGZKPUVRSX" if person.spells(letter)]
    letter = one_of(known, random)
    shape = person.pose(letter, random)
    letter = "D" if letter == "Z" else letter
    track.rise(shape, person.rest(random), random)
    held = uniform(0.1, 1) if uniform() < 0.6 else uniform(1, 4)
    _held(track, shape, person.shapes.get(letter, ()), held, letter, 0, random)
    last = shape
    kind = uniform()
    if kind < 0.3:
        for _ in range(random.integers(1, 3)):
            # An arm that sinks, rises or wanders a little; what goes to the side shows its letter once more.
            aside = np.array([uniform(-0.3, 0.3), uniform(0.3, 3) * random.choice([-1, 1])])
            track.go(shape, shape, aside, uniform(0.15, 0.7), LETTERS.index(letter))
    elif kind < 0.42:
        seconds, angle = uniform(0.1, 0.6), uniform(0, 2 * np.pi)
        for _ in range(random.integers(2, 5)):
            angle += uniform(1.8, 4.5)
            leg = uniform(0.8, 4) * np.array([np.cos(angle), np.sin(angle)])
            track.go(shape, shape, leg, seconds * uniform(0.7, 1.3), NOT_SPELLING)
    elif kind < 0.5:
        time = np.arange(round(uniform(0.5, 2) * FINE)) / FINE
        wave = np.sin(time * 2 * np.pi * uniform(1, 3.5))
        way = np.stack([wave * uniform(0.3, 1.5), 0 * wave], 1)
        track.add(turned(shape, rotations(wave * uniform(0, 30), 0 * wave, 0 * wave)), way, NOT_SPELLING)
    elif kind < 0.75:
        part = smooth(steps(uniform(0.2, 0.8)))
        shapes = turned(shape, rotations(part * uniform(-60, 45), part * uniform(-30, 50), part * uniform(-40, 40)))
        track.add(shapes, np.array([random.normal(0, 1), uniform(-1, 6)]) * part[:, None], NOT_SPELLING)
        last = shapes[-1]
    else:
        angle = steps(uniform(0.4, 1.5)) * 2 * np.pi * random.choice([-1, 1]) * uniform(0.7, 2)
        circle = uniform(0.5, 2) * np.stack([np.sin(angle), 1 - np.cos(angle)], 1)
        track.add(np.repeat(shape[None], len(angle), 0), circle, NOT_SPELLING)
    if uniform() < 0.6:
        track.fall(last, person.rest(random), random)
    return track.motion
