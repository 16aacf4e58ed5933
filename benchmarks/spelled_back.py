"""Whether signread reads what signread spells: both directions at once.

    python benchmarks/spelled_back.py

Made-up people, none of whom taught the reader, show every still letter (one picture, from its middle) and J and Z (as
films); then the hand of `signread spell` spells words at two letters a second.
"""

import argparse
from collections import Counter

import numpy as np
from machine import describe

from signread import Clip, Frame, HandTracker, LetterModel, Reader
from signread.avatar.film import RATE, Performer, film, picture_at
from signread.avatar.plan import Plan, spell
from signread.evaluation.edit_distance import levenshtein
from signread.handshapes.alphabet import DYNAMIC, STATIC
from signread.synthetic.renderer import Renderer

WORDS = (
    *("APPLE", "BOOK", "CHAIR", "DANCE", "EIGHT", "FROG", "GARDEN", "HELLO", "JAZZ", "KITE", "LEMON", "MUSIC", "NIGHT"),
    *("OXYGEN", "PIZZA", "QUEEN", "RIVER", "SUMMER", "TWELVE", "VALLEY"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=6, help="how many made-up people show letters, or 0 (default 6)")
    args = parser.parse_args()
    print(describe("signread", "mediapipe", "moderngl"))
    with Renderer(640, 480) as renderer:
        if args.people > 0:
            letters(args.people, renderer)
        words(renderer)


def letters(people: int, renderer: Renderer) -> None:
    model, right, wrong = LetterModel(), Counter[str](), Counter[str]()
    for person in range(people):
        performer = Performer.random(np.random.default_rng([2026, person]))
        for letter in STATIC:
            plan = spell(letter)
            shown = plan.letters[0]
            picture = picture_at((shown.begins + shown.ends) / 2, plan, performer, renderer)
            seen = HandTracker().detect(picture)
            scores = model.score(picture, seen) if seen.hand else None
            read = scores.best(1)[0][0] if scores else "no hand"
            right[letter] += read == letter
            wrong[f"{letter} as {read}"] += read != letter
        for letter in sorted(DYNAMIC):
            right[letter] += read_back(spell(letter), performer, renderer) == letter
    for name, some in (("24 still letters", STATIC), *((letter, (letter,)) for letter in sorted(DYNAMIC))):
        count = sum(right[letter] for letter in some)
        print(f"{name}, {people} people: {count} of {people * len(some)}, {count / people / len(some):.1%}")
    print("wrong:", ", ".join(f"{name} {count}" for name, count in wrong.most_common() if count))


def words(renderer: Renderer) -> None:
    performer, pairs = Performer.average(), []
    for word in WORDS:
        pairs.append((word, read_back(spell(word), performer, renderer)))
        print(f"  {word:8} {pairs[-1][1]}")
    errors, exact = sum(levenshtein(*pair) for pair in pairs), sum(word == read for word, read in pairs)
    rate = errors / sum(map(len, WORDS))
    print(f"{len(WORDS)} words, 2 letters a second: CER {rate:.1%}, {exact} without a fault")


def read_back(plan: Plan, performer: Performer, renderer: Renderer) -> str:
    pictures = film(plan, performer, renderer)
    frames = (Frame(picture, number / RATE) for number, picture in enumerate(pictures))
    with Reader() as reader:
        *_, last = reader.read(Clip(frames=frames, rate=RATE, is_live=False))
    return "".join(last.finished.text.split())


if __name__ == "__main__":
    main()
