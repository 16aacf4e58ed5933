"""How the hand tracker and the letter model that ship see made-up people, letter by letter: faults would show here.

    signread synthesize letters --people 20 --pictures 960 --out made-up-letters
    python benchmarks/made_up.py made-up-letters

For each letter: the share of hands that the tracker finds; how far its landmarks lie from the true joints, and those of
the fingertips alone, median in palms (the tracker's are on the skin, and as people mark them: a few hundredths are no
fault); the share taken for the right hand of the two; the share that the letter model reads right; and by how many
degrees it errs in the angle of a joint.
"""

import argparse
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from machine import describe

from signread import HandTracker, LetterModel
from signread.handshapes.joint_angles import ANGLES, DIGITS, MOST_ANGLES
from signread.skeleton.hand import FINGERTIPS, palm
from signread.sources.pictures import decode_picture

COLUMNS = ("pictures", "found", "landmarks", "fingertips", "side", "read", "angles")
MOVES = np.array([[len(ANGLES[digit]) > place for place in range(MOST_ANGLES)] for digit in DIGITS])
"""(5, 5): which of a hand's angles there are."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="a folder that `signread synthesize letters` made")
    args = parser.parse_args()
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    model, tracker = LetterModel(), HandTracker(both=False)
    for file in sorted(args.data.glob("letters-*.zip")):
        with zipfile.ZipFile(file) as pictures, np.load(file.with_suffix(".npz")) as kept:
            truth = {name: kept[name] for name in ("names", "points", "handedness", "angles")}
            for name, points, side, angles in zip(*truth.values(), strict=True):
                letter = name.split("/")[1]
                picture = decode_picture(pictures.read(str(name)), str(name))
                observation = tracker.detect(picture)
                hand = observation.hand
                if hand is None:
                    rows[letter].append((0.0, np.nan, np.nan, np.nan, 0.0, np.nan))
                    continue
                _, size = palm(points[:, :2])
                apart = np.linalg.norm(hand.points[:, :2] - points[:, :2], axis=1) / size
                scores = model.score(picture, observation)
                right = scores is not None and scores.best(1)[0][0] == letter
                ours = (1 if hand.handedness == "right" else -1) == side
                told = model.angles(picture, hand)
                off = np.nan if told is None else np.abs(told - angles)[MOVES].mean()
                rows[letter].append((1.0, apart.mean(), apart[list(FINGERTIPS)].mean(), float(ours), float(right), off))
    print(describe("signread", "mediapipe", "moderngl"))
    print(f"{'':6}" + "".join(f"{column:>12}" for column in COLUMNS))
    for letter, ones in [*sorted(rows.items()), ("all", [one for some in rows.values() for one in some])]:
        found, landmarks, tips, side, read, off = np.array(ones).T
        figures = [
            *(f"{len(ones)}", f"{found.mean():.1%}", f"{np.nanmedian(landmarks):.3f}", f"{np.nanmedian(tips):.3f}"),
            *(f"{np.nanmean(side):.1%}", f"{read.mean():.1%}", f"{np.nanmean(off):.1f}"),
        ]
        print(f"{letter:6}" + "".join(f"{figure:>12}" for figure in figures))


if __name__ == "__main__":
    main()
