"""What the tracker of bodies sees where the same clip is filmed otherwise: its agreement with itself.

    python benchmarks/bodies.py colours/*/*.mp4

Printed are, with fewer frames a second, from farther away and in other light: of the hands, bodies and faces that were
seen before, how many are seen still, and how far their points are from where they were, in shoulder widths. And how
long a frame takes.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from machine import describe, spread
from numpy.typing import NDArray

from signread import Clip, Frame, Observation, open_video
from signread.augmentation.corruptions import CORRUPTIONS
from signread.evaluation.conditions import smaller
from signread.skeleton.body import SHOULDERS
from signread.tracking.holistic import HolisticTracker
from signread.types import Picture

Array = NDArray[np.floating]
WARM_UP = 5
"""Frames at the beginning of each clip whose time is not counted."""
HELD_S = 0.15
"""Seconds for which a face counts as seen: it is not looked for in every frame."""
UPPER = 25
"""Points of the body down to the hips: legs are seldom in the picture."""
LIGHTS = ("darker", "lighter", "noisier", "heavily blurred")
"""Names of the corruptions that are a matter of light and lens begin so."""


@dataclass(frozen=True)
class Condition:
    """every: how manieth frame is seen. far: how many times as far away. change: what becomes of each picture."""

    every: int = 1
    far: float = 1.0
    change: Callable[[Picture], Picture] = CORRUPTIONS["as it is"]


@dataclass
class Tally:
    """Of one part: how often it was seen before, how often still, and how far away each time."""

    before: int = 0
    off: list[float] = field(default_factory=list)


CONDITIONS: Mapping[str, Condition] = {
    "15 frames/s": Condition(every=2),
    "10 frames/s": Condition(every=3),
    **{f"{far:g} times as far": Condition(far=far) for far in (1.5, 2.0, 3.0)},
    **{name: Condition(change=change) for name, change in CORRUPTIONS.items() if name.startswith(LIGHTS)},
}


def otherwise(frames: list[Frame], condition: Condition) -> Iterator[Frame]:
    for frame in frames[:: condition.every]:
        yield replace(frame, image=condition.change(smaller(frame.image, 1 / condition.far)))


def brought_near(points: Array, image: Picture, times: float) -> Array:
    """Points of such a picture where they would have been."""
    middle = np.array(image.shape[1::-1]) / 2
    return (points - middle) * times + middle


def held(frames: list[Frame], observations: Iterable[Observation]) -> Iterator[Observation]:
    """The same, with the face that was last seen where it was not looked for."""
    face, since = None, -np.inf
    for frame, observation in zip(frames, observations, strict=True):
        if observation.face is not None:
            face, since = observation.face, frame.time
        yield replace(observation, face=face if frame.time - since <= HELD_S else None)


def parts_of(observation: Observation) -> dict[str, Array | None]:
    right, left = observation.side("right"), observation.side("left")
    return {
        "right hand": None if right is None else right.points[:, :2],
        "left hand": None if left is None else left.points[:, :2],
        "body": None if observation.body is None else observation.body[:UPPER, :2],
        "face": None if observation.face is None else observation.face[:, :2],
    }


def compare(
    frames: list[Frame], tracker: HolisticTracker, before: list[Observation], into: dict[str, dict[str, Tally]]
) -> None:
    for name, condition in CONDITIONS.items():
        clip = Clip(frames=otherwise(frames, condition), is_live=False)
        seen_frames = frames[:: condition.every]
        now = held(seen_frames, tracker.track(clip))
        for frame, old, new in zip(seen_frames, before[:: condition.every], now, strict=True):
            if old.body is None:
                continue
            shoulders = float(np.linalg.norm(np.diff(old.body[list(SHOULDERS), :2], axis=0)))
            seen = parts_of(new)
            for part, points in parts_of(old).items():
                if points is None:
                    continue
                tally = into[name].setdefault(part, Tally())
                tally.before += 1
                found = seen[part]
                if found is not None:
                    off = brought_near(found, frame.image, condition.far) - points
                    tally.off.append(float(np.linalg.norm(off, axis=1).mean()) / max(shoulders, 1.0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", type=Path)
    args = parser.parse_args()
    print(describe("signread", "mediapipe", "numpy"))
    tracker, milliseconds = HolisticTracker(), []
    tallies: dict[str, dict[str, Tally]] = {name: {} for name in CONDITIONS}
    for path in args.videos:
        with open_video(path) as clip:
            frames = list(clip)
        before, began = [], perf_counter()
        for observation in tracker.track(Clip(frames=iter(frames), is_live=False)):
            before.append(observation)
            if len(before) > WARM_UP:
                milliseconds.append(1000 * (perf_counter() - began))
            began = perf_counter()
        compare(frames, tracker, list(held(frames, before)), tallies)
    print(f"a frame of {len(args.videos)} clips: {spread(milliseconds, 'ms')}, mean {np.mean(milliseconds):.1f} ms")
    for name, parts in tallies.items():
        row = (
            f"{part} {len(tally.off) / tally.before:.0%} {np.median(tally.off) if tally.off else np.nan:.3f}"
            for part, tally in parts.items()
        )
        print(f"{name:24}", "; ".join(row))


if __name__ == "__main__":
    main()
