"""What word correction brings to quick spelling, and what it takes from what is no word.

    python benchmarks/correction.py --train hands/train --nets a.onnx b.onnx

Words of the list and strings of random letters, spelled as in `quick_spelling.py` by people whom the readers do not
know. Printed is the character error rate at each speed, as read and as corrected. By this the numbers of
`signread.language.correction` were chosen.
"""

import argparse
from pathlib import Path

import numpy as np
from decoded import decoded
from machine import describe
from quick_spelling import SPEEDS, streams

from signread.evaluation.edit_distance import levenshtein
from signread.handshapes.alphabet import AMERICAN, STATIC
from signread.language.correction import correct
from signread.language.lexicon import lexicon
from signread.spelling.spell_net import SpellNet

LENGTHS = range(3, 9)
OF_EACH = 60
USED = 0.6
"""The power of how often a word is used by which it is drawn."""


def drawn(random: np.random.Generator) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words, and strings that are none."""
    words = []
    for length in LENGTHS:
        group = lexicon()[length]
        weights = np.exp(USED * group.prior)
        places = random.choice(len(group.words), OF_EACH, replace=False, p=weights / weights.sum())
        words += [group.words[place] for place in places]
    others = ["".join(random.choice(list(STATIC), int(random.integers(3, 8)))) for _ in range(len(words) // 2)]
    return tuple(words), tuple(others)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--words", type=int, default=10, help="of each person at each speed (default %(default)s)")
    parser.add_argument("--nets", type=Path, nargs=2, metavar="NET.onnx", required=True, help="as of quick_spelling.py")
    args = parser.parse_args()
    nets = [SpellNet(file) for file in args.nets]
    print(describe("signread", "torch", "numpy"))
    words, others = drawn(np.random.default_rng(5))
    errors: dict[tuple[bool, float], list[int]] = {}
    for fold, speed, stream in streams(args.train, args.words, len(nets), (words, others)):
        read = [one for one in decoded(AMERICAN, stream, net=nets[fold]).events if one.kind == "letter"]
        row = errors.setdefault((stream.word in words, speed), [0, 0, 0])
        for place, text in enumerate(("".join(event.letter for event in read), correct(read) if read else "")):
            row[place] += levenshtein(text, stream.word)
        row[2] += len(stream.word)
    print(
        "character error rate, as read and corrected, at", ", ".join(map(str, SPEEDS)), "letters a second, and in all"
    )
    for is_word, name in ((True, "words"), (False, "random letters")):
        rows = [errors[is_word, speed] for speed in SPEEDS]
        rows.append([sum(column) for column in zip(*rows, strict=True)])
        print(f"{name:15}", "  ".join(f"{raw / length:6.2%} {fixed / length:6.2%}" for raw, fixed, length in rows))


if __name__ == "__main__":
    main()
