"""Hands on the command line: doctor, read with the tracker, training on one's own pictures."""

import json
import zipfile
from pathlib import Path

import cv2
import pytest

from signread.cli import main
from signread.sources.pictures import read_picture
from signread.tracking.bundle import HANDS

from ..conftest import DATA

pytestmark = pytest.mark.usefixtures("hand_networks")


def test_doctor_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert all(printed[name]["there"] for name in ("packages", "hand bundle", "hand tracker", "letter model"))
    assert "letters.onnx" in printed["letter model"]["what"]


def test_doctor_fails_where_the_tracker_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no.task").write_bytes(b"nothing")
    monkeypatch.setenv(HANDS.own, str(tmp_path / "no.task"))
    assert main(["doctor"]) == 2
    assert "reading hands is not possible here yet: hand tracker" in capsys.readouterr().err
    assert main(["doctor", "--wheel", str(tmp_path / "no.task")]) == 2
    assert "not the wheel of" in capsys.readouterr().err


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A picture of a hand that shows L, and one of a wall."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "hand.jpg").write_bytes((DATA / "Lolzorus" / "L.jpg").read_bytes())
    wall = read_picture(DATA / "Lolzorus" / "L.jpg")[:60, :60]
    cv2.imwrite(str(folder / "room.jpg"), cv2.cvtColor(wall, cv2.COLOR_RGB2BGR))
    return folder


def test_read_finds_the_hand_and_says_where_there_is_none(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(pictures), "--json"]) == 0
    hand, room = (document["readings"][0] for document in json.loads(capsys.readouterr().out))
    assert (hand["letter"], hand["hand"]) == ("L", True)
    assert (room["letter"], room["hand"], room["confidence"]) == (None, False, 0.0)


def test_below_the_threshold_is_no_letter(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(pictures / "hand.jpg"), "--threshold", "1"]) == 0
    assert capsys.readouterr().out.startswith("no letter")
    with pytest.raises(SystemExit):
        main(["read", str(pictures / "hand.jpg"), "--threshold", "2"])
    assert "expected a number from 0 to 1" in capsys.readouterr().err


def test_the_tutorials_way_is_still_there(pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(pictures / "room.jpg"), "--tracker", "centre", "--threshold", "0", "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert document["readings"][0]["hand"] is True


def test_a_model_of_ones_own_pictures(hands_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three gestures under names of one's own, a few pictures each: trained, exported, read like the shipped model."""
    mine, others = tmp_path / "mine", tmp_path / "others"
    with zipfile.ZipFile(hands_data / "train" / "Lolzorus.zip") as archive:
        for letter, name in (("B", "stop"), ("Y", "call me"), ("L", "你好")):
            for folder, numbers in ((mine, range(3)), (others, range(12, 14))):
                (folder / name).mkdir(parents=True)
                for number in numbers:
                    (folder / name / f"{number}.jpg").write_bytes(archive.read(f"{letter}/{number}.jpg"))
    run, model = tmp_path / "run", tmp_path / "mine.onnx"
    order = ["train", "letters", "--data", str(mine), "--init", "shipped", "--epochs", "1", "--out", str(run)]
    assert main(order) == 0
    assert main(["export", str(run), "-o", str(model)]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(model), "--data", str(others), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] > 0.9
    assert main(["evaluate", str(model), "--data", str(mine)]) == 2
    assert "mine.onnx was trained on these very pictures" in capsys.readouterr().err
    assert main(["read", str(mine / "call me" / "0.jpg"), "--model", str(model), "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert document["readings"][0]["letter"] == "call me"


def test_options_of_letters_are_for_letters(small_zip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "fast", "--data", str(small_zip), "--from", "shipped"]) == 2
    assert "those are for letters" in capsys.readouterr().err
