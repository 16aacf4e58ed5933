"""Hands that lie on their side, in a picture that was turned or of somebody who lies down: no letter held upright.

Only G, H, P and Q point aside. Stood upright, a hand that shows one of them resembles few others; what resembles one
more is that letter, lying. A U, V or R on its side cannot be told from an H by its shape. Found on 5,280 views of
training pictures, as they are and turned: `benchmarks/turned.py` prints the table.
"""

import math
from collections.abc import Mapping

import numpy as np

from signread.handshapes.alphabet import NO_LETTER
from signread.skeleton.hand import MIDDLE_KNUCKLE, WRIST
from signread.types import Hand, Picture, Points

ASIDE = 50.0
"""Degrees from upright beyond which a hand lies."""
UPRIGHTS: Mapping[str, str] = {"G": "DGLQRTXZ", "H": "HKRU", "P": "DFKLPRVX", "Q": "CGHLOPQRX"}
"""The letters that point aside, and what their handshapes resemble when they are stood upright."""
SURE = 0.8
"""The probability from which a hand stood upright is believed."""


def quarter_turns(points: Points) -> int:
    """How many quarter turns to the left stand a hand, points (21, 3), upright; 0 for one that does not lie."""
    across, down = (points[MIDDLE_KNUCKLE, :2] - points[WRIST, :2]).tolist()
    degrees = math.degrees(math.atan2(across, -down))  # from upright, to the right
    return round(degrees / 90) % 4 if abs(degrees) > ASIDE else 0


def stood_upright(image: Picture, hand: Hand, turns: int) -> tuple[Picture, Hand]:
    """Picture, as a view, and hand after so many quarter turns to the left."""
    points = hand.points
    height, width = image.shape[:2]
    for _ in range(turns):
        points = np.stack([points[:, 1], width - points[:, 0], points[:, 2]], axis=1)
        height, width = width, height
    return np.rot90(image, turns), Hand(points=points, handedness=hand.handedness)


def lies(aside: tuple[str, float], upright: tuple[str, float]) -> bool:
    """Whether a hand shows the letter that it is read as stood upright, and not the one as it lies.

    aside, upright: the letters, each with its probability.
    """
    (letter, likely), (other, probability) = aside, upright
    if letter not in UPRIGHTS:
        return letter != NO_LETTER
    return other not in (NO_LETTER, *UPRIGHTS[letter]) and probability >= max(SURE, likely)
