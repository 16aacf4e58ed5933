import itertools
import struct
import sys
import time
import zlib
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from signread import CameraError, PictureError, open_camera, open_path, open_picture, open_pictures, open_video
from signread.sources import camera
from signread.sources.pictures import read_picture

from ..conftest import DATA, hand_picture, real_data, write_video


def save(path: Path, rgb: np.ndarray) -> Path:
    cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    return path


def with_exif_rotation(jpeg: bytes, orientation: int) -> bytes:
    """The same JPEG with an EXIF block that says how the camera was held."""
    tiff = (
        b"MM\x00*\x00\x00\x00\x08" + b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes([orientation]) + bytes(6)
    )
    block = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + jpeg[2:]


def test_a_picture_is_red_green_blue(tmp_path: Path) -> None:
    red = np.zeros((20, 30, 3), np.uint8)
    red[..., 0] = 255
    clip = open_picture(save(tmp_path / "red.png", red))
    assert (clip.is_picture, clip.name, clip.size) == (True, str(tmp_path / "red.png"), (30, 20))
    (frame,) = clip
    np.testing.assert_array_equal(frame.image, red)
    assert frame.time == 0.0


def test_grey_transparent_and_deep_pictures_come_as_rgb_bytes(tmp_path: Path) -> None:
    variants: dict[str, np.ndarray] = {
        "grey": np.full((9, 7), 100, np.uint8),
        "alpha": np.full((9, 7, 4), 100, np.uint8),
        "deep": np.full((9, 7), 100 * 257, np.uint16),
    }
    for name, pixels in variants.items():
        cv2.imwrite(str(tmp_path / f"{name}.png"), pixels)
        image = read_picture(tmp_path / f"{name}.png")
        assert (image.shape, image.dtype.name) == ((9, 7, 3), "uint8")
        assert (image == 100).all()


def test_a_cmyk_jpeg_is_read(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "cmyk.jpg", quality=95)
    red, green, blue = read_picture(tmp_path / "cmyk.jpg").mean(axis=(0, 1))
    assert red > 180
    assert max(green, blue) < 80


