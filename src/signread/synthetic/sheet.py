"""A contact sheet of handshapes: each from four sides and as it is shown, with what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from signread.handshapes.joint_angles import DIGITS, Handshape
from signread.synthetic.attitude import attitude, forearm
from signread.synthetic.contacts import Contacts, Touches, solved
from signread.synthetic.hand_mesh import HandMesh
from signread.synthetic.mesh import Mesh
from signread.synthetic.penetration import PARTS, Penetration
from signread.synthetic.renderer import Camera, Renderer, before
from signread.synthetic.subdivision import Subdivision

SIDE = 200
"""Pixels of a picture."""
TURNS = (0.0, 90.0, 180.0, -90.0)
"""Degrees: the palm, the thumb's side, the back, the little finger's side."""
SKIN = (0.6, 0.36, 0.26)
MIDDLE = torch.tensor([0.005, 0.085, 0.01], dtype=torch.double)
"""Of a hand, and so of a picture."""
CAMERA = Camera(eye=(0.0, 0.0, 1.5), field=0.23)
COLUMNS = 3
GROUND = np.full((SIDE, SIDE, 3), 237, np.uint8)
BATCH = 8
"""Handshapes that are solved at once."""
INK = (60, 60, 160)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a handshape fits a hand: millimetres of the widest gap between what should touch, and of the deepest
    place at which a part goes through another."""

    handshape: Handshape
    gap: float
    depth: float
    where: str


def contact_sheet(
    hand: HandMesh,
    shapes: Sequence[Handshape],
    on_shape: Callable[[Fit], None] = lambda _: None,
    poses: Mapping[str, NDArray[Any]] | None = None,
) -> NDArray[np.uint8]:
    """(H, W, 3) RGB: every handshape, posed on this hand. on_shape: told of each when it is drawn.

    poses: (5, 5) degrees by the name of each handshape on this hand, solved if left out.
    """
    rows = []
    contacts, skin = Contacts(hand), Penetration(hand)
    finer = Subdivision.of(hand.faces.numpy(), len(hand.points))
    with Renderer(SIDE, SIDE) as renderer:
        for first in range(0, len(shapes), BATCH):
            some = shapes[first : first + BATCH]
            if poses is None:
                angles = solved(hand, some)
            else:
                angles = torch.from_numpy(np.stack([poses[shape.name] for shape in some]))
            touches = Touches(contacts, some)
            gaps = touches.gaps(*hand.moved(angles)[:2])
            straight, _ = hand.posed(angles)
            held = torch.stack([attitude(*shape.wrist) for shape in some])
            shown, _ = hand.posed(angles, torch.stack([forearm(one) for one in held]))
            for pose, shape in enumerate(some):
                views = [(straight[pose], attitude(0, 0, turn)) for turn in TURNS] + [(shown[pose], held[pose])]
                pictures = []
                for points, turned in views:
                    fine = finer.refine(((points - MIDDLE) @ turned.T).numpy())
                    pictures.append(before(renderer.draw([Mesh(fine, finer.faces, SKIN)], CAMERA), GROUND))
                depths = skin.depths(straight[pose])
                digit, part = divmod(int(depths.argmax()), len(PARTS))
                fit = Fit(
                    shape,
                    max(gaps[touches.poses == pose].tolist(), default=0.0),
                    float(depths.max()),
                    f"{DIGITS[digit]} in {PARTS[part]}",
                )
                row = np.hstack(pictures)
                cv2.putText(row, shape.name, (5, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, INK, 1, cv2.LINE_AA)
                rows.append(row)
                on_shape(fit)
    return _tiled(rows)


def _tiled(rows: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    high = -(-len(rows) // COLUMNS)
    empty = np.full_like(rows[0], 255)
    padded = [*rows, *[empty] * (high * COLUMNS - len(rows))]
    return np.hstack([np.vstack(padded[column * high : (column + 1) * high]) for column in range(COLUMNS)])
