import os
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream

from signread import OutputError, open_video
from signread.output.video import LONGEST_STILL_S, RATE, VideoSink
from signread.sources.sound import read_sound

from ..conftest import hand_picture
from ..sources.test_video import brighter, write


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


@pytest.mark.parametrize(
    ("ending", "video", "sound"),
    [(".mp4", "h264", "aac"), (".mov", "h264", "aac"), (".mkv", "h264", "aac"), (".webm", "vp9", "opus")],
)
def test_others_can_play_what_is_written(ending: str, video: str, sound: str, tmp_path: Path) -> None:
    spoken = write(tmp_path / "spoken.mp4", brighter(10), with_sound=True)
    out = tmp_path / f"out{ending}"
    with VideoSink(out, with_sound=True) as sink:
        sink.add_sound(spoken, 0.0)
        for number in range(10):
            sink.write(grey(100), number / 10)
    with av.open(str(out)) as container:
        codecs = [stream.codec_context.name for stream in container.streams]
        assert [codecs[0], codecs[1]] == [video, sound]
        assert isinstance(container.streams[1], AudioStream)
    heard = np.concatenate([samples for _, samples in read_sound(out)], axis=1)
    assert heard.shape[1] == pytest.approx(0.95 * 48_000, rel=0.1)
    assert np.abs(heard).max() > 0.3


def test_a_gif_keeps_its_colours_and_has_no_sound(tmp_path: Path) -> None:
    out = tmp_path / "out.gif"
    with VideoSink(out, with_sound=True) as sink:
        for number in range(6):
            sink.write(np.full((60, 80, 3), (200, 30 * number, 90), np.uint8), number / 30)
    frames = list(open_video(out))
    assert len(frames) == 6
    seen = np.array([frame.image[30, 40] for frame in frames]).astype(int)
    assert np.abs(seen - [(200, 30 * number, 90) for number in range(6)]).max() < 6


def test_the_sound_of_several_videos_stays_with_its_pictures(tmp_path: Path) -> None:
    spoken = write(tmp_path / "spoken.mp4", brighter(10), with_sound=True)
    silent = write(tmp_path / "silent.mp4", brighter(10))
    with VideoSink(tmp_path / "out.mkv", with_sound=True) as sink:
        for begin, path in ((0.0, silent), (1.0, spoken)):
            sink.add_sound(path, begin)
            for number in range(10):
                sink.write(grey(100), begin + number / 10)
    heard = np.concatenate([samples for _, samples in read_sound(tmp_path / "out.mkv")], axis=1)
    assert np.abs(heard[:, : 48_000 * 9 // 10]).max() < 0.01
    assert np.abs(heard[:, 48_000 * 12 // 10 :]).max() > 0.3


def test_a_hole_in_the_clock_is_left_out(tmp_path: Path) -> None:
    spoken = write(tmp_path / "spoken.mp4", brighter(10), with_sound=True)
    with VideoSink(tmp_path / "out.mp4", with_sound=True) as sink:
        sink.add_sound(spoken, 36000.0)
        for seconds in (0.0, 0.5, 36000.0, 36000.5):
            sink.write(grey(100), seconds)
    last = list(open_video(tmp_path / "out.mp4"))[-1].time
    assert last == pytest.approx(0.5 + LONGEST_STILL_S + 0.5, abs=0.1)
    heard = np.concatenate([samples for _, samples in read_sound(tmp_path / "out.mp4")], axis=1)
    assert heard.shape[1] / 48_000 == pytest.approx(last, abs=0.2)


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
    with pytest.raises(OutputError, match=r"written as \.mp4 .*\.webm"):
        VideoSink(tmp_path / "out.avi")
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(OutputError, match="a device or pipe"):
        VideoSink(tmp_path / "pipe.mp4")
    with pytest.raises(OutputError, match="no folder"):
        VideoSink(tmp_path / "nowhere" / "out.mp4")


@pytest.mark.skipif(sys.platform == "win32", reason="a full disk is a limit on file sizes, which Windows has not")
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
@pytest.mark.parametrize("most", [0, 500, 20_000])
def test_a_disk_that_fills_up_is_one_error_and_leaves_what_was_there(tmp_path: Path, suffix: str, most: int) -> None:
    import resource

    path = tmp_path / f"out{suffix}"
    path.write_bytes(b"before")
    random = np.random.default_rng(0)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill() -> None:
        with VideoSink(path) as sink:
            for number in range(90):
                sink.write(random.integers(0, 256, (48, 64, 3), np.uint8), number / RATE)

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
        with pytest.raises(OutputError, match=rf"out\{suffix}: cannot be (written|saved)"):
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
