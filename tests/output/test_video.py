from pathlib import Path

import numpy as np
import pytest

from signread import OutputError, open_video
from signread.output.video import RATE, VideoSink

from ..conftest import hand_picture


def grey(value: int, height: int = 48, width: int = 64) -> np.ndarray:
    return np.full((height, width, 3), value, np.uint8)


def test_pictures_keep_their_times(tmp_path: Path) -> None:
    with VideoSink(tmp_path / "out.mp4") as sink:
        for seconds, value in ((0.0, 20), (0.5, 120), (0.6, 220)):
            sink.write(grey(value), seconds)
    written = [(frame.time, frame.image.mean()) for frame in open_video(tmp_path / "out.mp4")]
    assert len(written) == round(0.6 * RATE) + 1
    for seconds, mean in written:
        expected = 20 if seconds < 0.49 else 120 if seconds < 0.59 else 220
        assert abs(mean - expected) < 12


def test_pictures_of_another_size_are_fitted_in_with_their_proportions(tmp_path: Path) -> None:
    with VideoSink(tmp_path / "out.mp4") as sink:
        sink.write(grey(10, 100, 100), 0.0)
        sink.write(grey(250, 400, 100), 0.1)
    last = list(open_video(tmp_path / "out.mp4"))[-1].image
    assert last.shape == (100, 100, 3)
    assert last[50, 50].mean() > 200
    assert last[50, 10].mean() < 60


def test_odd_and_tiny_sizes_are_written(tmp_path: Path) -> None:
    for number, (height, width) in enumerate([(121, 161), (1, 1), (20, 20)]):
        with VideoSink(tmp_path / f"{number}.mp4") as sink:
            sink.write(hand_picture(height, width), 0.0)
        assert len(list(open_video(tmp_path / f"{number}.mp4"))) == 1


def interrupted(path: Path) -> None:
    with VideoSink(path) as sink:
        sink.write(grey(1), 0.0)
        raise KeyboardInterrupt


def test_an_interruption_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"written as \.mp4"):
        VideoSink(tmp_path / "out.gif")
    with pytest.raises(OutputError, match="no folder"):
        VideoSink(tmp_path / "nowhere" / "out.mp4")
