import json
from pathlib import Path

import numpy as np
import pytest

from signread import LetterModel, ModelError
from signread.cli import main
from signread.datasets.sign_mnist import LabelledImages
from signread.evaluation.crops import CropReport, evaluate_crops
from signread.sources.pictures import read_picture

LETTERS = ("A", "B", "C")


class Told(LetterModel):
    """A model that reads pictures in order as `answers` says."""

    def __init__(self, answers: list[int], labels: tuple[str, ...] = LETTERS) -> None:
        self.path, self.labels, self.parameters = Path("told"), labels, 7
        self.reads_points, self.crop_size, self.trained_on = False, 28, frozenset()
        self._answers = answers

    def logits(self, crops: np.ndarray, *_: object, **__: object) -> np.ndarray:
        return np.eye(len(self.labels), dtype=np.float32)[self._answers[: len(crops)]] * 2


def report(labels: list[int], read: list[int]) -> CropReport:
    images = np.random.default_rng(0).integers(0, 256, (len(labels), 28, 28), np.uint8)
    data = LabelledImages(images, np.array(labels, np.uint8), np.arange(len(labels)) // 2)
    return evaluate_crops(Told(read), data, Path("some/set.zip"))


def test_a_report_counts_by_hand() -> None:
    described = report([0, 0, 0, 1], [0, 0, 1, 1]).to_dict()
    assert described["accuracy"] == 0.75
    assert described["errors"] == 1
    assert described["photographs"] == 2
    assert described["parameters"] == 7
    assert described["letters"] == {"A": pytest.approx(2 / 3), "B": 1.0}
    assert described["per_letter"]["B"] == {"precision": 0.5, "recall": 1.0, "pictures": 1}
    assert described["confused"] == [{"letter": "A", "read": "B", "times": 1}]
    assert described["data"] == "set.zip, test part"
    json.dumps(described, allow_nan=False)


def test_a_letter_never_read_has_no_precision() -> None:
    described = report([0, 1], [0, 0]).to_dict()
    assert described["per_letter"]["B"] == {"precision": None, "recall": 0.0, "pictures": 1}


def test_markdown_shows_the_failures_only_where_there_are_some() -> None:
    assert "failures.png" in report([0, 1], [0, 0]).to_markdown(figures=True)
    perfect = report([0, 1], [0, 1]).to_markdown(figures=True)
    assert "failures.png" not in perfect
    assert "No picture was read wrong" in perfect


def test_figures_are_drawn(tmp_path: Path) -> None:
    report([0, 0, 1, 1, 2], [0, 1, 1, 0, 0]).draw(tmp_path)
    for name in ("confusion", "reliability", "failures"):
        assert read_picture(tmp_path / f"{name}.png").std() > 5
    report([0], [0]).draw(tmp_path)
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
    data = LabelledImages(np.zeros((2, 28, 28), np.uint8), np.array([1, 1], np.uint8), np.arange(2))
    assert evaluate_crops(Told([0, 0], ("B", "A")), data, Path("x")).accuracy == 1
    with pytest.raises(ModelError, match="has no B"):
        evaluate_crops(Told([0, 0], ("A", "C")), data, Path("x"))
