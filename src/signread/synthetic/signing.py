"""Made-up signs: handshapes of one real sign on the way of another, by one hand or two; and each sign said many times.

There are few signs to learn from and any number to tell apart, so signs are made of the parts of those that are there.
A sign is repeated with the repetitions of its parts, as people really repeat them, and each repetition is varied as
another body, camera, pace and tracker would (`vary`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from signread.signs.sequence import MIRRORED, STEPS, Array, Sample

FINE = 40
"""Steps of the samples that signs are made of; pieces of them become STEPS steps."""
FLIP = np.array([-1, 1], np.float32)
RIGHT_ELBOW, LEFT_ELBOW, RIGHT_WRIST, LEFT_WRIST = 1, 2, 3, 4
"""Places in the body of a sample."""
HANGING_WRIST, HANGING_ELBOW = (0.55, 1.9), (0.6, 0.9)
"""Where an arm is that does nothing, in shoulder widths, the left one."""
DRAWN = 0.4
"""How many hands go a way that nobody went: a line, an arc, circles, a zigzag, as sums of WAVES waves."""
WAVES = 3
KEPT = 0.2
"""How much of a real hand's way is left in a drawn one."""
ONE_HAND, BOTH_ALIKE = 0.4, 0.2
"""How many made-up signs are of one hand, and how many of two that do the same; in the others each does its own."""

Key = tuple[str, str]
"""Who signs, and what."""


@dataclass(frozen=True, slots=True, eq=False)
class Repetitions:
    """M samples as arrays: hands (M, T, 2, 21, 2), seen (M, T, 2), body (M, T, 7, 2)."""

    hands: Array
    seen: Array
    body: Array

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> "Repetitions":
        return cls(*(np.stack([getattr(one, name) for one in samples]) for name in ("hands", "seen", "body")))

    def at(self, rows: NDArray[np.int64]) -> "Repetitions":
        return Repetitions(self.hands[rows], self.seen[rows], self.body[rows])

    def mirrored(self) -> "Repetitions":
        return Repetitions(self.hands[:, :, ::-1] * FLIP, self.seen[:, :, ::-1], self.body[:, :, MIRRORED] * FLIP)

    def timed(self, places: NDArray[np.float64]) -> "Repetitions":
        """At other steps, (M, S), which may lie between."""
        return Repetitions(*(_timed(values, places) for values in (self.hands, self.seen, self.body)))

    @staticmethod
    def together(parts: Sequence["Repetitions"]) -> "Repetitions":
        return Repetitions(*(np.concatenate([getattr(one, name) for one in parts]) for name in Repetitions.__slots__))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Limb:
    """What a hand does in a made-up sign: whose shapes it has, on whose way, and what is changed about both.

    drawn: (FINE, 2) a way in place of that one; None for a real one. Angles in radians, places in shoulder widths.
    """

    shape: Key
    way: Key
    turned: float
    course: float
    reach: float
    place: NDArray[np.float64]
    shape_backwards: bool
    way_backwards: bool
    flipped: bool
    drawn: Array | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MadeUpSign:
    """other: what the left hand does: nothing, "alike", or its own. pace: where it is quicker and slower."""

    main: Limb
    other: Limb | None
    alike: bool
    apart: NDArray[np.float64]
    pace: NDArray[np.float64]


