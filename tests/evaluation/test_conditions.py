from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from signread.evaluation.conditions import at_a_busy_pace, at_rate, conditions, from_afar, paces, quicker
from signread.skeleton.hand import extent
from signread.sources import open_video
from signread.tracking.hand_tracker import HandTracker
from signread.types import Clip, Frame

from ..conftest import write_video


def numbered(count: int, rate: float) -> Clip:
    """Frames whose grey value is their number."""
    frames = (Frame(np.full((4, 4, 3), number, np.uint8), number / rate) for number in range(count))
    return Clip(frames=frames, name="numbered", rate=rate)


def seen(clip: Clip) -> list[tuple[float, int]]:
    return [(round(frame.time, 6), int(frame.image[0, 0, 0])) for frame in clip]


def test_a_camera_of_another_rate_sees_the_last_frame_that_was_there() -> None:
    assert seen(at_rate(numbered(5, 10.0), 20.0)) == [(round(0.05 * step, 6), step // 2) for step in range(9)]
    assert seen(at_rate(numbered(5, 10.0), 5.0)) == [(0.0, 0), (0.2, 2), (0.4, 4)]


def test_a_hand_that_is_twice_as_fast_is_filmed_at_the_same_rate() -> None:
    assert seen(quicker(numbered(9, 10.0), 2.0)) == [(0.0, 0), (0.1, 2), (0.2, 4), (0.3, 6), (0.4, 8)]


def test_a_busy_browser_looks_when_it_can() -> None:
    shown = seen(at_a_busy_pace(numbered(100, 30.0)))
    gaps = np.diff([time for time, _ in shown])
    assert 0.02 < np.median(gaps) < 0.08
    assert gaps.max() > 2 * np.median(gaps)
    assert [number for _, number in shown] == sorted(number for _, number in shown)


def test_times_that_are_rounded_lose_no_frame() -> None:
    rounded = (replace(frame, time=round(frame.time, 3)) for frame in numbered(60, 30.0))
    shown = seen(at_rate(Clip(frames=rounded, name="rounded", rate=30.0), 30.0))
    assert [number for _, number in shown] == list(range(60))


@pytest.mark.usefixtures("hand_networks")
def test_a_hand_from_afar_has_the_share_of_the_height_that_was_asked_for(hello: Path) -> None:
    with open_video(hello) as near, open_video(hello) as clip:
        height = next(iter(near)).image.shape[0]
        frames = list(from_afar(clip, 1 / 6))
    assert frames[0].image.shape[0] == height
    tracker = HandTracker()
    hands = [one.hand for one in tracker.track(Clip(frames=iter(frames), name="far")) if one.hand is not None]
    tracker.close()
    assert len(hands) > len(frames) / 2
    assert np.median([extent(hand.points) for hand in hands]) / height == pytest.approx(1 / 6, rel=0.15)


@pytest.mark.usefixtures("hand_networks")
def test_where_no_hand_is_nothing_is_made_smaller(tmp_path: Path) -> None:
    video = write_video(tmp_path / "grey.mp4")
    with open_video(video) as clip, open_video(video) as same:
        assert all(np.array_equal(a.image, b.image) for a, b in zip(from_afar(clip, 1 / 6), same, strict=True))


def test_the_paces_are_among_the_conditions() -> None:
    assert set(paces()) <= set(conditions())