def test_a_picture_stands_upright_as_its_exif_says(tmp_path: Path) -> None:
    _, jpeg = cv2.imencode(".jpg", cv2.cvtColor(hand_picture(), cv2.COLOR_RGB2BGR))
    (tmp_path / "turned.jpg").write_bytes(with_exif_rotation(jpeg.tobytes(), 6))
    assert read_picture(tmp_path / "turned.jpg").shape == (160, 120, 3)


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.png", "a.PNG", "b/x.jpg"):
        save(tmp_path / name, hand_picture())
    (tmp_path / "notes.txt").write_text("no picture")
    assert [Path(clip.name).name for clip in open_pictures(tmp_path)] == ["a.PNG", "x.jpg", "c.png"]
    with pytest.raises(PictureError, match="a folder, expected a file; open_pictures gives a clip for each"):
        open_path(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.jpg", b"", "is empty"),
        ("text.png", b"this is no picture", "not a picture"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00", "not a picture"),
        ("empty.mp4", b"", "no frame can be read"),
        ("rubbish.mp4", bytes(range(256)) * 50, "no frame can be read"),
        ("notes.txt", b"hello", "neither a picture nor a video"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, content: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PictureError, match=expected) as caught:
        list(open_path(tmp_path / name))
    assert name in str(caught.value)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    for name in ("nothing.jpg", "nothing.mp4", "nothing"):
        with pytest.raises(PictureError, match="nothing"):
            list(open_path(tmp_path / name))
    with pytest.raises(PictureError, match="no picture in this folder"):
        open_pictures(tmp_path)


@pytest.mark.parametrize("rate", [5.0, 12.0, 30.0])
def test_a_video_is_read_in_full_at_its_own_times(rate: float, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", count=11, rate=rate)
    clip = open_video(video)
    assert (clip.is_picture, clip.size, clip.rate) == (False, (160, 120), rate)
    assert clip.duration == pytest.approx(11 / rate)
    read = list(clip)
    np.testing.assert_allclose([frame.time for frame in read], np.arange(11) / rate, atol=1e-3)
    brightness = [float(frame.image.mean()) for frame in read]
    assert brightness == sorted(brightness)


def test_a_video_that_is_cut_off_is_read_as_far_as_it_goes_or_refused(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "v.avi", count=30).read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) * 2 // 3])
    assert 0 < len(list(open_video(tmp_path / "cut.avi"))) < 30


def test_a_machine_without_that_camera_says_so() -> None:
    with pytest.raises(CameraError, match="camera 63: gives no picture"):
        open_camera(63)


def test_a_camera_that_is_pulled_out_is_an_error_after_the_frames_it_gave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This machine need not have a camera: a video stands in for one, and its end for the moment it is pulled out.
    video = write_video(tmp_path / "v.mp4", count=5)
    real = cv2.VideoCapture
    monkeypatch.setattr(cv2, "VideoCapture", lambda _: real(str(video)))
    monkeypatch.setattr(camera, "PATIENCE_S", 0.1)
    clip = iter(open_camera(0))
    frames = list(itertools.islice(clip, 5))
    times = [frame.time for frame in frames]
    assert times == sorted(times)
    with pytest.raises(CameraError, match="pulled out"):
        next(clip)


BGR = np.full((48, 64, 3), (1, 2, 3), np.uint8)
RGB = BGR[:, :, ::-1]


class Capture:
    """A driver as OpenCV shows it, which gives these answers and then pictures."""

    def __init__(self, *answers: object) -> None:
        self.answers = [*answers, *[BGR] * 10]
        self.released = False

    def get(self, _: int) -> float:
        return 64.0

    def read(self) -> tuple[bool, object]:
        answer = self.answers.pop(0) if self.answers else None
        if callable(answer):
            answer = answer()
        return answer is not None, answer

    def release(self) -> None:
        self.released = True


def blocks() -> None:
    """What V4L2 does when a select times out."""
    time.sleep(0.3)


@pytest.mark.parametrize(
    "answers",
    [
        [None],
        [None] * 8,
        [np.zeros((0, 0, 3), np.uint8)],
        [blocks],
        [BGR, None, BGR],
        [BGR, np.zeros((0, 0, 3), np.uint8)],
        [BGR, blocks, BGR],
        [np.concatenate([BGR, BGR[:, :, :1]], axis=2)],
    ],
    ids=["first", "late", "empty", "blocks first", "gap", "empty later", "blocks later", "four channels"],
)
def test_a_camera_may_be_late_and_give_nothing_now_and_then(
    monkeypatch: pytest.MonkeyPatch, answers: list[object]
) -> None:
    capture = Capture(*answers)
    monkeypatch.setattr(camera, "open_capture", lambda _: capture)
    monkeypatch.setattr(camera, "PATIENCE_S", 0.2)
    with open_camera(0) as clip:
        for frame in itertools.islice(clip, 4):
            np.testing.assert_array_equal(frame.image, RGB)
    assert capture.released


def test_a_grey_camera_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "open_capture", lambda _: Capture(np.full((48, 64), 7, np.uint8)))
    assert (next(iter(open_camera(0))).image == np.full((48, 64, 3), 7)).all()


def test_a_camera_that_never_gives_a_picture_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    capture = Capture()
    capture.answers.clear()
    monkeypatch.setattr(camera, "open_capture", lambda _: capture)
    monkeypatch.setattr(camera, "WARM_UP_S", 0.1)
    with pytest.raises(CameraError, match="camera 0: gives no picture"):
        open_camera(0)
    assert capture.released


def test_real_clips_are_read_in_full() -> None:
    folder = (real_data() or Path()) / "hands" / "clips" / "words"
    clips = sorted(folder.glob("*.mp4"))
    if not clips:
        pytest.skip("the real clips are not here")
    for clip in clips[:3]:
        capture = cv2.VideoCapture(str(clip))
        expected = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        times = [frame.time for frame in open_video(clip)]
        assert len(times) == expected
        np.testing.assert_allclose(np.diff(times), 1 / 15, atol=2e-3)


@pytest.mark.parametrize("with_pi_heif", [True, False])
def test_a_heic_picture_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, with_pi_heif: bool) -> None:
    if with_pi_heif:
        pytest.importorskip("pi_heif")
    else:
        monkeypatch.setitem(sys.modules, "pi_heif", None)
    shape = hand_picture(96, 128)
    content = (DATA / "shape.heic").read_bytes()
    (tmp_path / "IMG_0001.HEIC").write_bytes(content)
    image = read_picture(tmp_path / "IMG_0001.HEIC")
    assert image.shape == shape.shape
    assert np.abs(image.astype(int) - shape).mean() < 4
    (tmp_path / "cut.heic").write_bytes(content[:300])
    messages: list[str] = []
    for number in range(80, len(content), 40):  # the library's own words may be several lines
        (tmp_path / "zeros.heic").write_bytes(content[:number] + bytes(20) + content[number + 20 :])
        try:
            read_picture(tmp_path / "zeros.heic")
        except PictureError as error:
            messages.append(str(error))
    assert messages
    assert not any("\n" in message for message in messages)
    (tmp_path / "cut.heic").write_bytes(content[:300])
    with pytest.raises(PictureError, match=r"cut\.heic: [^\n]*$"):
        read_picture(tmp_path / "cut.heic")