class Repertoire:
    """The signs that are there: by person and word, each with its repetitions."""

    def __init__(self, samples: Mapping[Key, Sequence[Sample]]) -> None:
        everything = [one for some in samples.values() for one in some]
        self._all = Repetitions.of(everything)
        self._rows: dict[Key, NDArray[np.int64]] = {}
        begin = 0
        for key, some in samples.items():
            self._rows[key] = np.arange(begin, begin + len(some))
            begin += len(some)
        self.keys = list(self._rows)
        self._main = {key: int(np.argmax(self._all.seen[rows].mean((0, 1)))) for key, rows in self._rows.items()}

    def repeated(self, keys: Sequence[Key], count: int, random: np.random.Generator) -> Repetitions:
        """Real repetitions of a sign, each by one of these."""
        rows = [random.choice(self._rows[keys[int(random.integers(len(keys)))]]) for _ in range(count)]
        return self._all.at(np.array(rows))

    def invent(self, random: np.random.Generator) -> MadeUpSign:
        """A sign that nobody knows."""
        kind = random.random()
        return MadeUpSign(
            main=self._limb(random),
            other=None if kind < ONE_HAND + BOTH_ALIKE else self._limb(random),
            alike=ONE_HAND <= kind < ONE_HAND + BOTH_ALIKE,
            apart=random.normal((0.2, 0), 0.12),
            pace=random.normal(0, 0.12, 3),
        )

    def resembling(self, sign: MadeUpSign, random: np.random.Generator) -> MadeUpSign:
        """Another sign that differs in one thing."""
        main, fresh = sign.main, self._limb(random)
        match random.integers(6):
            case 0:
                main = replace(main, shape=fresh.shape)
            case 1:
                main = replace(main, way=fresh.way, drawn=fresh.drawn)
            case 4:
                main = replace(main, drawn=_drawn(random))
            case 2:
                main = replace(main, place=main.place + random.normal(0, 0.4, 2))
            case 3:
                main = replace(main, turned=main.turned + random.choice([-1, 1]) * random.uniform(0.6, 1.6))
            case _:
                return replace(sign, other=None if sign.other else fresh, alike=not sign.alike and not sign.other)
        return replace(sign, main=main)

    def perform(self, sign: MadeUpSign, count: int, random: np.random.Generator) -> Repetitions:
        """So many repetitions of a made-up sign, FINE steps each."""
        body = self._all.body[random.choice(self._rows[sign.main.way], count)].copy()
        right, seen, elbow = self._moved(sign.main, count, random)
        if sign.alike:
            apart = sign.apart.astype(np.float32)
            left, left_seen, left_elbow = (right + apart) * FLIP, seen, elbow * FLIP
        elif sign.other is not None:
            left, left_seen, left_elbow = self._moved(sign.other, count, random)
            left, left_elbow = left * FLIP, left_elbow * FLIP
        else:
            wrist, bent = (
                np.array(place) + random.normal(0, 0.12, (count, 1, 2)) for place in (HANGING_WRIST, HANGING_ELBOW)
            )
            left = np.broadcast_to(wrist[:, :, None], right.shape)
            left_seen, left_elbow = np.zeros_like(seen), np.broadcast_to(bent, elbow.shape)
        jitter = random.normal(0, 0.03, (2, count, 1, 2))
        body[:, :, RIGHT_WRIST], body[:, :, LEFT_WRIST] = right[:, :, 0] + jitter[0], left[:, :, 0] + jitter[1]
        body[:, :, RIGHT_ELBOW], body[:, :, LEFT_ELBOW] = elbow, left_elbow
        done = Repetitions(
            np.stack([right, left], 2).astype(np.float32), np.stack([seen, left_seen], 2), body.astype(np.float32)
        )
        part = np.linspace(0, 1, FINE)
        paced = part + sum(sign.pace[n] * np.sin((n + 1) * np.pi * part) / (n + 1) for n in range(len(sign.pace)))
        return done.timed(np.broadcast_to(np.clip(paced, 0, 1) * (FINE - 1), (count, FINE)))

    def _limb(self, random: np.random.Generator) -> Limb:
        shape, way = (self.keys[random.integers(len(self.keys))] for _ in range(2))
        return Limb(
            shape=shape,
            way=way,
            turned=random.normal(0, 0.5),
            course=random.normal(0, 0.5),
            reach=float(np.exp(random.normal(0, 0.3))),
            place=random.normal(0, 0.35, 2),
            shape_backwards=random.random() < 0.3,
            way_backwards=random.random() < 0.3,
            flipped=random.random() < 0.3,
            drawn=_drawn(random) if random.random() < DRAWN else None,
        )

    def _moved(self, limb: Limb, count: int, random: np.random.Generator) -> tuple[Array, Array, Array]:
        """As by the right hand: points (M, FINE, 21, 2), where seen (M, FINE), and the elbow (M, FINE, 2)."""
        shapes, ways = (random.choice(self._rows[key], count) for key in (limb.shape, limb.way))
        by, on = self._main[limb.shape], self._main[limb.way]
        hands, seen = self._all.hands[shapes][:, :, by], self._all.seen[shapes][:, :, by]
        way = self._all.hands[ways][:, :, on, 0]
        elbow = self._all.body[ways][:, :, RIGHT_ELBOW + on]
        hands = hands - hands[:, :, :1]
        if (by == 1) != limb.flipped:
            hands = hands * FLIP
        if on == 1:
            way, elbow = way * FLIP, elbow * FLIP
        if limb.shape_backwards:
            hands, seen = hands[:, ::-1], seen[:, ::-1]
        if limb.way_backwards:
            way, elbow = way[:, ::-1], elbow[:, ::-1]
        middle, place = way.mean(1, keepdims=True), limb.place.astype(np.float32)
        if limb.drawn is None:
            way = (way - middle) @ (limb.reach * _rotation(limb.course)) + middle + place
            elbow = elbow + place / 2
        else:
            way = KEPT * (way - middle) + limb.drawn + middle + place
            elbow = elbow + (limb.drawn + place) / 2
        return hands @ _rotation(limb.turned) + way[:, :, None], seen, elbow


