"""How often a letter is read where none is shown: on the held-out pictures of the training data without a letter.

    python benchmarks/no_sign.py --train hands/train

Held out, and never trained on, is the last quarter of every such set: rooms and streets, people and idle hands, word
signs, other handshapes. Pictures are read as `signread read` does; a letter counts as said from the threshold on.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from machine import describe

from signread import LetterModel
from signread.alphabet import NO_LETTER, american
from signread.data.pictures import picture_sets
from signread.evaluation.seen import see
from signread.training.hand_sources import last_part
from signread.training.recipes import RECIPES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="an .onnx file; the shipped one if left out")
    given = parser.parse_args()
    model = LetterModel(given.model)
    nothing = model.letters.index(NO_LETTER)
    print(describe("signread", "mediapipe", "onnxruntime", "numpy"))
    said = shown = 0
    for pictures in picture_sets(given.train):
        labels = [entry.label for entry in pictures.entries]
        held_out = last_part(labels, RECIPES["letters"].validation)
        entries = tuple(
            entry
            for entry, last in zip(pictures.entries, held_out, strict=True)
            if last and american(entry.label) == NO_LETTER
        )
        if not entries:
            continue
        read = [seen.probabilities for seen in see([replace(pictures, entries=entries)], given.model, lambda _: None)]
        hands = np.array([one for one in read if one is not None]).reshape(-1, len(model.letters))
        letters = int(((hands.argmax(1) != nothing) & (hands.max(1) >= model.threshold)).sum())
        print(f"{pictures.name:18} {len(entries):4} pictures, a hand in {len(hands):3}, read as a letter: {letters}")
        said, shown = said + letters, shown + len(entries)
    print(f"read as a letter at the threshold of {model.threshold}: {said} of {shown}, {said / shown:.2%}")


if __name__ == "__main__":
    main()
