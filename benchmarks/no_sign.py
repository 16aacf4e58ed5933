"""How often a letter is read where none is shown: on the held-out pictures of the training data without a letter.

    python benchmarks/no_sign.py --train hands/train
    python benchmarks/no_sign.py --train hands/train --seconds 10     # each as a video: letters that are spelled

Held out, and never trained on, is the last quarter of every such set: rooms and streets, people and idle hands, word
signs, other handshapes. Pictures are read as `signread read` does; a letter counts as said from the threshold on.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from machine import describe

from signread import Clip, Frame, LetterModel
from signread.datasets.pictures import picture_sets
from signread.evaluation.predictions import UNCHANGED, predict
from signread.evaluation.reading import map_with_reader, own_reader
from signread.handshapes.alphabet import NO_LETTER, letter_of_label
from signread.training.recipes import RECIPES
from signread.training.tasks.hand_sources import last_part

RATE = 8
"""Frames a second of a picture that is shown as a video."""


def _spelled(still: tuple[np.ndarray, float]) -> int:
    """How many letters are spelled while a picture is shown for so many seconds."""
    image, seconds = still
    clip = Clip(frames=(Frame(image, number / RATE) for number in range(round(seconds * RATE))), name="still")
    return sum(event.kind == "letter" for reading in own_reader().read(clip) for event in reading.spelled)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="an .onnx file; the shipped one if left out")
    parser.add_argument("--seconds", type=float, help="show each picture for so long, and count what is spelled")
    args = parser.parse_args()
    model = LetterModel(args.model)
    nothing = model.labels.index(NO_LETTER)
    print(describe("signread", "mediapipe", "onnxruntime", "numpy"))
    said = count = spelled = 0
    for pictures in picture_sets(args.train):
        labels = [entry.label for entry in pictures.entries]
        held_out = last_part(labels, RECIPES["letters"].validation)
        entries = tuple(
            entry
            for entry, last in zip(pictures.entries, held_out, strict=True)
            if last and letter_of_label(entry.label) == NO_LETTER
        )
        if not entries:
            continue
        chosen = replace(pictures, entries=entries)
        if args.seconds:
            counts = map_with_reader(_spelled, ((image, args.seconds) for _, image in chosen.pictures()), model)
            letters = sum(counts)
            print(f"{pictures.name:18} {len(entries):4} pictures, letters spelled: {letters}", flush=True)
            spelled, count = spelled + letters, count + len(entries)
            continue
        read = [one.probabilities for one in predict([chosen], model)[UNCHANGED]]
        hands = np.array([one for one in read if one is not None]).reshape(-1, len(model.labels))
        letters = int(((hands.argmax(1) != nothing) & (hands.max(1) >= model.threshold)).sum())
        print(f"{pictures.name:18} {len(entries):4} pictures, a hand in {len(hands):3}, read as a letter: {letters}")
        said, count = said + letters, count + len(entries)
    if args.seconds:
        minutes = count * args.seconds / 60
        print(f"{spelled} letters in {minutes:.1f} minutes, {spelled / minutes:.2f} a minute")
        return
    print(f"read as a letter at the threshold of {model.threshold}: {said} of {count}, {said / count:.2%}")


if __name__ == "__main__":
    main()