def _drawn(random: np.random.Generator) -> Array:
    """A way of the hand, (FINE, 2), smooth, from small to as wide as the shoulders."""
    part = np.linspace(0, 1, FINE)[:, None, None]
    size = np.exp(random.normal(-1.4, 0.6))
    waves = random.normal(0, 1, (WAVES, 2)) / np.arange(1, WAVES + 1)[:, None]
    turns = random.uniform(0.25, 2.5, (WAVES, 1)) * np.arange(1, WAVES + 1)[:, None] / 2
    phases = random.uniform(0, 2 * np.pi, (WAVES, 2))
    way = (waves * np.sin(2 * np.pi * turns * part + phases)).sum(1) + random.normal(0, 1, 2) * part[:, 0]
    drawn: Array = (size * (way - way.mean(0))).astype(np.float32)
    return drawn


def vary(done: Repetitions, random: np.random.Generator) -> Repetitions:
    """Each as another body, camera, pace and tracker would have it; STEPS steps of the FINE."""
    count = len(done.hands)
    done = done.timed(_times(count, random))
    angle, shear = random.normal(0, [[0.10], [0.08]], (2, count))
    wide, high = np.exp(random.normal(0, 0.10, (2, count)))
    matrix = np.stack(
        [
            np.stack([wide * np.cos(angle), wide * np.sin(angle)], 1),
            np.stack([-high * np.sin(angle) + shear, high * np.cos(angle)], 1),
        ],
        1,
    )
    off = random.normal(0, 0.06, (count, 1, 1, 2))
    hands = (done.hands.reshape(count, -1, 2) @ matrix).reshape(done.hands.shape) + off[:, :, None]
    body = (done.body.reshape(count, -1, 2) @ matrix).reshape(done.body.shape) + off
    # Each hand wanders slowly from where it should be, is held a little otherwise, and seems larger or smaller.
    part = np.linspace(0, 1, STEPS)[None, :, None, None]
    wave = np.sin(np.pi * part * random.uniform(0, 2, (count, 1, 1, 1)))
    drift = random.normal(0, 0.06, (count, 1, 2, 2)) + random.normal(0, 0.06, (count, 1, 2, 2)) * wave
    wrist = hands[:, :, :, :1]
    held, scale = random.normal(0, 0.15, (count, 1, 2, 1)), np.exp(random.normal(0, 0.12, (count, 1, 2, 1)))
    cosine, sine = np.cos(held) * scale, np.sin(held) * scale
    x, y = (hands - wrist)[..., 0], (hands - wrist)[..., 1]
    hands = wrist + np.stack([x * cosine - y * sine, x * sine + y * cosine], -1) + drift[:, :, :, None]
    hands = hands + random.normal(0, 0.01, hands.shape)
    body[:, :, [RIGHT_WRIST, LEFT_WRIST]] += drift
    body = body + random.normal(0, 0.02, (count, 1, 7, 2)) + random.normal(0, 0.01, body.shape)
    seen = done.seen * ~_lost(count, random)
    return Repetitions(hands.astype(np.float32), seen.astype(np.float32), body.astype(np.float32))


def _times(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """(M, STEPS) places among the FINE steps: a little of both ends more or less, quicker here and slower there."""
    begin, end = random.uniform(-0.08, 0.12, (2, count, 1))
    part = np.linspace(0, 1, STEPS)
    bent = part + sum(
        0.063 * random.normal(0, 1, (count, 1)) * np.sin((n + 1) * np.pi * part) / (n + 1) for n in range(3)
    )
    return np.asarray(np.clip((begin + (1 - end - begin) * bent) * (FINE - 1), 0, FINE - 1), np.float64)


def _lost(count: int, random: np.random.Generator) -> NDArray[np.bool_]:
    """(M, STEPS, 2) where a tracker loses a hand: for a moment or two, rarely for good."""
    steps = np.arange(STEPS)[None, :, None]
    lost = random.random((count, 1, 2)) < [0.01, 0.06]
    lost = np.broadcast_to(lost, (count, STEPS, 2))
    for _ in range(2):
        begin = random.integers(0, STEPS, (count, 1, 2))
        length = (random.random((count, 1, 2)) ** 2 * 10).astype(int) * (random.random((count, 1, 2)) < 0.4)
        lost = lost | ((steps >= begin) & (steps < begin + length))
    return lost


def _timed(values: Array, places: NDArray[np.float64]) -> Array:
    first = np.clip(places.astype(int), 0, values.shape[1] - 2)
    part = (places - first).astype(np.float32).reshape(*places.shape, *[1] * (values.ndim - 2))
    rows = np.arange(len(values))[:, None]
    mixed: Array = values[rows, first] * (1 - part) + values[rows, first + 1] * part
    return mixed


def _rotation(angle: float) -> Array:
    """Of rows."""
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
