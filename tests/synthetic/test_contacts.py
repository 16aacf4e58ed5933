import numpy as np
import pytest
import torch

from signread.handshapes.joint_angles import Handshape, american
from signread.synthetic.anatomy import average_hand, random_hand
from signread.synthetic.contacts import Contacts, Touches, limits, solved
from signread.synthetic.hand_mesh import HandMesh
from signread.synthetic.penetration import Penetration

DEEPEST_MM, IN_PALM_MM = 1.0, 7.5
"""In another digit, and in the palm, whose flesh yields."""
WIDEST_MM = 5.0
HARDEST = ("A beside", "E closed", "F spread", "M tucked", "R usual", "S usual", "T usual")


def faults(hand: HandMesh, shapes: list[Handshape]) -> dict[str, tuple[float, ...]]:
    angles = solved(hand, shapes)
    assert ((limits()[0] <= angles) & (angles <= limits()[1])).all()
    points, _ = hand.posed(angles)
    skin, touches = Penetration(hand), Touches(Contacts(hand), shapes)
    gaps = touches.gaps(*hand.moved(angles)[:2])
    found = {}
    for pose, shape in enumerate(shapes):
        widest = max(gaps[touches.poses == pose].tolist(), default=0.0)
        depths = skin.depths(points[pose])
        found[shape.name] = (float(depths[:, 1:].max()), float(depths[:, 0].max()), widest)
    most = (DEEPEST_MM, IN_PALM_MM, WIDEST_MM)
    return {name: of for name, of in found.items() if any(one > other for one, other in zip(of, most, strict=True))}


def test_no_finger_goes_through_another_and_what_should_touch_does() -> None:
    assert faults(average_hand(), [shape for shape in american() if shape.name in HARDEST]) == {}


@pytest.mark.slow
def test_so_do_all_handshapes_on_other_hands() -> None:
    for seed in range(2):
        assert faults(random_hand(np.random.default_rng(seed)), american()) == {}


def test_a_finger_that_goes_through_another_is_found() -> None:
    hand, angles = average_hand(), torch.zeros(1, 5, 5, dtype=torch.double)
    angles[0, 0, :2] = torch.tensor([60.0, 20.0])
    angles[0, 1, 3], angles[0, 2, 3] = -15, 15
    points, _ = hand.posed(angles)
    depths = Penetration(hand).depths(points[0])
    assert depths[1, 3] > 3  # the index in the middle finger
    assert depths[2, 2] > 3  # and the other way round
    assert depths[3:].max() < 1


def test_fingers_apart_go_through_nothing() -> None:
    hand = average_hand()
    five = next(shape for shape in american() if shape.name == "5 usual")
    points, _ = hand.posed(torch.as_tensor(five.angles)[None])
    assert Penetration(hand).depths(points[0]).max() == 0
