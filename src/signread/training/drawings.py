"""How each letter's hand looks on average, for the browser app to draw.

python -m signread.training.drawings hands/train > web/src/drawings.json
"""

import json
import sys
from pathlib import Path

import numpy as np

from signread.alphabet import STILL
from signread.data.pictures import picture_sets
from signread.spelling.holds import palm_of
from signread.training.hand_views import hand_views

ODD = {("sakshamsood3", "K"), ("gunsai75", "Q"), ("Lolzorus", "T")}
"""Sources and letters that show other handshapes."""


def average_hands(folder: Path) -> dict[str, list[list[int]]]:
    """Of each still letter the landmarks of a right hand, (21, 2), in hundredths of a palm from its middle.

    The median over sources of their medians, each hand mirrored to a right one, centred and scaled.
    """
    shapes: dict[str, list[np.ndarray]] = {letter: [] for letter in STILL}
    for pictures in picture_sets(folder):
        views = hand_views(pictures, lambda _: None)
        seen: dict[str, list[np.ndarray]] = {}
        for place in np.flatnonzero(views.view == 0):
            letter = views.entries[views.picture[place]].label
            if letter in shapes and (pictures.name, letter) not in ODD:
                points = views.landmarks[place, :, :2] * [views.handedness[place], 1]
                middle, palm = palm_of(points)
                seen.setdefault(letter, []).append((points - middle) / palm)
        for letter, hands in seen.items():
            shapes[letter].append(np.median(hands, axis=0))
    return {letter: np.round(100 * np.median(hands, axis=0)).astype(int).tolist() for letter, hands in shapes.items()}


if __name__ == "__main__":
    json.dump(average_hands(Path(sys.argv[1])), sys.stdout, separators=(",", ":"))
    print()
