"""The window, driven by keys that the test presses; a machine without a display has no other."""

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pyperclip
import pytest

from signread import CameraError, SignreadError, open_video
from signread.frames import Frame, Frames
from signread.live import Writing, require_display, show
from signread.reader import Reading
from signread.spelling import Event

from .conftest import hand_picture, square_reader, write_video


class Window:
    """Stands where OpenCV's window is, keeps what it shows and presses keys."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
        self.shown: list[np.ndarray] = []
        self.sizes: list[tuple[int, int]] = []
        self.closed = False
        self.visible = 1.0
        self._keys: Iterator[str] = iter(keys)
        monkeypatch.setattr(cv2, "namedWindow", lambda *_: None)
        monkeypatch.setattr(cv2, "resizeWindow", lambda _, width, height: self.sizes.append((width, height)))
        monkeypatch.setattr(cv2, "imshow", lambda _, picture: self.shown.append(picture))
        monkeypatch.setattr(cv2, "waitKey", lambda _: ord(next(self._keys, "\xff")))
        monkeypatch.setattr(cv2, "getWindowProperty", lambda *_: self.visible)
        monkeypatch.setattr(cv2, "destroyAllWindows", self._close)

    def _close(self) -> None:
        self.closed = True


def camera(count: int) -> Frames:
    for number in range(count):
        yield Frame(hand_picture(), time=number / 30)


def test_q_quits_and_lets_go_of_the_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(monkeypatch, keys="..q")
    frames = camera(100)
    show(frames, square_reader(), Writing())
    assert len(window.shown) == 3
    assert window.sizes == [(960, 720)]
    assert window.closed
    assert next(frames, None) is None


def test_m_mirrors_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(monkeypatch, keys=".m.mq")
    show(camera(100), square_reader(), Writing())
    middle = [picture[50:100] for picture in window.shown]
    np.testing.assert_array_equal(middle[0], middle[1])
    assert (middle[1] != middle[2]).any()
    np.testing.assert_array_equal(middle[2], middle[0][:, ::-1])
    np.testing.assert_array_equal(middle[4], middle[0])


def test_closing_the_window_quits(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(monkeypatch, keys="")
    window.visible = 0.0
    show(camera(100), square_reader(), Writing())
    assert len(window.shown) == 1


def test_a_source_that_ends_closes_the_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    window = Window(monkeypatch, keys="")
    show(open_video(write_video(tmp_path / "v.mp4", count=4)), square_reader(), Writing())
    assert len(window.shown) == 4
    assert window.closed


def test_a_camera_that_goes_closes_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(monkeypatch, keys="")

    def pulled_out() -> Frames:
        yield Frame(hand_picture())
        raise CameraError("camera 0: was it pulled out?")

    with pytest.raises(CameraError):
        show(pulled_out(), square_reader(), Writing())
    assert window.closed


def reading(*events: Event, seconds: float = 0.0) -> Reading:
    return Reading(Frame(hand_picture(), seconds), None, None, spelled=events)


def letters(text: str) -> list[Event]:
    return [Event("letter", 0.0, letter, confidence=0.95, alternatives=((letter, 0.95),)) for letter in text]


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
    writing.add(reading(*letters("YOY"), Event("line", 3.0)))
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
        writing.add(reading(Event("space", 9.0)))
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


def test_the_window_shows_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(monkeypatch, keys="..q")
    writing = Writing()
    show(camera(100), square_reader(), writing)
    empty = window.shown[0]
    writing.add(reading(*letters("HELLO")))
    window = Window(monkeypatch, keys="q")
    show(camera(100), square_reader(), writing)
    below = slice(-80, None)
    assert (window.shown[0][below] != empty[below]).any()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_no_display_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(SignreadError, match="no display to open a window on"):
        require_display()
    monkeypatch.setenv("DISPLAY", ":6543")  # a display that does not answer
    with pytest.raises(SignreadError, match="no window can be opened on the display :6543"):
        require_display()
