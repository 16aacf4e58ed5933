import json
from importlib import resources

import numpy as np
import torch

from signread.handshapes.joint_angles import american
from signread.synthetic.anatomy import average_hand
from signread.synthetic.average_poses import FILE, average_poses, key_of
from signread.synthetic.contacts import Contacts, Touches
from signread.synthetic.penetration import Penetration
from tests.synthetic.test_contacts import DEEPEST_MM, IN_PALM_MM, WIDEST_MM


def test_the_file_is_of_the_handshapes_and_hands_as_they_are() -> None:
    kept = json.loads(resources.files("signread.synthetic").joinpath(FILE).read_text("utf-8"))
    assert set(kept) == {key_of(shape) for shape in american()}


def test_no_pose_goes_through_itself_and_what_should_touch_does() -> None:
    hand, shapes = average_hand(), american()
    poses = average_poses(shapes)
    angles = torch.from_numpy(np.stack([poses[shape.name] for shape in shapes]))
    points, _ = hand.posed(angles)
    skin, touches = Penetration(hand), Touches(Contacts(hand), shapes)
    depths = torch.stack([skin.depths(pose) for pose in points])
    assert depths[:, :, 1:].max() < DEEPEST_MM
    assert depths[:, :, 0].max() < IN_PALM_MM
    assert touches.gaps(*hand.moved(angles)[:2]).max() < WIDEST_MM
