"""The ways of a J and of a Z."""

import numpy as np

from signread.synthetic.shapes import FINE, Array, rotations, smooth, steps, turned


def hook(shape: Array, seconds: float, random: np.random.Generator) -> tuple[Array, Array, Array]:
    """A J: the little finger of an I leans outward, swings to the viewer and round, and comes up on the other side.

    The shapes (T, 21, 3), how far the palm has come (T, 2), and the part of the way, (T,).
    """
    uniform, time = random.uniform, steps(seconds)
    part = smooth(time) if uniform() < 0.5 else 0.5 * (time + smooth(time))
    first, second = uniform(0.25, 0.4), uniform(0.5, 0.7)
    ways = [0, first, second, 1]
    whole = uniform(70, 125) if uniform() < 0.2 else uniform(120, 190)
    lean = np.interp(part, ways, [0, uniform(30, 90), uniform(60, 105), uniform(5, 100)])
    tip = np.interp(part, ways, [0, uniform(0, 30), uniform(10, 50), uniform(5, 55)])
    turn = np.interp(part, ways, [0, uniform(0, 30), uniform(50, 115), whole])
    drop, side, rise = uniform(0, 1.6), uniform(-0.4, 1.2), uniform(-0.2, 0.6)
    across = np.interp(part, [0, first, 1], [0, -uniform(0, 0.6), side])
    down = np.interp(part, [0, second, 1], [0, drop, drop - rise])
    lean, tip, turn, across, down = (rounded(angle) for angle in (lean, tip, turn, across, down))
    return turned(shape, rotations(lean, tip, turn)), np.stack([across, down], 1), part


def zigzag(shape: Array, seconds: float, random: np.random.Generator) -> tuple[Array, Array]:
    """A Z: to one side, down aslant to the other, back again; by the arm, by the wrist, or both. As `hook`."""
    uniform = random.uniform
    wide, high = uniform(1, 5), uniform(0.8, 3) if uniform() < 0.6 else uniform(2, 7)
    level = wide * 0.5
    legs = [
        (-wide * uniform(0.8, 1.1), level * uniform(-0.2, 0.25)),
        (wide * uniform(0.75, 1.2), high),
        (-wide * uniform(0.8, 1.1), level * uniform(-0.2, 0.25)),
    ]
    at, parts = np.zeros(2), []
    for number, leg in enumerate(np.array(legs)):
        time, even = steps(seconds / 3 * uniform(0.75, 1.3)), uniform(0.4, 1)
        part = smooth(time) * even + time * (1 - even)
        bow = np.sin(np.pi * time) * uniform(-0.12, 0.12)
        parts.append(at + leg * part[:, None] + np.array([-leg[1], leg[0]]) * bow[:, None])
        at = at + leg
        if number < 2 and uniform() < 0.5:
            parts.append(np.repeat(at[None], round(uniform(0, 0.15) * FINE) + 1, 0))
    way = np.concatenate(parts)
    by_wrist = uniform(0, 1)
    lean = -by_wrist * uniform(10, 50) * (2 * way[:, 0] / wide + 1)
    tip = by_wrist * uniform(10, 100) * way[:, 1] / max(high, 1)
    shapes = turned(shape, rotations(np.clip(lean, -60, 60), np.clip(tip, -20, 110), 0 * lean))
    # A hand that points at the camera is misread, for as long as it does.
    unsure = random.uniform(0, 0.3) * np.clip(tip / 60 - 0.7, 0, 1)[:, None, None]
    shapes = shapes + unsure * (random.normal(0, 1, shape.shape) + 0.5 * random.normal(0, 1, shapes.shape))
    return shapes, np.stack([rounded(way[:, 0], 0.04), rounded(way[:, 1], 0.04)], 1) * (1 - 0.8 * by_wrist)


def rounded(values: Array, share: float = 0.12) -> Array:
    """Corners rounded off, over a share of the way to each side."""
    reach = max(int(len(values) * share), 1)
    rounded: Array = np.convolve(np.pad(values, reach, mode="edge"), np.ones(2 * reach + 1) / (2 * reach + 1), "valid")
    return rounded
