"""What the page takes from Python when it is built, so that nothing is written down twice.

python -m signread.webapp.assets WEB
"""

import json
import sys
from dataclasses import asdict
from importlib import resources
from pathlib import Path

import numpy as np

from signread.files import write_atomically
from signread.handshapes.alphabet import LETTERS
from signread.language import correction
from signread.language.confusions import CONFUSIONS
from signread.language.lexicon import OUT_OF_VOCABULARY, bigrams, lexicon
from signread.signs import book, decoder, matcher, recording, segments, spotter
from signread.signs.sequence import BODY_PLACES, LEAST_SHOULDERS, MIRRORED
from signread.signs.sequence import STEPS as STEPS_OF_SIGN
from signread.skeleton import HAND
from signread.skeleton.hand import OUTLINE, PALM
from signread.spelling.spell_net import OUTPUTS
from signread.spelling.thresholds import Thresholds
from signread.spelling.window import FEWEST_A_SECOND, LONGEST_GAP_S, MOST_FRAMES, STEP_S, STEPS


def write_assets(web: Path) -> None:
    """Writes the skeleton, the numbers of speller and signs, the hand that spells, and the word list for the page."""
    generated = web / "src" / "generated"
    skeleton = {"points": HAND.points, "palm": PALM, "outline": OUTLINE}
    write_atomically(generated / "skeleton.json", json.dumps(skeleton) + "\n")
    write_atomically(generated / "thresholds.json", json.dumps(asdict(Thresholds()), indent=2) + "\n")
    window = {
        "step_s": STEP_S,
        "steps": STEPS,
        "longest_gap_s": LONGEST_GAP_S,
        "most_frames": MOST_FRAMES,
        "fewest_a_second": FEWEST_A_SECOND,
        "outputs": OUTPUTS,
    }
    write_atomically(generated / "window.json", json.dumps(window) + "\n")
    write_atomically(generated / "signs.json", json.dumps(signs_document(), indent=2) + "\n")
    avatar = resources.files("signread.avatar")
    write_atomically(generated / "hand.json", avatar.joinpath("hand.json").read_bytes())
    for name in ("hand.glb", "hands.webp"):
        write_atomically(web / "public" / name, avatar.joinpath(name).read_bytes())
    write_atomically(web / "public" / "words.json", json.dumps(words_document(), separators=(",", ":")))


def signs_document() -> dict[str, object]:
    """The numbers by which signs are recorded, kept and found."""
    return {
        "steps": STEPS_OF_SIGN,
        "body_places": BODY_PLACES,
        "mirrored": MIRRORED,
        "least_shoulders": LEAST_SHOULDERS,
        "lowest": segments.LOWEST,
        "threshold": matcher.THRESHOLD,
        "needed": {
            "allowed": matcher.ALLOWED,
            "least": matcher.LEAST_NEEDED,
            "most": matcher.MOST_NEEDED,
            "lone": matcher.LONE,
        },
        "alternatives": matcher.ALTERNATIVES,
        "book": {
            "version": book.VERSION,
            "scale": book.SCALE,
            "longest_name": book.LONGEST_NAME,
            "most_examples": book.MOST_EXAMPLES,
        },
        "recording": {
            "rest_s": recording.REST_S,
            "least_s": recording.LEAST_S,
            "most_s": recording.MOST_S,
            "fewest_seen": recording.FEWEST_SEEN,
        },
        "spotting": {
            "least_s": spotter.LEAST_S,
            "most_s": spotter.MOST_S,
            "rest_s": spotter.REST_S,
            "pause_s": spotter.PAUSE_S,
            "again_s": spotter.AGAIN_S,
            "still": spotter.STILL,
            "measured_s": spotter.MEASURED_S,
            "wait_s": spotter.WAIT_S,
        },
        "mixing": {
            "line_s": decoder.LINE_S,
            "remembered": decoder.REMEMBERED,
            "spelled": decoder.SPELLED,
            "sure": decoder.SURE,
            "before_s": decoder.BEFORE_S,
            "surely_signed": decoder.SURELY_SIGNED,
        },
    }


def words_document() -> dict[str, object]:
    """The word list and the numbers of `signread.language` as the page reads them."""
    groups = lexicon()
    return {
        "words": {str(length): "".join(group.words) for length, group in groups.items()},
        "priors": {str(length): np.round(-100 * group.prior).astype(int).tolist() for length, group in groups.items()},
        "bigrams": np.round(bigrams(), 4).tolist(),
        "confusions": {letter: CONFUSIONS[letter] for letter in LETTERS},
        "numbers": {
            "out_of_vocabulary": OUT_OF_VOCABULARY,
            "slip": correction.SLIP,
            "missed": correction.MISSED,
            "missed_by_gap": correction.MISSED_BY_GAP,
            "missed_first": correction.MISSED_FIRST,
            "missed_last": correction.MISSED_LAST,
            "added": correction.ADDED,
            "far": correction.FAR,
            "usual_gap_s": correction.USUAL_GAP_S,
            "least_gap_s": correction.LEAST_GAP_S,
            "distrust": correction.DISTRUST,
        },
    }


if __name__ == "__main__":
    write_assets(Path(sys.argv[1]))
