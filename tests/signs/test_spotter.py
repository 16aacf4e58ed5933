from itertools import pairwise

import pytest

from signread.signs.matcher import Matcher
from signread.signs.segments import sample_of
from signread.signs.sign_net import SignNet
from signread.signs.spotter import Spotter, spot
from tests.signs.people import RATE, across, circle, one_after_the_other, resting, signed, up


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    ways = {"across": across, "up": up, "circle": circle}
    return Matcher(
        SignNet(), {name: [sample_of(signed(way, seed=seed)) for seed in range(3)] for name, way in ways.items()}
    )


def test_signs_are_found_one_after_the_other(matcher: Matcher) -> None:
    stream = one_after_the_other(signed(up, seed=5), signed(across, seed=6), signed(circle, seed=7), signed(up, seed=8))
    found = spot(stream, matcher)
    assert [one.name for one in found] == ["up", "across", "circle", "up"]
    for one, after in pairwise(found):
        assert one.begin < one.end <= after.begin
    # Decided when the hands have rested a moment.
    assert all(0 < one.time - one.end < 0.5 for one in found)


def test_nothing_comes_of_resting(matcher: Matcher) -> None:
    assert spot(resting(3.0), matcher) == []
    assert spot(resting(3.0).between(5, 6), matcher) == []


def test_a_clip_may_end_while_the_hands_are_up(matcher: Matcher) -> None:
    sign = signed(across, seed=5, rest=0.3)
    cut = sign.between(0, 0.3 + 0.25 + 1.0 + 0.1)
    assert [one.name for one in spot(cut, matcher)] == ["across"]


def test_the_future_changes_nothing(matcher: Matcher) -> None:
    stream = one_after_the_other(signed(up, seed=5), signed(across, seed=6))
    whole, half = Spotter(matcher), Spotter(matcher)
    frames = list(stream.frames())
    some = [hit for frame in frames[: len(frames) // 2] for hit in half.add_frame(frame)]
    every = [hit for frame in frames for hit in whole.add_frame(frame)]
    assert every[: len(some)] == some


def test_it_remembers_only_a_few_seconds(matcher: Matcher) -> None:
    spotter = Spotter(matcher)
    for frame in resting(30.0).frames():
        spotter.add_frame(frame)
    assert len(spotter._frames) <= 6 * RATE
