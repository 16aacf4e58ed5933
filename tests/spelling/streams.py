"""Streams of scores and hands, as a speller gets them, made by hand."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signread.handshapes.alphabet import AMERICAN, NO_LETTER
from signread.spelling.speller import Speller
from signread.transcript import Transcript
from signread.types import Event, Hand, Handedness, Observation, Scored, Scores, other_hand

FILMED = Path(__file__).parents[1] / "data" / "moving-letters.json"
KNUCKLES = np.array([(-0.9, 0.6), (0.8, -0.6), (0.25, -0.75), (-0.3, -0.7), (-0.8, -0.5)])
"""Where the fingers begin, in palms from its middle, of a right hand held upright: thumb to little finger.

The thumb points to the right of the picture: that is where a right hand's is that shows its palm.
"""
WRIST = np.array([0.0, 1.2])
PALM = 60.0
"""Pixels of a synthetic palm, about."""


@dataclass(frozen=True)
class Shot:
    """What one frame gives: probabilities by name, None without a hand; landmarks (21, 2); handedness."""

    time: float
    scores: dict[str, float] | None
    points: np.ndarray | None = None
    handedness: Handedness | None = "right"

    @property
    def scored(self) -> Scored:
        """What a decoder gets of it."""
        points = np.full((21, 3), np.nan, np.float32)
        if self.points is not None:
            points[:, :2], points[:, 2] = self.points, 0
        if self.scores is None:
            return Scored(time=self.time, observation=Observation(), scores=None)
        rest = max(1 - sum(self.scores.values()), 0.0)
        named = {**self.scores, NO_LETTER: self.scores.get(NO_LETTER, 0.0) + rest}
        hand = Hand(points=points, handedness=self.handedness, box=(0, 0, 640, 480))
        scores = Scores(AMERICAN, np.array([named.get(name, 0.0) for name in AMERICAN]))
        return Scored(time=self.time, observation=Observation(hands=(hand,)), scores=scores)


def hand(
    out: Iterable[int] = (), *, x: float = 320.0, y: float = 240.0, lean: float = 0.0, palm: float = PALM
) -> np.ndarray:
    """Landmarks of a right hand, (21, 2): `out` are the fingers that are stretched, `lean` degrees to the left."""
    points = [WRIST]
    for finger, knuckle in enumerate(KNUCKLES):
        reach = 2.0 if finger in out else 0.5
        points += [knuckle + np.array([0.0, -reach]) * step / 3 for step in range(4)]
    angle = math.radians(lean)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    placed: np.ndarray = np.round(np.array(points) @ turn.T * palm + [x, y])
    return placed


class Signer:
    """Makes frames one after the other, at a rate."""

    def __init__(self, rate: float = 30.0) -> None:
        self.rate = rate
        self.time = 0.0
        self.shots: list[Shot] = []

    def show(self, scores: dict[str, float] | None, seconds: float, points: np.ndarray | None = None) -> "Signer":
        for _ in range(round(seconds * self.rate)):
            self._shoot(scores, points)
        return self

    def hold(self, letter: str, seconds: float = 0.6, sure: float = 0.95, x: float = 320.0) -> "Signer":
        return self.show({letter: sure}, seconds, hand([1] if letter in "DLX" else [4], x=x))

    def spell(self, word: str, pace: float, change: float = 0.07) -> "Signer":
        """Letters one after the other, `pace` seconds each, of which `change` are no letter."""
        for letter in word:
            self.hold(letter, pace - change).blur(change)
        return self

    def slide(self, letter: str, seconds: float, x: float, to: float) -> "Signer":
        """The hand goes aside from x to another place, and shows its letter."""
        poses = [hand([1] if letter in "DLX" else [4], x=x + (to - x) * step / 10) for step in range(11)]
        return self.move({letter: 0.95}, poses, seconds)

    def blur(self, seconds: float = 0.15) -> "Signer":
        return self.show({"nothing": 0.5, "Q": 0.3}, seconds, hand())

    def away(self, seconds: float) -> "Signer":
        return self.show(None, seconds)

    def move(self, scores: dict[str, float], poses: Iterable[np.ndarray], seconds: float) -> "Signer":
        """Poses one after the other, evenly over the time, whatever the rate."""
        shown = list(poses)
        count = round(seconds * self.rate)
        for step in range(count):
            self._shoot(scores, shown[min(int(step / count * len(shown)), len(shown) - 1)])
        return self

    def _shoot(self, scores: dict[str, float] | None, points: np.ndarray | None) -> None:
        self.shots.append(Shot(round(self.time, 6), scores, points if scores is not None else None))
        self.time += 1 / self.rate


def drawn(letter: str) -> list[np.ndarray]:
    """The poses of a J or a Z, 30 a second, by a real hand that is held still before and after; as of a right hand."""
    film = json.loads(FILMED.read_text("utf-8"))[letter]
    times, points = np.array(film["frames"]) / 15, np.array(film["points"], float)
    points[:, ::2] = 640 - points[:, ::2]
    at = np.arange(0, times[-1], 1 / 30)
    poses = np.stack([np.interp(at, times, column) for column in points.T], 1)
    return [np.round(pose).reshape(21, 2) for pose in poses]


def mirrored(shots: list[Shot]) -> list[Shot]:
    """The same signs by the other hand."""
    width = 640
    return [
        Shot(
            one.time,
            one.scores,
            None if one.points is None else np.column_stack([width - one.points[:, 0], one.points[:, 1]]),
            other_hand(one.handedness),
        )
        for one in shots
    ]


def resampled(shots: list[Shot], times: Iterable[float]) -> list[Shot]:
    """What a camera would have seen at other times."""
    at_times = []
    for time in times:
        latest = max((one for one in shots if one.time <= time + 1e-9), key=lambda one: one.time)
        at_times.append(Shot(time, latest.scores, latest.points, latest.handedness))
    return at_times


def events(shots: Iterable[Shot]) -> list[Event]:
    return [event for decision in Speller(AMERICAN).decode(one.scored for one in shots) for event in decision.events]


def spelled(shots: Iterable[Shot]) -> str:
    return Transcript().add(events(shots)).text
