import json
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import DataError, LetterModel
from signread.augmentation.corruptions import CORRUPTIONS
from signread.cli import main
from signread.datasets.pictures import Entry, letters_of, picture_sets
from signread.evaluation.people import _report, evaluate_people
from signread.evaluation.people_report import PeopleReport
from signread.evaluation.predictions import Prediction
from signread.types import Handedness

from ..conftest import DATA


def prediction(
    model: LetterModel,
    signer: str,
    label: str,
    answer: str | None,
    confidence: float = 0.9,
    hand: Handedness = "right",
) -> Prediction:
    """A picture that was read as `answer`, the rest of the probability going to X."""
    thumbnail = np.zeros((96, 96, 3), np.uint8)
    entry = Entry(f"{signer}/{label}/0.jpg", signer, label)
    if answer is None:
        return Prediction(entry=entry, probabilities=None, handedness=None, thumbnail=thumbnail)
    probabilities = np.zeros(len(model.labels), np.float32)
    probabilities[model.labels.index("X")] = 1 - confidence
    probabilities[model.labels.index(answer)] = confidence
    return Prediction(entry=entry, probabilities=probabilities, handedness=hand, thumbnail=thumbnail)


@pytest.fixture(scope="module")
def report() -> PeopleReport:
    model = LetterModel()
    everything = [
        prediction(model, "ann", "A", "A"),
        prediction(model, "ann", "A", "S", 0.6),
        prediction(model, "ann", "B", "B", hand="left"),
        prediction(model, "ann", "B", "B", 0.8),
        prediction(model, "bo", "A", None),
        prediction(model, "bo", "X", "nothing", 0.7),
        prediction(model, "bo", "J", "I"),
        prediction(model, "bo", "room", "nothing"),
        prediction(model, "bo", "room", "L", 0.95),
        prediction(model, "bo", "room", None),
    ]
    return _report(model, "small", everything, meanings(everything))


def meanings(everything: list[Prediction]) -> dict[str, str | None]:
    return letters_of([one.entry for one in everything], "small")


def test_a_hand_not_found_and_nothing_are_wrong(report: PeopleReport) -> None:
    assert report.right.tolist() == [True, False, True, True, False, False]
    assert report.signers == {"bo": 0.0, "ann": 0.75}
    assert report.mean_over_signers == 0.375
    assert report.letters == {"X": 0.0, "A": 1 / 3, "B": 1.0}
    assert report.hands == {"no hand found": 0.0, "right": 0.5, "left": 1.0}
    assert report.hands_not_found == 1
    assert report.left_out == 1
    assert report.second.tolist() == [True, False, True, True, False, True]


def test_thresholds_trade_coverage_for_accuracy(report: PeopleReport) -> None:
    rows = {row["threshold"]: row for row in report.coverage}
    assert rows[0.0]["coverage"] == 4 / 6
    assert rows[0.0]["accuracy"] == 0.75
    assert rows[0.85]["coverage"] == 2 / 6
    assert rows[0.85]["accuracy"] == 1.0
    assert rows[0.85]["true_letters_lost"] == 1 / 3
    assert rows[0.9]["no_sign_read"] == 1 / 3
    assert report.no_sign_read(0.96) == 0


def test_pairs_that_are_always_wrong_are_named(report: PeopleReport) -> None:
    assert report.always_wrong() == [("bo", "A", "no hand", 1), ("bo", "X", "nothing", 1)]


def test_labels_mean_what_they_mean_in_training(report: PeopleReport) -> None:
    model = report.model
    everything = [
        prediction(model, "ann", "0", "O"),
        prediction(model, "ann", "b", "B"),
        prediction(model, "ann", "1", "D"),
    ]
    more = [*everything, prediction(model, "ann", "5", "L")]
    changed = _report(model, "small", more, meanings(more))
    assert changed.letters == {"O": 1.0, "B": 1.0}
    assert changed.left_out == 1
    assert len(changed.no_sign) == 1


def test_without_any_hand_there_are_still_numbers(report: PeopleReport) -> None:
    alone = [prediction(report.model, "ann", "A", None)]
    changed = _report(report.model, "small", alone, meanings(alone))
    text = json.dumps(changed.to_dict(), allow_nan=False)
    assert json.loads(text)["coverage"][0]["accuracy"] is None
    assert "| 0.00 | 0.00% | - |" in changed.to_markdown(figures=False)


def test_json_has_the_names_that_others_rely_on(report: PeopleReport) -> None:
    printed = json.loads(json.dumps(report.to_dict()))
    for name in ("accuracy", "parameters", "letters", "mean_over_signers", "signers", "hands_not_found"):
        assert name in printed
    assert printed["worst_signer"] == 0.0
    assert 0 <= printed["expected_calibration_error"] <= 1
    low, high = printed["accuracy_interval"]
    assert low <= printed["accuracy"] <= high


def test_the_figures_are_drawn(report: PeopleReport, tmp_path: Path) -> None:
    report.draw(tmp_path)
    for name in ("reliability", "coverage", "failures"):
        assert cv2.imread(str(tmp_path / f"{name}.png")) is not None


@pytest.mark.usefixtures("hand_networks")
def test_real_people_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A few pictures of the training data, so that no figure of this test says anything but that all parts work."""
    path = tmp_path / "few.zip"
    with zipfile.ZipFile(path, "w") as few:
        for label, picture in (*zip("BLWY", "BLWY", strict=True), ("J", "Y")):
            few.writestr(f"someone/{label}/0.jpg", (DATA / "Lolzorus" / f"{picture}.jpg").read_bytes())
    assert main(["evaluate", "--data", str(path), "--json", "--robustness", "--out", str(tmp_path / "out")]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["signers"] == {"someone": printed["accuracy"]}
    assert printed["accuracy"] >= 0.75
    assert printed["left_out"] == 1
    assert set(printed["robustness"]) == set(CORRUPTIONS)
    assert "Under worse conditions" in (tmp_path / "out" / "report.md").read_text()


def test_pictures_of_unknown_labels_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shapes" / "circle"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(cv2.imencode(".png", np.zeros((9, 9, 3), np.uint8))[1].tobytes())
    with pytest.raises(DataError, match=r"no picture of a letter that letters.onnx knows; its labels are \['circle'\]"):
        evaluate_people(LetterModel(), picture_sets(tmp_path / "shapes"), "shapes", lambda *_: None)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_corruptions_change_but_keep_a_picture(name: str) -> None:
    random = np.random.default_rng(0)
    image = random.integers(0, 256, (240, 320, 3), np.uint8)
    changed = CORRUPTIONS[name](image)
    assert changed.dtype == np.uint8
    assert changed.shape == ((120, 160, 3) if name == "half size" else (240, 320, 3))
    assert np.array_equal(changed, image) == (name == "as it is")
