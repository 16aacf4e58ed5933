from pathlib import Path

import numpy as np
import pytest

from signread.datasets.word_sequences import SignClip
from signread.errors import DataError
from signread.evaluation.evaluator import evaluate_own_signs
from signread.evaluation.signs import evaluate_signs
from signread.signs.sequence import SignSequence
from signread.signs.sign_net import SignNet
from tests.signs.people import across, archive, circle, signed, up

WAYS = {"across": across, "up": up, "circle": circle}


def clips(signer: str, count: int, **options: bool) -> dict[tuple[str, str], list[SignSequence]]:
    return {(signer, word): [signed(way, seed=seed, **options) for seed in range(count)] for word, way in WAYS.items()}


def test_what_is_no_example_is_asked(tmp_path: Path) -> None:
    words = clips("ann", 4) | clips("ben", 3, left=True) | {("ann", "once"): [signed(up, spread=0.0)]}
    report = evaluate_own_signs(None, archive(tmp_path / "words.npz", words), examples=2)
    assert len(report.asked) == 10 * 3 * (2 + 1)
    assert report.never_asked == [("ann", "once")]
    assert set(report.signers) == {"ann", "ben"}
    assert report.mean_over_signers == pytest.approx(np.mean(list(report.signers.values())))
    assert report.accuracy > 0.9
    document = report.to_dict()
    assert {"accuracy", "mean_over_signers", "signers", "words"} <= set(document)
    assert "Too few clips to ask for, examples only: once (ann)." in report.to_markdown(figures=False)


def test_examples_may_be_other_peoples(tmp_path: Path) -> None:
    words = clips("ann", 2) | clips("ben", 2, left=True)
    report = evaluate_own_signs(None, archive(tmp_path / "words.npz", words), examples=2, across=True)
    assert len(report.asked) == 10 * 2 * 3 * 2
    assert report.accuracy > 0.9


def test_a_clip_without_a_body_is_asked_and_wrong() -> None:
    blind = signed(across)
    blind.body[:] = np.nan
    some = [SignClip(word=word, signer=who, sequence=one) for (who, word), of in clips("ann", 3).items() for one in of]
    report = evaluate_signs(
        SignNet(),
        "net",
        [*some, SignClip(word="up", signer="ann", sequence=blind)],
        "data",
        lambda *_: None,
        examples=2,
    )
    assert report.without_body == 1
    assert report.words["up"] <= 0.5
    assert ("up", "nothing") in report.confusions


def test_nothing_to_ask_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected at least two signs of one person, and more than 5 clips of some"):
        evaluate_own_signs(None, archive(tmp_path / "few.npz", clips("ann", 2)))
    with pytest.raises(DataError, match="no videos in folders; expected videos of signs as"):
        evaluate_own_signs(None, _empty(tmp_path))


def _empty(folder: Path) -> Path:
    empty = folder / "empty"
    empty.mkdir()
    return empty
