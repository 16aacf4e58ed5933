"""The examples are run."""

import runpy
import shutil
import sys
from pathlib import Path

import pytest

from .conftest import DATA

EXAMPLES = Path(__file__).parents[1] / "examples"

pytestmark = pytest.mark.usefixtures("hand_networks")


def run(name: str, argument: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [name, str(argument)])
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return Path(shutil.copy(DATA / "hello.mp4", tmp_path / "hello.mp4"))


def test_a_video_is_read(video: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run("read_a_video.py", video, monkeypatch)
    assert capsys.readouterr().out == "HELLO\n"
    assert "HELLO" in video.with_suffix(".srt").read_text("utf-8")


def test_pictures_are_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run("letters_in_pictures.py", DATA / "Lolzorus", monkeypatch)
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == list("BLWY")


def test_a_decoder_of_ones_own(
    video: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("own_decoder.py", video, monkeypatch)
    assert capsys.readouterr().out == "HELO\n"  # it does not know that a letter can come twice


def test_hands_over_time(video: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run("hands_over_time.py", video, monkeypatch)
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("frame,handedness,x8,y8")
    assert len(rows) >= 57


def test_every_example_is_tried() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        "read_a_video.py",
        "letters_in_pictures.py",
        "own_decoder.py",
        "hands_over_time.py",
    }
