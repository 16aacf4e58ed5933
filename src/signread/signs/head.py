"""What the head says: a headshake (negation), a nod (affirmation), from the movement of a face.

Movements are measured in units that no camera changes: yaw in degrees, from a scaled orthographic fit of the face's own
rigid shape; the nose's place in sixtieths of the distance between the eyes, which is about a millimetre. A frame is
judged by how fast the head turns, with the turning points of an oscillation filled (a morphological closing); a run of
such frames by its swings. `benchmarks/head.py` fits the numbers and measures them on people left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]
Gesture = Literal["no", "yes"]

RATE = 30.0
"""Steps a second at which movements are judged, whatever the frames' rate."""
EYE_DISTANCE = 60.0
"""Units between the eyes."""
RIGID = (33, 133, 263, 362, 168, 6, 197, 195, 5, 1, 98, 327)
"""Points of MediaPipe's face mesh that no expression moves: corners of the eyes, bridge, tip and wings of the nose."""
RIGHT_EYE, LEFT_EYE, NOSE = (33, 133), (362, 263), 1
SMOOTH_S = 0.12
"""Standard deviation with which levels are smoothed."""
GAP_S, LEAST_S = 0.2, 0.3
"""Runs nearer to each other are one; shorter ones are none."""
LOW = -2.5
"""Log-odds of frames that may belong to a mark."""
WITHIN_S = 0.9
"""Seconds in which a nod goes both ways."""

FRAME: dict[Gesture, tuple[float, ...]] = {"no": (3.339, -11.249), "yes": (1.470, -0.960, 1.058, -8.843)}
"""Weights of the frame features, and their constant."""
RUN: dict[Gesture, dict[str, float]] = {
    "no": {"path": 2.808, "third": 1.302, "other": -2.552, "constant": 0.700},
    "yes": {
        "range": -0.677,
        "other": -0.513,
        "third": 0.340,
        "path": 3.143,
        "duration": -0.458,
        "roll": -0.915,
        "peak": 1.032,
        "constant": 0.004,
    },
}
"""Weights of a run's features."""
ACCEPT: dict[Gesture, float] = {"no": -0.338, "yes": -0.919}
"""Log-odds from which a run is a mark."""
FEWEST_SWINGS: dict[Gesture, int] = {"no": 3, "yes": 2}
"""In a run: who looks aside turns the head once."""
SWING: dict[Gesture, tuple[float, float, float]] = {"no": (0.05, 0.15, 1.0), "yes": (0.03, 0.25, 0.7)}
"""Smoothing in seconds, least share of the whole range, and least size of a swing."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HeadMotion:
    """How a head moves over F frames.

    times: (F,) seconds, growing. yaw, roll: (F,) degrees. nose_x, nose_y: (F,) the tip of the nose in the picture, to
    the right and down, in sixtieths of the distance between the eyes.
    """

    times: Array
    yaw: Array
    roll: Array
    nose_x: Array
    nose_y: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the head said.

    name: "no" for a headshake, "yes" for a nod. begin, end: seconds. log_odds: of its being one.
    """

    name: Gesture
    begin: float
    end: float
    log_odds: float


def head_motion(
    times: Array,
    rigid: Floats,
    right_eye: Floats,
    left_eye: Floats,
    nose: Floats,
    shape: Array | None = None,
) -> HeadMotion:
    """The motion of a face's points. rigid: (F, P, 3), what does not move within the face; the others (F, 2) pixels.

    shape: (P, 3) of the rigid points; by default what they mostly are in these frames.
    """
    if shape is None:
        shape = rigid_shape(rigid)
    yaw, roll = _angles(np.asarray(rigid[:, :, :2], np.float64), shape)
    unit = EYE_DISTANCE / max(float(np.median(np.linalg.norm(left_eye - right_eye, axis=1))), 1e-6)
    place = np.asarray(nose * unit, np.float64)
    return HeadMotion(times=times, yaw=yaw, roll=roll, nose_x=place[:, 0], nose_y=place[:, 1])


