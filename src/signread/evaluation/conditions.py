"""Clips as others would have filmed them: by another camera, from farther away, of a quicker hand."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from itertools import count, islice, tee

import cv2
import numpy as np

from signread.skeleton.hand import extent
from signread.sources import open_video
from signread.tracking.hand_tracker import HandTracker
from signread.types import Clip, Frame, Picture

RATES = (8, 10, 15, 25, 30, 60)
"""Frames a second."""
UNEVEN = "a busy browser's pace"
SPEEDS = (1.5, 2.0, 3.0, 4.0)
"""How many times as fast."""
SHARES = (3, 6, 10, 15)
"""A hand is one of so many parts of the picture's height."""

MEASURED = 300
"""Frames by which it is measured how large a hand is."""
CLOCK_S = 1e-3
"""Times of frames are often rounded to this."""

Condition = Callable[[Clip], Clip]


def paces() -> dict[str, Condition]:
    """The conditions of the camera's pace, under which the same text is expected."""
    return {**{f"{rate} frames/s": partial(at_rate, rate=rate) for rate in RATES}, UNEVEN: at_a_busy_pace}


def conditions() -> dict[str, Condition]:
    """Every condition by its name, those of the camera's pace first."""
    return {
        **paces(),
        **{f"{speed:g} times as fast": partial(quicker, speed=speed) for speed in SPEEDS},
        **{f"a hand of 1/{share} of the height": partial(from_afar, share=1 / share) for share in SHARES},
    }


def at_rate(clip: Clip, rate: float) -> Clip:
    """The clip as a camera of another rate would give it: at each of its times the last frame that was there."""
    return replace(clip, frames=_resampled(clip, (number / rate for number in count())), rate=rate)


def at_a_busy_pace(clip: Clip) -> Clip:
    """The same, at the times at which a browser on a busy machine came to look at its camera."""
    return replace(clip, frames=_resampled(clip, _busy_times()), rate=None)


def quicker(clip: Clip, speed: float) -> Clip:
    """A hand that is so many times as fast, by a camera of the same rate."""
    hurried = (replace(frame, time=frame.time / speed) for frame in clip)
    rate = clip.rate or 30.0
    return replace(clip, frames=_resampled(hurried, (number / rate for number in count())), rate=rate)


def from_afar(clip: Clip, share: float) -> Clip:
    """The clip from so far away that the hand, as large as it mostly is, has that share of the picture's height.

    Around it is what the picture's edge shows. A hand that is already smaller stays as it is.
    """
    mostly = _hand_share(clip.name)
    scale = min(share / mostly, 1.0) if mostly else 1.0
    return replace(clip, frames=(replace(frame, image=smaller(frame.image, scale)) for frame in clip))


@cache
def _hand_share(path: str) -> float | None:
    """The hand's longer side in a video's first frames, of the picture's height: the median; None without a hand."""
    with open_video(path) as clip, closing(HandTracker()) as tracker:
        frames, followed = tee(islice(clip, MEASURED))
        observed = zip(frames, tracker.track(replace(clip, frames=followed)), strict=True)
        shares = [
            extent(observation.hand.points) / frame.image.shape[0]
            for frame, observation in observed
            if observation.hand is not None
        ]
    return float(np.median(shares)) if shares else None


def smaller(image: Picture, scale: float) -> Picture:
    """The picture in the middle of one as large, whose edges go on as its own do."""
    height, width = image.shape[:2]
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    below, right = height - small.shape[0] - top, width - small.shape[1] - left
    framed: Picture = np.asarray(cv2.copyMakeBorder(small, top, below, left, right, cv2.BORDER_REPLICATE), np.uint8)
    return framed


def _resampled(frames: Clip | Iterator[Frame], times: Iterator[float]) -> Iterator[Frame]:
    latest = None
    time = next(times)
    for frame in frames:
        while latest is not None and time < frame.time - CLOCK_S:
            yield replace(latest, time=time)
            time = next(times)
        latest = frame
    while latest is not None and time <= latest.time + CLOCK_S:
        yield replace(latest, time=time)
        time = next(times)


@cache
def _busy_intervals() -> Sequence[float]:
    """Seconds between frames: `busy_browser.json` tells how they were measured."""
    text = (files("signread.evaluation") / "busy_browser.json").read_text("utf-8")
    return tuple(milliseconds / 1000 for milliseconds in json.loads(text)["milliseconds"])


def _busy_times() -> Iterator[float]:
    time = 0.0
    while True:
        for interval in _busy_intervals():
            yield time
            time += interval
