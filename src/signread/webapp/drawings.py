"""How each letter's hand looks on average, for the browser app to draw.

python -m signread.webapp.drawings hands/train > web/src/drawings.json
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.datasets.pictures import picture_sets
from signread.datasets.sources import is_left_out
from signread.datasets.tracked_hands import tracked_hands
from signread.handshapes.alphabet import STATIC
from signread.skeleton.hand import palm


def average_hands(folder: Path) -> dict[str, list[list[int]]]:
    """Of each static letter the points of a right hand, (21, 2), in hundredths of a palm from its middle.

    The median over sources of their medians, each hand mirrored to a right one, centred and scaled.
    """
    shapes: dict[str, list[NDArray[Any]]] = {letter: [] for letter in STATIC}
    for pictures in picture_sets(folder):
        hands = tracked_hands(pictures, lambda _: None)
        letters: dict[str, list[NDArray[Any]]] = {}
        for place in np.flatnonzero(hands.view == 0):
            letter = hands.entries[hands.picture[place]].label
            if letter in shapes and not is_left_out(pictures.name, letter):
                points = hands.points[place, :, :2] * [hands.handedness[place], 1]
                centre, size = palm(points)
                letters.setdefault(letter, []).append((points - centre) / size)
        for letter, samples in letters.items():
            shapes[letter].append(np.median(samples, axis=0))
    return {
        letter: np.round(100 * np.median(medians, axis=0)).astype(int).tolist() for letter, medians in shapes.items()
    }


if __name__ == "__main__":
    json.dump(average_hands(Path(sys.argv[1])), sys.stdout, separators=(",", ":"))
    print()
