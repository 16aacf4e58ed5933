"""Hands that lie on their side: how letters that point aside look when they are stood upright, and turned pictures.

Some pictures of each letter of each source, as they are, and turned by a quarter to either side and by a half: how many
are read as a wrong letter with a probability of at least 0.75, before and after `signread.recognition.turned`.

python benchmarks/turned.py hands/train --pictures 6
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from machine import describe

from signread import HandTracker, LetterModel
from signread.datasets.pictures import picture_sets
from signread.handshapes.alphabet import NO_LETTER, STATIC
from signread.recognition.turned import UPRIGHTS, quarter_turns, stood_upright
from signread.types import Observation, Picture

BELIEVED = 0.75
TURNS = (0, 1, 3, 2)


def some(folder: Path, count: int) -> Iterator[tuple[str, Picture]]:
    """Labels and pictures: the first `count` of each static letter of each source."""
    for pictures in picture_sets(folder):
        taken: Counter[str] = Counter()
        for entry, image in pictures.pictures():
            taken[entry.label] += 1
            if entry.label in STATIC and taken[entry.label] <= count:
                yield entry.label, image


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pictures", type=int, default=6)
    args = parser.parse_args()
    model, tracker = LetterModel(), HandTracker(both=False, mirrored=False)
    resembled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[tuple[int, str]] = Counter()
    for label, image in some(args.data, args.pictures):
        for turns in TURNS:
            turned = np.ascontiguousarray(np.rot90(image, turns))
            hand = tracker.detect(turned).hand
            if hand is None:
                continue
            plain = model._score(turned, hand).best(1)[0]
            scores = model.score(turned, Observation(hands=(hand,)))
            after = scores.best(1)[0] if scores else (NO_LETTER, 0.0)
            counts[turns, "hands"] += 1
            counts[turns, "wrong before"] += plain[1] >= BELIEVED and plain[0] not in (label, NO_LETTER)
            counts[turns, "wrong after"] += after[1] >= BELIEVED and after[0] not in (label, NO_LETTER)
            if turns == 0 and plain[0] in UPRIGHTS and (quarter := quarter_turns(hand.points)):
                resembled[plain[0]][model._score(*stood_upright(turned, hand, quarter)).best(1)[0][0]] += 1
    print(describe())
    print(f"{'quarter turns':14}{'hands':>8}{'wrong before':>14}{'after':>8}")
    for turns in TURNS:
        wrong = counts[turns, "wrong before"], counts[turns, "wrong after"]
        print(f"{turns:<14}{counts[turns, 'hands']:8}{wrong[0]:14}{wrong[1]:8}")
    for letter, others in sorted(resembled.items()):
        print(letter, "stood upright:", ", ".join(f"{other} {count}" for other, count in others.most_common()))


if __name__ == "__main__":
    main()
