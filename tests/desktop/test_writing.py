"""What a live session writes, by hands and by keys."""

from pathlib import Path

import pyperclip
import pytest

from signread import Event, Frame, Observation, Reading
from signread.desktop.writing import Writing

from ..conftest import hand_picture


def reading(*events: Event, seconds: float = 0.0) -> Reading:
    return Reading(frame=Frame(hand_picture(), seconds), observation=Observation(), scores=None, spelled=events)


def letters(text: str) -> list[Event]:
    return [
        Event(kind="letter", time=0.0, letter=letter, confidence=0.95, alternatives=((letter, 0.95),))
        for letter in text
    ]


class Voice:
    """Hears what would be said."""

    trouble: str | None = None

    def __init__(self) -> None:
        self.heard: list[str] = []

    def say(self, text: str) -> None:
        self.heard.append(text)


def test_keys_write_and_undo(tmp_path: Path) -> None:
    voice = Voice()
    writing = Writing(voice, folder=tmp_path)
    writing.add(reading(*letters("HI")))
    writing.press(ord(" "), 1.0)
    writing.add(reading(*letters("YOY"), Event(kind="line", time=3.0)))
    assert writing.written() == "HI YOY"
    assert voice.heard == ["hi", "yoy"]
    for _ in range(2):
        writing.press(8, 4.0)
    writing.add(reading(*letters("U")))
    assert writing.written() == "HI YOU"
    writing.press(ord("s"), 5.0)
    (file,) = tmp_path.glob("signread-*.txt")
    assert file.read_text("utf-8") == "HI YOU\n"
    assert writing.message == f"saved: {file.name}"
    writing.press(ord("x"), 6.0)
    assert writing.written() == ""
    writing.press(ord(" "), 7.0)
    writing.press(127, 7.0)
    assert voice.heard == ["hi", "yoy"]


def test_a_word_is_suggested_and_corrected_only_where_that_is_asked_for() -> None:
    for correct, written in ((False, "FANILY"), (True, "FAMILY")):
        voice = Voice()
        writing = Writing(voice, correct=correct)
        writing.add(reading(*letters("FANILY")))
        assert writing.suggestion() == "FAMILY"
        assert writing.written() == "FANILY"
        writing.add(reading(Event(kind="space", time=9.0)))
        assert writing.written() == written
        assert writing.suggestion() == ("" if correct else "FAMILY")
        assert voice.heard == [written.lower()]
    assert Writing().suggestion() == ""


def test_what_cannot_be_saved_or_copied_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    writing = Writing(folder=tmp_path / "file")
    writing.press(ord("s"), 0.0)
    assert writing.message.startswith("not saved: ")

    def fails(_: str) -> None:
        raise pyperclip.PyperclipException

    monkeypatch.setattr(pyperclip, "copy", fails)
    writing.press(ord("c"), 0.0)
    assert "xclip" in writing.message
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    writing.add(reading(*letters("OK")))
    writing.press(ord("c"), 0.0)
    assert (copied, writing.message) == (["OK"], "copied")
