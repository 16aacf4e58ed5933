import numpy as np
import pytest

from signread.errors import DataError, ShapeError
from signread.signs.segments import raised, sample_of, trimmed
from signread.signs.sequence import STEPS, SignSequence, normalise
from tests.signs.people import RATE, across, observations, resting, signed


def test_place_and_size_of_a_person_do_not_matter() -> None:
    near, far = (sample_of(signed(across, size=size)) for size in (1.0, 0.4))
    np.testing.assert_allclose(near.hands, far.hands, atol=1e-4)
    np.testing.assert_allclose(near.body, far.body, atol=1e-4)


def test_speed_does_not_matter_but_is_known() -> None:
    slow, quick = (sample_of(signed(across, seconds=seconds)) for seconds in (2.0, 1.0))
    assert slow.duration > quick.duration
    # The ways of rising and falling take their time at either speed.
    assert np.abs(slow.hands - quick.hands).mean() < 0.15


def test_a_mirror_image_is_the_same_by_the_other_hand() -> None:
    right, left = sample_of(signed(across)), sample_of(signed(across, left=True))
    np.testing.assert_allclose(right.mirrored().hands, left.hands, atol=1e-4)
    np.testing.assert_allclose(right.mirrored().body, left.body, atol=1e-4)
    np.testing.assert_allclose(right.mirrored().mirrored().hands, right.hands, atol=1e-6)


def test_only_what_is_raised_counts() -> None:
    sign = signed(across, seconds=1.0, rest=1.0)
    kept = trimmed(sign)
    assert 1.0 <= kept.times[-1] - kept.times[0] <= 1.6
    assert raised(kept)[[0, -1]].all()
    assert not raised(resting(1.0)).any()
    assert len(trimmed(resting(1.0))) == RATE


def test_a_hand_that_is_lost_keeps_its_shape_at_the_wrist_of_the_body() -> None:
    sign = signed(across, rest=0.0)
    whole = normalise(sign)
    sign.hands[10:14] = np.nan
    gap = normalise(sign)
    assert gap.seen.min() < 0.5
    np.testing.assert_allclose(gap.hands[:, 0, 0], whole.hands[:, 0, 0], atol=0.12)
    assert np.isfinite(gap.hands).all()
    assert gap.hands.shape == (STEPS, 2, 21, 2)


def test_what_a_tracker_sees_becomes_a_sequence() -> None:
    sign = signed(across)
    again = SignSequence.of(sign.times, observations(sign))
    np.testing.assert_allclose(again.hands, sign.hands, atol=1e-4)
    np.testing.assert_allclose(again.body, sign.body, atol=1e-4)


def test_without_shoulders_there_is_nothing_to_measure_by() -> None:
    sign = signed(across)
    sign.body[:] = np.nan
    with pytest.raises(DataError, match="the shoulders are not in the picture"):
        normalise(sign)
    with pytest.raises(DataError, match="no frame"):
        normalise(sign.between(90, 99))
    with pytest.raises(ShapeError, match=r"hands must be \(0, 2, 21, 2\), got \(2, 2\)"):
        SignSequence(times=np.zeros(0), hands=np.zeros((2, 2), np.float32), body=sign.body)
