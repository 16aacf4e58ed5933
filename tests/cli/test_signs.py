"""One's own signs on the command line, with a person who signs words."""

import json
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread.cli import main

RATE = 10
WORDS = ("please", "milk", "sorry")


@pytest.fixture(scope="session")
def videos(hands_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Words of one person, each once."""
    folder = tmp_path_factory.mktemp("signs")
    made = {}
    with zipfile.ZipFile(hands_data / "train" / "word-signs.zip") as pictures:
        for word in WORDS:
            names = sorted(name for name in pictures.namelist() if f"/s{word}_" in name)
            made[word] = folder / word / f"{word}.mp4"
            made[word].parent.mkdir()
            writer = cv2.VideoWriter(str(made[word]), cv2.VideoWriter.fourcc(*"mp4v"), RATE, (320, 240))
            for name in names:
                frame = cv2.imdecode(np.frombuffer(pictures.read(name), np.uint8), cv2.IMREAD_COLOR)
                assert frame is not None
                writer.write(frame)
            writer.release()
    return made


pytestmark = pytest.mark.usefixtures("hand_networks")


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIGNREAD_SIGNS", str(tmp_path / "mine.json"))
    return tmp_path / "mine.json"


def test_signs_are_recorded_read_and_shared(
    videos: dict[str, Path], tmp_path: Path, own_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(videos["please"].parents[1])
    assert main(["signs", "record", folder]) == 0
    assert capsys.readouterr().out == f"{own_file}: 3 signs\n"
    assert main(["signs", "list", "--json"]) == 0
    assert {one["name"]: one["examples"] for one in json.loads(capsys.readouterr().out)} == dict.fromkeys(WORDS, 1)
    assert main(["signs", "read", str(videos["milk"]), "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in document["signs"]] == ["milk"]
    assert main(["signs", "export", str(tmp_path / "shared.json")]) == 0
    assert main(["signs", "remove", "MILK"]) == 0
    assert main(["signs", "import", str(tmp_path / "shared.json")]) == 0
    capsys.readouterr()
    assert main(["signs", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_signs_are_read_beside_letters(videos: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signs", "record", "please", str(videos["please"])]) == 0
    capsys.readouterr()
    assert main(["read", str(videos["please"]), "--signs", "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert document["text"].split()[-1] == "please"
    assert [one["letter"] for one in document["signs"]] == ["please"]
    assert document["marks"] == []


def test_examples_alike_are_said(videos: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signs", "record", "please", str(videos["please"])]) == 0
    assert main(["signs", "record", "bitte", str(videos["please"])]) == 0
    assert "bitte: example 1 looks like the sign please (1.00 alike)" in capsys.readouterr().err


def test_signs_are_evaluated_on_videos(videos: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(videos["please"].parents[1])
    assert main(["evaluate", "--signs", "--data", folder, "--examples", "1", "--json"]) == 2
    assert "nothing to ask" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["signs", "record", "A", "a.mp4"], "A: would be taken for a letter"),
        (["signs", "record", "hello", "no.mp4"], "no.mp4: no such file or folder"),
        (["signs", "remove", "hello"], "hello: no such sign; there are none yet"),
        (["signs", "import", "no.json"], "no.json: cannot be read as signs"),
        (["signs", "export", "signs.txt"], "signs.txt: signs are written as .json"),
        (["signs", "export", "signs.json"], "no signs yet; record one"),
        (["signs", "read", "a.mp4"], "no signs yet; record one"),
        (["read", "a.mp4", "--signs"], "no signs yet; record one"),
        (["read", "a.mp4", "--signs", "--tracker", "centre"], "--signs sees both hands and the body"),
        (["evaluate", "--data", "x", "--across"], "--across is for --signs"),
        (["evaluate", "--signs", "--data", "nowhere"], "nowhere: no such file or folder; expected videos of signs"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1


def test_a_recording_without_a_hand_is_refused(hello: Path, own_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signs", "record", "hello", str(hello)]) == 2
    assert "no raised hand is seen; expected head, shoulders and hands in the picture" in capsys.readouterr().err
    assert not own_file.exists()
