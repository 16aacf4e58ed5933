from collections.abc import Iterable

import pytest

from signread.skeleton.hand import palm
from signread.spelling.slides import Slides
from signread.spelling.thresholds import Thresholds

from .streams import hand

STEP = 1 / 30
_, SIZE = palm(hand([4]))


def slides(places: Iterable[tuple[float, float]], *, letter: int | None = 0, pace: float = 0.4) -> list[bool]:
    """Whether the hand has slid, at each of its places; in palms from where it begins."""
    followed = Slides(Thresholds())
    return [followed.add(STEP, hand([4], x=320 + x * SIZE, y=240 + y * SIZE), letter, pace) for x, y in places]


def rest_and_go(across: float, down: float, seconds: float) -> list[tuple[float, float]]:
    steps = round(seconds / STEP)
    return (
        [(0.0, 0.0)] * 20
        + [(across * step / steps, down * step / steps) for step in range(1, steps + 1)]
        + [(across, down)] * 10
    )


@pytest.mark.parametrize("across", [-1.5, 1.5])
def test_a_hand_that_goes_aside_after_a_rest_has_slid(across: float) -> None:
    slid = slides(rest_and_go(across, 0, 0.3))
    assert not any(slid[:22])
    assert slid[-1]


def test_a_hand_that_falls_or_trembles_has_not() -> None:
    assert not any(slides(rest_and_go(0.5, 3, 0.3)))
    assert not any(slides([(0.3 * (-1) ** number, 0.0) for number in range(60)]))


def test_an_arm_that_drifts_has_not() -> None:
    assert not any(slides([(0.4 * number * STEP, 0.0) for number in range(150)]))


def test_a_hand_that_is_still_on_its_way_when_its_letter_begins_has_not() -> None:
    followed = Slides(Thresholds())
    for number in range(10):
        followed.add(STEP, hand([4], x=320 + 40 * number), 0, 0.4)
    assert not any(followed.add(STEP, hand([4], x=720), 1, 0.4) for _ in range(20))


def test_speed_is_in_palms_a_second_and_none_without_a_hand() -> None:
    followed = Slides(Thresholds())
    followed.add(STEP, hand([4]), None, 0.4)
    followed.add(STEP, hand([4], x=320 + 60), None, 0.4)
    assert followed.speed == pytest.approx(60 / SIZE / STEP, rel=0.01)
    assert not followed.rests
    assert not followed.add(STEP, None, None, 0.4)
    assert (followed.speed, followed.rests) == (0.0, False)
