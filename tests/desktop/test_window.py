"""The window, driven by keys that the test presses; a machine without a display has no other."""

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import CameraError, Clip, Frame, SignreadError, open_video
from signread.desktop.window import require_display, show
from signread.desktop.writing import Writing

from ..conftest import hand_picture, square_reader, write_video
from .test_writing import letters, reading


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


def camera(count: int) -> Clip:
    return Clip(frames=(Frame(hand_picture(), time=number / 30) for number in range(count)))


def test_q_quits_and_lets_go_of_the_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(monkeypatch, keys="..q")
    clip = camera(100)
    show(clip, square_reader(), Writing())
    assert len(window.shown) == 3
    assert window.sizes == [(960, 720)]
    assert window.closed
    assert next(iter(clip), None) is None


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

    def pulled_out() -> Iterator[Frame]:
        yield Frame(hand_picture())
        raise CameraError("camera 0: was it pulled out?")

    with pytest.raises(CameraError):
        show(Clip(frames=pulled_out()), square_reader(), Writing())
    assert window.closed


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


def test_an_opencv_without_windows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(cv2, "currentUIFramework", str)  # as headless builds answer
    with pytest.raises(SignreadError, match="opencv-python-headless"):
        require_display()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_no_display_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(SignreadError, match="no display to open a window on"):
        require_display()
    monkeypatch.setenv("DISPLAY", ":6543")  # a display that does not answer
    with pytest.raises(SignreadError, match="no window can be opened on the display :6543"):
        require_display()
