import numpy as np
import pytest

from signread import DataError
from signread.signs.book import SignBook
from signread.signs.recording import doubts, example_of, recorded
from signread.signs.segments import sample_of
from signread.signs.sequence import SignSequence
from signread.signs.sign_net import SignNet
from signread.types import Clip, Frame
from tests.signs.people import across, circle, observations, one_after_the_other, resting, signed, up


class Watched:
    """A tracker that sees a made-up person."""

    def __init__(self, stream: SignSequence) -> None:
        self.stream = stream

    def track(self, clip):  # type: ignore[no-untyped-def]
        for _, one in zip(clip, observations(self.stream), strict=True):
            yield one


def test_a_camera_records_one_sign_after_the_other() -> None:
    signs = [signed(across, rest=0.8, seed=1), signed(up, rest=0.8, seed=2), signed(circle, rest=0.8, seed=3)]
    stream = one_after_the_other(resting(1.0), *signs)
    picture = np.zeros((4, 4, 3), np.uint8)
    clip = Clip(frames=[Frame(picture, float(time)) for time in stream.times])
    states: list[str] = []
    taken = list(recorded(clip, Watched(stream), states.append))
    assert len(taken) == 3
    assert states[:3] == ["rest", "sign", "signing"]
    for one, sign in zip(taken, signs, strict=True):
        apart = np.abs(example_of(one, "take").hands - sample_of(sign).hands).mean()
        assert apart < 0.02


def test_a_recording_that_is_none_is_said() -> None:
    with pytest.raises(DataError, match=r"a.mp4: no raised hand is seen; expected head, shoulders and hands"):
        example_of(resting(1.0), "a.mp4")
    with pytest.raises(DataError, match=r"a hand is raised for 9.\d s, expected 0.2 to 8 s"):
        example_of(signed(across, seconds=9.0), "a.mp4")
    lost = signed(across, seconds=2.0)
    lost.hands[17:52] = np.nan
    with pytest.raises(DataError, match=r"the hands are out of the picture, or not found, in \d\d% of the sign"):
        example_of(lost, "a.mp4")


def test_odd_examples_are_said() -> None:
    net = SignNet()
    three = [sample_of(signed(up, seed=seed)) for seed in range(3)]
    same = SignBook({}).add("up", three)
    assert doubts(net, same, "up") == []
    (odd,) = doubts(net, same.add("up", [sample_of(signed(across, spread=0.0))]), "up")
    assert str(odd).startswith("example 4 differs wildly from the others (0.")
    twice = same.add("other", [sample_of(signed(up, seed=9))])
    (alike,) = doubts(net, twice, "other")
    assert "example 1 looks like the sign up" in str(alike)
