"""What the speller's thresholds were chosen by: clips made of people whom the letter model does not know.

    signread train letters --data hands/train --leave-out meyyappan gunsai75 sakshamsood3 --out left-out
    signread export left-out -o left-out.onnx
    python benchmarks/spelling.py --train hands/train --model left-out.onnx --people meyyappan gunsai75 sakshamsood3

Each person spells thirty words: twelve pictures of each letter in their order at 15 frames a second, hard cuts between
letters, the second of a double one slid aside. Printed is the character error rate at several frame rates, as the
thresholds are and with each of them changed; most of it is letters that the model takes for others, whatever the
speller does. With --confusions it is printed which letters those are, as `signread/language/confusions.py` has them.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from decoded import Stream, error_rate, print_variations
from machine import describe

from signread import Clip, Frame, LetterModel, Reader, Scored
from signread.datasets.pictures import picture_sets
from signread.evaluation.predictions import UNCHANGED, predict
from signread.handshapes.alphabet import STATIC

WORDS = (
    *("HELLO", "WORLD", "COFFEE", "QUICK", "FAMILY", "GOODBYE", "WATER", "BUTTON", "SUMMER", "NEXT"),
    *("TRAVEL", "PEOPLE", "KITCHEN", "BOOK", "MORNING", "SCHOOL", "GIVE", "XENON", "EQUIP", "PAPER"),
    *("STREET", "MOVING", "UNCLE", "DRUM", "HAPPY", "FLOWERS", "WAX", "LADDER", "KNOT", "BACKPACK"),
)
RATE, PICTURES = 15, 12
"""Frames a second, and frames of each letter."""
SLIDE, SLIDING = 0.12, 4
"""How far the second of a double letter slides, of the picture's width, and in how many frames."""
RATES = (5, 8, 15, 30)
OTHERS = {
    "doubt": (0.35, 0.55),
    "letter_share": (0.12, 0.22),
    "start": (0.1, 0.25),
    "slide": (0.5, 0.8),
    "rest_share": (0.25, 0.6),
    "settle_share": (0.1, 0.3),
    "still": (2.0, 4.0),
    "release": (0.2, 0.5),
}
RAREST = 0.03
"""The least share that `confusions.py` lists."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="an .onnx file trained without these people")
    parser.add_argument("--people", nargs="+", required=True, help="names of picture sets")
    parser.add_argument("--confusions", action="store_true")
    args = parser.parse_args()
    model = LetterModel(args.model)
    print(describe("signread", "mediapipe", "onnxruntime", "numpy"))
    sets = [one for one in picture_sets(args.train) if one.name in args.people]
    if args.confusions:
        counts = dict.fromkeys(STATIC, np.zeros(len(STATIC)))
        for one in predict(sets, model)[UNCHANGED]:
            if one.probabilities is not None and one.entry.label in STATIC:
                read = model.labels[int(one.probabilities.argmax())]
                if read in STATIC:
                    counts[read] = counts[read] + np.eye(len(STATIC))[STATIC.index(one.entry.label)]
        for read, meant in counts.items():
            shares = meant / max(meant.sum(), 1)
            print(read, {STATIC[k]: round(float(shares[k]), 2) for k in np.argsort(-shares) if shares[k] >= RAREST})
        return
    streams = []
    reader = Reader(model)
    for people in sets:
        pictures: dict[str, list[np.ndarray]] = {}
        for entry, image in people.pictures():
            pictures.setdefault(entry.label, []).append(image)
        streams += [_stream(reader, word, pictures, seed) for seed, word in enumerate(WORDS)]
    print(f"character error rate of {len(streams)} words at {', '.join(map(str, RATES))} frames a second")
    print_variations(
        OTHERS,
        lambda thresholds: [
            error_rate(model.labels, [resampled(one, rate) for one in streams], thresholds) for rate in RATES
        ],
    )


def _stream(reader: Reader, word: str, pictures: dict[str, list[np.ndarray]], seed: int) -> Stream:
    images = _shown(word, pictures, np.random.default_rng(seed))
    frames = (Frame(np.asarray(image, np.uint8), number / RATE) for number, image in enumerate(images))
    readings = reader.read(Clip(frames=frames, name=word))
    return Stream(word, [Scored(time=one.time, observation=one.observation, scores=one.scores) for one in readings])


def _shown(word: str, pictures: dict[str, list[np.ndarray]], random: np.random.Generator) -> Iterator[np.ndarray]:
    for place, letter in enumerate(word):
        images = pictures[letter]
        first = int(random.integers(0, max(len(images) - PICTURES, 0) + 1))
        double = place > 0 and word[place - 1] == letter
        for number in range(PICTURES):
            image = images[min(first + number, len(images) - 1)]
            aside = SLIDE * image.shape[1] * min(1.0, (number + 1) / SLIDING) if double else 0.0
            move = np.array([[1, 0, aside], [0, 1, 0]], np.float32)
            yield cv2.warpAffine(image, move, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)


def resampled(stream: Stream, rate: float) -> Stream:
    """The word as a camera of another rate would give it."""
    frames, last = stream.frames, len(stream.frames) - 1
    times = np.arange(0, frames[-1].time + 1 / RATE, 1 / rate).tolist()
    return Stream(stream.word, [replace(frames[min(int(time * RATE + 1e-6), last)], time=time) for time in times])


if __name__ == "__main__":
    main()
