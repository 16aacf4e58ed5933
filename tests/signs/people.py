"""People who sign, made of numbers: a body, hands that rise, go a way, and fall; and faces that turn."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from signread.datasets.word_sequences import UNSEEN
from signread.signs.head import LEFT_EYE, NOSE, RIGHT_EYE, RIGID
from signread.signs.sequence import SignSequence
from signread.skeleton import BODY
from signread.types import Hand, Handedness, Observation

RATE = 20.0
CENTRE, WIDTH = np.array([320.0, 200.0]), 120.0
"""Between the shoulders, and from one to the other, in pixels."""
REST = np.array([-0.6, 1.7])
"""Of the right wrist, in shoulder widths."""

SIDES: tuple[Handedness, Handedness] = ("right", "left")

Way = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From the part of the sign that is over, (F,), to where the right wrist is, (F, 2), in shoulder widths."""


def across(part: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([-0.7 + 1.2 * part, 0.2 + 0 * part], 1)


def up(part: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([-0.4 + 0 * part, 0.7 - 1.2 * part], 1)


def circle(part: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([-0.1 + 0.35 * np.cos(4 * np.pi * part), 0.4 + 0.35 * np.sin(4 * np.pi * part)], 1)


def hand_shape(spread: float) -> NDArray[np.float64]:
    """(21, 2) of a flat hand, upwards, in shoulder widths; spread: 0 for a fist, 1 for open fingers."""
    points = [np.zeros(2)]
    for finger in range(5):
        side = (finger - 2) * 0.05
        for joint in range(1, 5):
            reach = 0.1 + spread * 0.07 * joint if joint > 1 else 0.1
            points.append(np.array([side * (1 + spread * joint / 3), -reach]))
    return np.array(points)


def signed(
    way: Way,
    *,
    spread: float = 1.0,
    seconds: float = 1.0,
    rest: float = 0.5,
    seed: int = 0,
    size: float = 1.0,
    left: bool = False,
) -> SignSequence:
    """A sign by one hand, with rests before and after, a little different for each seed."""
    random = np.random.default_rng(seed)
    rise = round(0.25 * RATE)
    steps = max(round(seconds * RATE), 2)
    on_way = way(np.linspace(0, 1, steps)) * random.uniform(0.95, 1.05) + random.normal(0, 0.02, 2)
    still = np.repeat(REST[None], round(rest * RATE), 0)
    parts = np.linspace(0, 1, rise)[:, None]
    wrist = np.concatenate(
        [still, REST + (on_way[0] - REST) * parts, on_way, on_way[-1] + (REST - on_way[-1]) * parts, still]
    )
    return _sequence(wrist, spread, random, size, left)


def resting(seconds: float) -> SignSequence:
    return _sequence(np.repeat(REST[None], round(seconds * RATE), 0), 1.0, np.random.default_rng(0), 1.0, False)


def _sequence(
    wrist: NDArray[np.float64], spread: float, random: np.random.Generator, size: float, left: bool
) -> SignSequence:
    frames = len(wrist)
    shape = hand_shape(spread)
    hands = np.full((frames, 2, 21, 2), np.nan)
    hands[:, 0] = wrist[:, None] + shape + random.normal(0, 0.004, (frames, 21, 2))
    hands[wrist[:, 1] > 1.3, 0] = np.nan
    body = np.empty((frames, 7, 2))
    body[:] = np.array([[0, -0.6], [-0.6, 0.7], [0.6, 0.7], [0, 0], [0.6, 1.7], [-0.5, 0], [0.5, 0]])
    body[:, 3] = wrist
    if left:
        hands, body = hands[:, ::-1] * [-1, 1], body[:, [0, 2, 1, 4, 3, 6, 5]] * [-1, 1]
    return SignSequence(
        times=np.arange(frames) / RATE,
        hands=(CENTRE + WIDTH * size * hands).astype(np.float32),
        body=(CENTRE + WIDTH * size * body).astype(np.float32),
    )


def one_after_the_other(*sequences: SignSequence) -> SignSequence:
    parts, begin = [], 0.0
    for one in sequences:
        parts.append(SignSequence(times=one.times + begin, hands=one.hands, body=one.body))
        begin = float(parts[-1].times[-1]) + 1 / RATE
    return SignSequence.joined(parts)


def observations(sequence: SignSequence) -> list[Observation]:
    """What a tracker would give for it."""
    seen = []
    for hands, body in zip(sequence.hands, sequence.body, strict=True):
        points = np.full((len(BODY), 3), 0, np.float32)
        points[[0, 14, 13, 16, 15, 12, 11], :2] = body
        seen.append(
            Observation(
                hands=tuple(
                    Hand(points=np.pad(one, ((0, 0), (0, 1))), handedness=side)
                    for one, side in zip(hands, SIDES, strict=True)
                    if np.isfinite(one).all()
                ),
                body=points,
            )
        )
    return seen


def faces(yaw: NDArray[np.float64], down: NDArray[np.float64] | None = None) -> list[NDArray[np.float32]]:
    """Meshes of a face that turns by so many degrees, and is so many units lower."""
    random = np.random.default_rng(0)
    shape = random.uniform(-40, 40, (478, 3))
    for place, where in zip(RIGHT_EYE, ((-40, -20, 0), (-20, -20, -5)), strict=True):
        shape[place] = where
    for place, where in zip(LEFT_EYE, ((20, -20, -5), (40, -20, 0)), strict=True):
        shape[place] = where
    shape[NOSE] = (0, 15, -25)
    assert set(RIGID) > {NOSE}
    lower = np.zeros(len(yaw)) if down is None else down
    meshes = []
    for angle, low in zip(np.radians(yaw), lower, strict=True):
        turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
        meshes.append((shape @ turn.T + [320, 160 + low, 0]).astype(np.float32))
    return meshes


def archive(path: Path, words: Mapping[tuple[str, str], Sequence[SignSequence]]) -> Path:
    """The words of people, (signer, word), as an archive of word sequences."""
    clips = [(signer, word, one) for (signer, word), some in words.items() for one in some]
    counts = [len(one) for _, _, one in clips]
    size, scale = np.array([640, 480]), 8192
    frames = SignSequence.joined([one for _, _, one in clips])
    pose = np.zeros((len(frames), len(BODY), 3))
    pose[:, [0, 14, 13, 16, 15, 12, 11], :2] = frames.body / size
    hands = np.concatenate([frames.hands / size, np.zeros((len(frames), 2, 21, 1))], 3)
    whole = np.where(np.isnan(hands).any(3, keepdims=True), UNSEEN, np.round(np.nan_to_num(hands) * scale))
    np.savez(
        path,
        word=np.array([word for _, word, _ in clips]),
        signer=np.array([signer for signer, _, _ in clips]),
        start=np.cumsum([0, *counts[:-1]]),
        count=np.array(counts),
        pose=np.round(pose * scale).astype(np.int16),
        right=whole[:, 0].astype(np.int16),
        left=whole[:, 1].astype(np.int16),
        scale=np.float64(scale),
    )
    return path