def test_an_avif_and_a_jpeg_of_another_name_are_read(tmp_path: Path) -> None:
    shape = hand_picture(96, 128)
    with av.open(str(tmp_path / "a.avif"), "w") as container:
        stream = container.add_stream("libsvtav1", 1)
        assert isinstance(stream, VideoStream)
        stream.height, stream.width, stream.pix_fmt = 96, 128, "yuv420p"
        container.mux(stream.encode(VideoFrame.from_ndarray(shape, "rgb24")))
        container.mux(stream.encode(None))
    save(tmp_path / "a.jpg", shape).rename(tmp_path / "a.jfif")
    for name in ("a.avif", "a.jfif"):
        image = next(iter(open_path(tmp_path / name))).image
        assert np.abs(image.astype(int) - shape).mean() < 5


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_deep_pictures_are_as_bright_as_they_were_taken(bits: int, tmp_path: Path) -> None:
    grey = (np.linspace(0, 1, 64) * (2**bits - 1)).astype(np.uint16)
    cv2.imwrite(str(tmp_path / "deep.png"), np.tile(grey, (8, 1)))
    image = read_picture(tmp_path / "deep.png")
    np.testing.assert_allclose(image[0, :, 0], np.linspace(0, 255, 64), atol=2)


def test_a_picture_that_lacks_its_last_bytes_is_read(tmp_path: Path) -> None:
    shape = hand_picture(200, 300)
    for suffix in (".jpg", ".png"):
        whole = save(tmp_path / f"whole{suffix}", shape).read_bytes()
        (tmp_path / f"short{suffix}").write_bytes(whole[:-20])
        assert np.abs(read_picture(tmp_path / f"short{suffix}").astype(int) - shape).mean() < 8


def test_of_a_png_most_must_be_there(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (100, 100, 3), np.uint8)
    whole = save(tmp_path / "a.png", noise).read_bytes()
    (tmp_path / "a.png").write_bytes(whole[: len(whole) * 3 // 4])
    image = read_picture(tmp_path / "a.png")
    np.testing.assert_array_equal(image[:70], noise[:70])
    assert not image[80:].any()
    (tmp_path / "a.png").write_bytes(whole[: len(whole) // 4])
    with pytest.raises(PictureError, match="not a picture that can be read"):
        read_picture(tmp_path / "a.png")


def test_a_wrong_colour_profile_is_no_trouble(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = save(tmp_path / "a.png", hand_picture()).read_bytes()
    kind = b"iCCP" + b"x\0\0"
    chunk = struct.pack(">I", 3) + kind + struct.pack(">I", zlib.crc32(kind))
    (tmp_path / "b.png").write_bytes(whole[:33] + chunk + whole[33:])
    np.testing.assert_array_equal(read_picture(tmp_path / "b.png"), hand_picture())
    assert capfd.readouterr().err == ""


def test_pictures_that_move_are_videos(tmp_path: Path) -> None:
    values = [number * 70 % 210 for number in range(40)]
    animation = cv2.Animation()
    animation.frames = [np.full((48, 64, 3), value, np.uint8) for value in values]
    animation.durations = [50] * 40
    for suffix in (".webp", ".png", ".gif"):
        assert cv2.imwriteanimation(str(tmp_path / f"moving{suffix}"), animation)
        clip = open_path(tmp_path / f"moving{suffix}")
        read = list(clip)
        assert not clip.is_picture
        assert len(read) == 40
        np.testing.assert_allclose([frame.time for frame in read], np.arange(40) / 20, atol=2e-3)
        assert [float(frame.image.mean()) for frame in read] == pytest.approx(values, abs=3)