def motion_of_faces(times: Iterable[float], faces: Iterable[NDArray[np.float32]]) -> HeadMotion:
    """The motion of MediaPipe's face meshes, (478, 3) each in picture pixels."""
    meshes = np.stack(list(faces)).astype(np.float64)
    return head_motion(
        np.array(list(times), np.float64),
        meshes[:, RIGID],
        meshes[:, RIGHT_EYE, :2].mean(1),
        meshes[:, LEFT_EYE, :2].mean(1),
        meshes[:, NOSE, :2],
    )


def rigid_shape(points: Floats, rounds: int = 5, most: int = 60) -> Array:
    """The shape, (P, 3), that rigid points, (F, P, 3), mostly have, whichever way they are turned (Procrustes)."""
    some = np.asarray(points[:: max(1, len(points) // most)], np.float64)
    centred = some - some.mean(1, keepdims=True)
    shape: Array = np.median(centred, axis=0)
    for _ in range(rounds):
        left, _, right = np.linalg.svd(np.swapaxes(centred, 1, 2) @ shape)
        flip = np.ones((len(centred), 3))
        flip[:, 2] = np.sign(np.linalg.det(left @ right))
        shape = np.median(centred @ ((left * flip[:, None]) @ right), axis=0)
    middle: Array = shape - shape.mean(0)
    return middle


def frame_features(motion: HeadMotion, gesture: Gesture) -> tuple[Array, tuple[Array, ...]]:
    """Times, RATE a second, and what is known of the head then: how fast it moves, and whether one way or both."""
    at, (yaw, x, y) = _on_grid(motion, motion.yaw, motion.nose_x, motion.nose_y)
    if gesture == "no":
        return at, ((_speed_level(yaw, 0.4) + _speed_level(yaw, 0.8)) / 2,)
    return at, (_speed_level(y, 0.4), _swing_level(x), _both_ways(y))


def frame_log_odds(motion: HeadMotion, gesture: Gesture) -> tuple[Array, Array]:
    """Times, RATE a second, and the log-odds that the head then shakes or nods."""
    at, features = frame_features(motion, gesture)
    *weights, constant = FRAME[gesture]
    return at, sum((weight * one for weight, one in zip(weights, features, strict=True)), np.full(len(at), constant))


def candidates(motion: HeadMotion, gesture: Gesture) -> list[tuple[float, float, dict[str, float]]]:
    """Begin, end and features of every run of frames that may be a mark."""
    if len(motion.times) < 2:
        return []
    at, log_odds = frame_log_odds(motion, gesture)
    return [
        (begin, end, run_features(motion, gesture, begin, end, float(log_odds[(at >= begin) & (at <= end)].max())))
        for begin, end in _runs(at, log_odds > LOW)
    ]


def scored_runs(motion: HeadMotion, gesture: Gesture) -> list[tuple[float, float, float]]:
    """Begin, end and log-odds of every run that may be a mark."""
    weights = RUN[gesture]
    return [
        (begin, end, weights["constant"] + sum(weights.get(name, 0.0) * value for name, value in features.items()))
        for begin, end, features in candidates(motion, gesture)
        if features["swings"] >= FEWEST_SWINGS[gesture]
    ]


def marks(motion: HeadMotion, gestures: Iterable[Gesture] = ("no", "yes")) -> list[Mark]:
    """The headshakes and nods of a motion, by their beginnings."""
    found = [
        Mark(name=gesture, begin=begin, end=end, log_odds=score)
        for gesture in gestures
        for begin, end, score in scored_runs(motion, gesture)
        if score >= ACCEPT[gesture]
    ]
    return sorted(found, key=lambda mark: mark.begin)


def run_features(motion: HeadMotion, gesture: Gesture, begin: float, end: float, peak: float) -> dict[str, float]:
    """What one run of frames looks like: its range, its swings, and what else the head does meanwhile."""
    at, (yaw, roll, x, y) = _on_grid(motion, motion.yaw, motion.roll, motion.nose_x, motion.nose_y)
    inside = (at >= begin - 0.1) & (at <= end + 0.1)
    sigma, share, least = SWING[gesture]
    moving, other = (_smooth(one, sigma)[inside] for one in ((yaw, y) if gesture == "no" else (y, x)))
    span = float(np.ptp(moving))
    swings = np.sort(np.abs(np.diff(moving[_turning_points(moving, max(share * span, least))])))[::-1]
    return {
        "range": float(np.log(span + 1)),
        "other": float(np.log(np.ptp(other) + 1)),
        "third": float(np.log((swings[2] if len(swings) > 2 else 0.0) + 1)),
        "swings": float(len(swings)),
        "path": float(np.log(swings.sum() / (span + 1) + 0.2)),
        "duration": float(np.log(end - begin + 0.1)),
        "roll": float(np.log(np.ptp(_smooth(roll, sigma)[inside]) + 1)),
        "peak": peak,
    }


def _angles(points: Array, shape: Array) -> tuple[Array, Array]:
    """Yaw and roll in degrees: the scaled orthographic fit of a shape, (P, 3), to points, (F, P, 2)."""
    flat = np.einsum("kp,fpd->fdk", np.linalg.pinv(shape), points - points.mean(1, keepdims=True))
    left, _, right = np.linalg.svd(flat, full_matrices=False)
    two = left @ right
    third = np.cross(two[:, 0], two[:, 1])
    yaw = np.degrees(np.arctan2(two[:, 0, 2], third[:, 2]))
    return yaw, np.degrees(np.arctan2(two[:, 1, 0], two[:, 1, 1]))


def _on_grid(motion: HeadMotion, *values: Array) -> tuple[Array, list[Array]]:
    at = np.arange(motion.times[0], motion.times[-1] + 1e-9, 1 / RATE)
    return at, [np.interp(at, motion.times, one) for one in values]


def _smooth(values: Array, sigma: float) -> Array:
    """By a Gaussian of `sigma` seconds, the ends held."""
    reach = int(np.ceil(3 * sigma * RATE))
    kernel: Array = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (sigma * RATE)) ** 2)
    smoothed: Array = np.convolve(np.pad(values, reach, mode="edge"), kernel / kernel.sum(), "valid")
    return smoothed


def _windows(values: Array, seconds: float) -> Array:
    reach = round(seconds * RATE / 2)
    windows: Array = np.lib.stride_tricks.sliding_window_view(np.pad(values, reach, mode="edge"), 2 * reach + 1)
    return windows


def _closed(values: Array, seconds: float) -> Array:
    """The largest, then the least of a window: dips shorter than it are filled."""
    closed: Array = _windows(_windows(values, seconds).max(1), seconds).min(1)
    return closed


def _speed_level(values: Array, seconds: float) -> Array:
    speed = np.abs(np.gradient(values) * RATE) if len(values) > 1 else np.zeros(len(values))
    return np.log(_smooth(_closed(speed, seconds), SMOOTH_S) + 3)


def _swing_level(values: Array) -> Array:
    band = _smooth(values, 0.03) - _smooth(values, 0.4)
    return np.log(_smooth(_closed(np.abs(band), 0.4), SMOOTH_S) + 0.5)


def _both_ways(values: Array) -> Array:
    speed = np.gradient(_smooth(values, 0.03)) * RATE if len(values) > 1 else np.zeros(len(values))
    least = np.minimum(_windows(speed, WITHIN_S).max(1), _windows(-speed, WITHIN_S).max(1))
    level: Array = np.log(np.maximum(least, 0) + 3)
    return level


def _turning_points(values: Array, least: float) -> NDArray[np.int64]:
    """Where swings of at least a size end; the first and the last step, too."""
    found, high, low, way = [0], 0, 0, 0
    for step in range(1, len(values)):
        high, low = (step if values[step] > values[high] else high), (step if values[step] < values[low] else low)
        if way >= 0 and values[high] - values[step] >= least:
            found.append(high)
            way, low, high = -1, step, step
        elif way <= 0 and values[step] - values[low] >= least:
            found.append(low)
            way, low, high = 1, step, step
    return np.unique([*found, len(values) - 1])


def _runs(at: Array, chosen: NDArray[np.bool_]) -> list[tuple[float, float]]:
    edges = np.diff(np.concatenate([[0], chosen.astype(int), [0]]))
    runs: list[tuple[float, float]] = []
    for first, last in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True):
        if runs and at[first] - runs[-1][1] < GAP_S:
            runs[-1] = (runs[-1][0], float(at[last]))
        else:
            runs.append((float(at[first]), float(at[last])))
    return [(begin, end) for begin, end in runs if end - begin >= LEAST_S]
