"""Videos as people have them. Each test makes its own; tests/data/hello.mp4 is somebody who spells."""

import os
import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from signread import PictureError, open_path, open_video
from signread.sources.sound import SOUND_RATE, has_sound, read_sound
from signread.sources.video import is_video, square_pixels
from signread.types import Picture

MIRROR = (-0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
UPSIDE_DOWN = (-0x10000, 0, 0, 0, -0x10000, 0, 0, 0, 0x40000000)
QUARTER = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def corners(height: int = 96, width: int = 128) -> Picture:
    """A picture whose corners are red, green (right), blue (below) and white."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2, 0] = 230
    image[: height // 2, width // 2 :, 1] = 230
    image[height // 2 :, : width // 2, 2] = 230
    image[height // 2 :, width // 2 :] = 230
    return image


def colours(image: Picture) -> str:
    """The colours of the corners, left to right and down."""
    height, width = image.shape[:2]
    places = [(height // 4, width // 4), (height // 4, width * 3 // 4), (height * 3 // 4, width // 4)]
    named = {(True, False, False): "r", (False, True, False): "g", (False, False, True): "b", (True, True, True): "w"}
    return "".join(
        named[tuple((image[place] > 115).tolist())] for place in [*places, (height * 3 // 4, width * 3 // 4)]
    )


def write(
    path: Path,
    images: Iterable[Picture],
    *,
    times: Sequence[float] | None = None,
    codec: str = "libx264",
    matrix: tuple[int, ...] | None = None,
    pixel: Fraction | None = None,
    with_sound: bool = False,
) -> Path:
    """A video of these pictures, all of one size."""
    pictures = list(images)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, 10, options={"g": "5", "bf": "0"} if codec == "libx264" else {})
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "rgb8" if codec == "gif" else "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        if pixel is not None:
            stream.codec_context.sample_aspect_ratio = pixel
        if matrix is not None:
            stream.set_display_matrix(matrix)
        sound = container.add_stream("aac", SOUND_RATE, layout="mono") if with_sound else None
        assert sound is None or isinstance(sound, AudioStream)
        for number, image in enumerate(pictures):
            frame = VideoFrame.from_ndarray(image, "rgb24")
            frame.pts, frame.time_base = round((times[number] if times else number / 10) * 1000), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None:
            tone = np.sin(np.arange(SOUND_RATE) / 20).astype(np.float32)[None]
            heard = AudioFrame.from_ndarray(tone, "fltp", "mono")
            heard.sample_rate = SOUND_RATE
            container.mux(sound.encode(heard))
            container.mux(sound.encode(None))
    return path


def brighter(count: int) -> list[Picture]:
    return [np.full((96, 128, 3), 10 + 200 * number // count, np.uint8) for number in range(count)]


def noisy(count: int) -> list[Picture]:
    """Pictures that take many bytes."""
    random = np.random.default_rng(0)
    return [random.integers(0, 255, (96, 128, 3), np.uint8) for _ in range(count)]


@pytest.mark.parametrize(
    ("matrix", "shape", "expected"),
    [
        (None, (96, 128), "rgbw"),
        (MIRROR, (96, 128), "grwb"),
        (UPSIDE_DOWN, (96, 128), "wbgr"),
        (QUARTER, (128, 96), "brwg"),
    ],
)
@pytest.mark.parametrize("ending", [".mp4", ".mov"])
def test_a_video_is_turned_and_mirrored_as_players_show_it(
    matrix: tuple[int, ...] | None, shape: tuple[int, int], expected: str, ending: str, tmp_path: Path
) -> None:
    clip = open_video(write(tmp_path / f"v{ending}", [corners()] * 3, matrix=matrix))
    images = [frame.image for frame in clip]
    assert clip.size == shape[::-1]
    assert [colours(image) for image in images] == [expected] * 3


@pytest.mark.parametrize(("pixel", "size"), [(Fraction(2), (256, 96)), (Fraction(1, 2), (128, 192))])
def test_pixels_that_are_not_square_are_made_so(pixel: Fraction, size: tuple[int, int], tmp_path: Path) -> None:
    assert open_video(write(tmp_path / "v.mkv", [corners()], pixel=pixel)).size == size


def test_pixels_of_absurd_shapes_are_taken_for_square() -> None:
    for pixel in (None, Fraction(0), Fraction(1), Fraction(1000), Fraction(1, 1000)):
        assert square_pixels(64, 48, pixel) == (64, 48)


def test_a_size_that_changes_on_the_way_is_kept(tmp_path: Path) -> None:
    for name, image in (("a", corners()), ("b", corners(128, 96))):
        write(tmp_path / f"{name}.ts", [image] * 4)
    joined = (tmp_path / "a.ts").read_bytes() + (tmp_path / "b.ts").read_bytes()
    (tmp_path / "joined.ts").write_bytes(joined)
    shapes = {frame.image.shape[:2]: colours(frame.image) for frame in open_video(tmp_path / "joined.ts")}
    assert shapes == {(96, 128): "rgbw", (128, 96): "rgbw"}


@pytest.mark.parametrize(
    ("ending", "codec"),
    [(".3gp", "mpeg4"), (".wmv", "wmv2"), (".mts", "libx264"), (".ts", "libx264"), (".gif", "gif")],
)
def test_other_containers_are_read(ending: str, codec: str, tmp_path: Path) -> None:
    try:
        path = write(tmp_path / f"v{ending}", [corners()] * 6, codec=codec)
    except (av.error.FFmpegError, ValueError):
        pytest.skip(f"{codec} in {ending} cannot be written here")
    clip = open_path(path)
    assert not clip.is_picture
    read = list(clip)
    assert [colours(frame.image) for frame in read] == ["rgbw"] * 6
    np.testing.assert_allclose([frame.time for frame in read], np.arange(6) / 10, atol=0.03)


def test_av1_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "v.mp4", [corners()] * 3, codec="libsvtav1")
    assert [colours(frame.image) for frame in open_video(path)] == ["rgbw"] * 3


def test_a_gif_is_a_video_only_where_it_moves(tmp_path: Path) -> None:
    moving = write(tmp_path / "moving.gif", [corners(), corners()[::-1].copy()], codec="gif")
    still = write(tmp_path / "still.gif", [corners()], codec="gif")
    assert (is_video(moving), is_video(still)) == (True, False)
    picture = open_path(still)
    assert picture.is_picture
    assert [colours(frame.image) for frame in picture] == ["rgbw"]


def test_reading_goes_on_past_damage_and_says_how_much_was_lost(tmp_path: Path) -> None:
    whole = write(tmp_path / "v.mp4", noisy(40)).read_bytes()
    middle = len(whole) // 2
    (tmp_path / "zeros.mp4").write_bytes(whole[:middle] + bytes(3000) + whole[middle + 3000 :])
    clip = open_video(tmp_path / "zeros.mp4")
    read = list(clip)
    assert read[-1].time == pytest.approx(3.9, abs=0.01)
    assert 1 <= clip.frames_lost <= 10
    assert 30 <= len(read) <= 40


def test_a_file_that_is_cut_off_says_how_much_is_missing(tmp_path: Path) -> None:
    whole = write(tmp_path / "v.mkv", noisy(40)).read_bytes()
    (tmp_path / "cut.mkv").write_bytes(whole[: len(whole) // 2])
    clip = open_video(tmp_path / "cut.mkv")
    read = len(list(clip))
    assert 0 < read < 40
    assert clip.frames_lost == pytest.approx(40 - read, abs=2)


def test_a_whole_file_has_lost_nothing(tmp_path: Path) -> None:
    clip = open_video(write(tmp_path / "v.mp4", brighter(20), with_sound=True))
    assert (len(list(clip)), clip.frames_lost) == (20, 0)


def test_a_clock_that_starts_anew_does_not_make_hours(tmp_path: Path) -> None:
    for name, begin in (("a", 0), ("b", 9000), ("c", 5)):
        write(tmp_path / f"{name}.ts", brighter(10), times=[begin + number / 10 for number in range(10)])
    (tmp_path / "joined.ts").write_bytes(b"".join((tmp_path / f"{name}.ts").read_bytes() for name in "abc"))
    times = np.array([frame.time for frame in open_video(tmp_path / "joined.ts")])
    assert len(times) == 30
    steps = np.diff(times)
    assert (steps > 0).all()
    assert (steps > 0.5).sum() == 2
    assert times[-1] < 8


def test_a_recording_that_was_paused_keeps_its_times(tmp_path: Path) -> None:
    path = write(tmp_path / "v.mkv", brighter(10), times=[number / 10 + 60 * (number >= 5) for number in range(10)])
    times = [frame.time for frame in open_video(path)]
    assert times[5] - times[4] == pytest.approx(60.1, abs=0.01)


def test_what_holds_no_video_says_what_it_is(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "tone.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", SOUND_RATE, layout="mono")
        frame = AudioFrame.from_ndarray(np.zeros((1, 4800), np.int16), "s16", "mono")
        frame.sample_rate = SOUND_RATE
        container.mux(stream.encode(frame))
    with pytest.raises(PictureError, match=r"tone\.wav: holds sound alone; expected a video"):
        open_path(tmp_path / "tone.wav")
    (tmp_path / "list.m3u8").write_text(f"#EXTM3U\n#EXTINF:1,\n{tmp_path}/tone.wav\n#EXT-X-ENDLIST\n")
    with pytest.raises(PictureError, match="neither a picture nor a video"):
        open_path(tmp_path / "list.m3u8")


def test_a_codec_that_cannot_be_had_is_named_with_what_helps(tmp_path: Path) -> None:
    whole = write(tmp_path / "v.mp4", brighter(4)).read_bytes()
    (tmp_path / "odd.mp4").write_bytes(whole.replace(b"avc1", b"zzz9"))
    with pytest.raises(PictureError, match=r"odd\.mp4: its codec zzz9 .* ffmpeg -i IN -c:v libx264 OUT\.mp4"):
        open_video(tmp_path / "odd.mp4")


def test_a_name_may_be_anything(tmp_path: Path) -> None:
    video = write(tmp_path / "v.mp4", brighter(3)).read_bytes()
    for name in (b"\xff.mp4", b"file:x.mp4", b"%d-*.mp4", "\u4e2d.mp4".encode()):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.write_bytes(video)
        assert len(list(open_video(path))) == 3


def test_sound_is_read_in_pieces_with_their_times(tmp_path: Path) -> None:
    path = write(tmp_path / "v.mp4", brighter(10), with_sound=True)
    pieces = list(read_sound(path))
    assert has_sound(path)
    assert sum(samples.shape[1] for _, samples in pieces) == pytest.approx(SOUND_RATE, rel=0.05)
    assert [begin for begin, _ in pieces] == sorted(begin for begin, _ in pieces)
    assert not has_sound(write(tmp_path / "silent.mp4", brighter(3)))


def test_a_video_read_elsewhere_is_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "v.mp4", noisy(12))
    here, there = open_video(path), open_video(path, isolated=True)
    assert (here.size, here.rate, here.duration, here.name) == (there.size, there.rate, there.duration, there.name)
    for one, other in zip(here, there, strict=True):
        assert one.time == other.time
        np.testing.assert_array_equal(one.image, other.image)
    with pytest.raises(PictureError, match=r"nothing\.mp4: no such video file"):
        open_video(tmp_path / "nothing.mp4", isolated=True)


def test_a_video_read_elsewhere_that_nobody_looks_at_is_let_go(tmp_path: Path) -> None:
    clip = open_video(write(tmp_path / "v.mp4", noisy(40)), isolated=True)
    clip.close()
    assert list(clip) == []


def test_a_crash_of_the_media_library_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "v.mp4", noisy(40))
    crashing = tmp_path / "python"
    crashing.write_text("#!/bin/sh\nkill -SEGV $$\n")
    crashing.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(crashing))
    with pytest.raises(PictureError, match=r"v\.mp4: the media library ended with code -11"):
        open_video(path, isolated=True)
