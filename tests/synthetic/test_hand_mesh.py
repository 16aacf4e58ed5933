import numpy as np
import pytest
import torch
from torch import Tensor

from signread.handshapes.joint_angles import DIGITS, american
from signread.synthetic.anatomy import average_hand, hand_of, random_hand
from signread.synthetic.hand_mesh import BONES

ALMOST = 0.99
"""Nobody's fingers are straight as rulers: they bend a little to the side."""
STRAIGHT = torch.tensor([[60.0, 20, 0, 0, 0], *[[0.0, 0, 0, 0, 0]] * 4], dtype=torch.double)


def bones(joints: Tensor) -> Tensor:
    sides = joints[:, 1:] - joints[:, :-1]
    lengths: Tensor = sides.norm(dim=2, keepdim=True)
    return sides / lengths


def bent(*rows: tuple[int, int, float]) -> Tensor:
    angles = STRAIGHT.clone()
    for digit, place, degrees in rows:
        angles[digit, place] = degrees
    return angles[None]


def test_an_average_hand_is_as_long_as_measured_ones() -> None:
    """Buryanov and Kotiuk, 2010, in mm: proximal, middle and, with the skin, distal bone; metacarpal of the middle."""
    hand = average_hand()
    lengths = 1000 * (hand.joints[:, 1:] - hand.joints[:, :-1]).norm(dim=2)
    measured = torch.tensor([[39.8, 22.4, 19.7], [44.6, 26.3, 21.4], [41.4, 25.7, 21.3], [32.7, 18.1, 19.7]])
    assert (lengths[1:] / measured - 1).abs().mean() < 0.2
    assert 85 < 1000 * hand.joints[2, 0].norm() < 105
    assert 160 < 1000 * hand.points[:, 1].max() < 220


def test_weights_carry_every_point() -> None:
    hand = average_hand()
    assert hand.weights.shape == (len(hand.points), len(BONES))
    assert torch.allclose(hand.weights.sum(1), torch.ones(len(hand.points), dtype=torch.double))


def test_straight_fingers_lie_in_the_palms_plane() -> None:
    _, joints = average_hand().posed(STRAIGHT[None])
    for finger in bones(joints[0])[1:]:
        assert finger[0].tolist() == pytest.approx([0, 1, 0], abs=1e-6)
        assert (finger[:, 1] > ALMOST).all()


def test_a_finger_bends_into_the_palm_and_aside() -> None:
    _, joints = average_hand().posed(torch.cat([bent((2, 0, 90)), bent((2, 1, 90)), bent((2, 3, 20))]))
    knuckle, middle, aside = (bones(one)[2] for one in joints)
    assert (knuckle[:, 2] > ALMOST).all()
    assert middle[0].tolist() == pytest.approx([0, 1, 0], abs=1e-6)
    assert (middle[1:, 2] > ALMOST).all()
    assert np.degrees(float(torch.atan2(aside[0, 0], aside[0, 1]))) == pytest.approx(20)


def test_bones_keep_their_length_and_the_wrist_its_place() -> None:
    hand = average_hand()
    angles = torch.stack([torch.as_tensor(shape.angles) for shape in american()])
    points, joints = hand.posed(angles)
    lengths = (joints[:, :, 1:] - joints[:, :, :-1]).norm(dim=3)
    assert torch.allclose(lengths, (hand.joints[:, 1:] - hand.joints[:, :-1]).norm(dim=2).expand_as(lengths))
    forearm = hand.weights[:, 0] == 1
    assert forearm.sum() > 100
    assert torch.allclose(points[:, forearm], hand.points[forearm].expand(len(angles), -1, 3))


def test_proportions_are_what_was_asked() -> None:
    hand = average_hand()
    longer = hand.with_proportions(palm=(1, 0.9, 1), lengths={"index": 1.2}, thickness={"little": 1.3})
    lengths = [(one.joints[:, 1:] - one.joints[:, :-1]).norm(dim=2) for one in (hand, longer)]
    assert torch.allclose(lengths[1][1], 1.2 * lengths[0][1])
    assert torch.allclose(lengths[1][2:], lengths[0][2:])
    assert torch.allclose(longer.joints[1:, 0, 1], 0.9 * hand.joints[1:, 0, 1])


def test_people_differ_and_the_same_seed_is_the_same_person() -> None:
    one, same, other = (random_hand(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (one.points == same.points).all()
    assert (one.points - other.points).norm(dim=1).max() > 0.005
    assert (hand_of(np.zeros(24)).points == average_hand().points).all()


def test_digits_are_named_thumb_first() -> None:
    assert DIGITS == ("thumb", "index", "middle", "ring", "little")
    assert average_hand().joints[0, -1, 0] > average_hand().joints[4, -1, 0]
