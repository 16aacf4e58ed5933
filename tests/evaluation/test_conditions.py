import numpy as np
import pytest

from signread.evaluation.conditions import PACES, at_a_busy_pace, at_rate, conditions, from_afar, quicker
from signread.skeleton.hand import extent
from signread.sources import open_video
from signread.tracking.hand_tracker import HandTracker
from signread.types import Clip, Frame, Picture

from ..conftest import still_video


def numbered(count: int, rate: float) -> Clip:
    """Frames whose grey value is their number."""
    frames = (Frame(np.full((4, 4, 3), number, np.uint8), number / rate) for number in range(count))
    return Clip(frames=frames, name="numbered", rate=rate)


def seen(clip: Clip) -> list[tuple[float, int]]:
    return [(round(frame.time, 6), int(frame.image[0, 0, 0])) for frame in clip]


def test_a_camera_of_another_rate_sees_the_last_frame_that_was_there() -> None:
    assert seen(at_rate(numbered(5, 10.0), 20.0)) == [(0.05 * step, step // 2) for step in range(9)]
    assert seen(at_rate(numbered(5, 10.0), 5.0)) == [(0.0, 0), (0.2, 2), (0.4, 4)]


def test_a_hand_that_is_twice_as_fast_is_filmed_at_the_same_rate() -> None:
    assert seen(quicker(numbered(9, 10.0), 2.0)) == [(0.0, 0), (0.1, 2), (0.2, 4), (0.3, 6), (0.4, 8)]


def test_a_busy_browser_looks_when_it_can() -> None:
    shown = seen(at_a_busy_pace(numbered(100, 30.0)))
    gaps = np.diff([time for time, _ in shown])
    assert 0.02 < np.median(gaps) < 0.08
    assert gaps.max() > 2 * np.median(gaps)
    assert [number for _, number in shown] == sorted(number for _, number in shown)


@pytest.mark.usefixtures("hand_networks")
def test_a_hand_from_afar_has_the_share_of_the_height_that_was_asked_for(hello: object) -> None:
    first = next(iter(open_video(str(hello)))).image
    with_margin: Picture = np.asarray(first)
    far = from_afar(still_video(with_margin, 0.5), 1 / 6)
    frames = list(far)
    assert frames[0].image.shape == first.shape
    tracker = HandTracker()
    (*_, observation) = tracker.track(Clip(frames=iter(frames), name="far"))
    tracker.close()
    assert observation.hand is not None
    assert extent(observation.hand.points) / first.shape[0] == pytest.approx(1 / 6, rel=0.2)


def test_where_no_hand_is_nothing_is_made_smaller() -> None:
    grey = np.full((120, 160, 3), 128, np.uint8)
    assert all(np.array_equal(frame.image, grey) for frame in from_afar(still_video(grey, 0.3), 1 / 6))


def test_the_paces_are_among_the_conditions() -> None:
    assert set(PACES) <= set(conditions())
