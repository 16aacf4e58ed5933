"""What the page takes from Python when it is built, so that nothing is written down twice.

python -m signread.app.parts WEB
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from signread.alphabet import LETTERS
from signread.files import write_atomically
from signread.spelling import words
from signread.spelling.mistaken import MISTAKEN
from signread.spelling.thresholds import Thresholds


def write_parts(web: Path) -> None:
    """Writes the speller's thresholds and the word list into the page's source folder."""
    write_atomically(web / "src" / "made" / "thresholds.json", json.dumps(asdict(Thresholds()), indent=2) + "\n")
    write_atomically(web / "public" / "words.json", json.dumps(_lexicon(), separators=(",", ":")))


def _lexicon() -> dict[str, object]:
    groups = words.lexicon()
    return {
        "words": {str(length): "".join(group.words) for length, group in groups.items()},
        "priors": {str(length): np.round(-100 * group.prior).astype(int).tolist() for length, group in groups.items()},
        "follows": np.round(words.follows(), 4).tolist(),
        "mistaken": {letter: MISTAKEN[letter] for letter in LETTERS},
        "numbers": {
            "not_in_the_list": words.NOT_IN_THE_LIST,
            "slip": words.SLIP,
            "missed": words.MISSED,
            "missed_double": words.MISSED_DOUBLE,
            "added": words.ADDED,
            "distrust": words.DISTRUST,
        },
    }


if __name__ == "__main__":
    write_parts(Path(sys.argv[1]))
