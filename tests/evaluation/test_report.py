import json
from pathlib import Path

import numpy as np
import pytest

from signread import ModelError
from signread.cli import main
from signread.data.sign_mnist import LabelledImages
from signread.evaluation.figures import draw_report
from signread.evaluation.report import Report, evaluate
from signread.evaluation.scorer import Scorer
from signread.frames import read_picture

LETTERS = ("A", "B", "C")


def scorer(read: list[int]) -> Scorer:
    """A model that reads pictures in order as `read` says."""

    def logits(images: np.ndarray) -> np.ndarray:
        return np.eye(3, dtype=np.float32)[read[: len(images)]] * 2

    return Scorer("told", LETTERS, 7, logits, None, "")


def report(labels: list[int], read: list[int]) -> tuple[Report, np.ndarray]:
    images = np.random.default_rng(0).integers(0, 256, (len(labels), 28, 28), np.uint8)
    return evaluate(
        scorer(read),
        LabelledImages(images, np.array(labels, np.uint8), np.arange(len(labels)) // 2),
        Path("some/set.zip"),
    ), images


def test_a_report_counts_by_hand() -> None:
    made, _ = report([0, 0, 0, 1], [0, 0, 1, 1])
    found = made.as_json()
    assert found["accuracy"] == 0.75
    assert found["errors"] == 1
    assert found["photographs"] == 2
    assert found["parameters"] == 7
    assert found["letters"] == {"A": pytest.approx(2 / 3), "B": 1.0}
    assert found["per_letter"]["B"] == {"precision": 0.5, "recall": 1.0, "pictures": 1}
    assert found["confused"] == [{"letter": "A", "read": "B", "times": 1}]
    assert found["data"] == "set.zip, test part"
    json.dumps(found, allow_nan=False)


def test_a_letter_never_read_has_no_precision() -> None:
    found = report([0, 1], [0, 0])[0].as_json()
    assert found["per_letter"]["B"] == {"precision": None, "recall": 0.0, "pictures": 1}


def test_markdown_shows_the_failures_only_where_there_are_some() -> None:
    assert "failures.png" in report([0, 1], [0, 0])[0].as_markdown(figures=True)
    perfect = report([0, 1], [0, 1])[0].as_markdown(figures=True)
    assert "failures.png" not in perfect
    assert "No picture was read wrong" in perfect


def test_figures_are_drawn(tmp_path: Path) -> None:
    made, images = report([0, 0, 1, 1, 2], [0, 1, 1, 0, 0])
    draw_report(made, images, tmp_path)
    for name in ("confusion", "reliability", "failures"):
        assert read_picture(tmp_path / f"{name}.png").std() > 5
    draw_report(*report([0], [0]), tmp_path)
    assert not (tmp_path / "failures.png").exists()  # of an evaluation before


def test_the_shipped_model_is_evaluated_when_none_is_named(
    small_zip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--data", str(small_zip), "--json", "--out", str(tmp_path / "out")]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["model"] == "fast.onnx"
    assert printed == json.loads((tmp_path / "out" / "report.json").read_text())
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"report.md", "confusion.png", "reliability.png"}


def test_letters_in_another_order_are_read_by_their_names() -> None:
    def logits(images: np.ndarray) -> np.ndarray:
        return np.eye(2, dtype=np.float32)[[0] * len(images)]

    data = LabelledImages(np.zeros((2, 28, 28), np.uint8), np.array([1, 1], np.uint8), np.arange(2))
    assert evaluate(Scorer("told", ("B", "A"), 7, logits, None, ""), data, Path("x")).accuracy == 1
    with pytest.raises(ModelError, match="has no B"):
        evaluate(Scorer("told", ("A", "C"), 7, logits, None, ""), data, Path("x"))
