import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import CameraError, PictureError, open_camera, open_path, open_picture, open_pictures, open_video
from signread.sources import camera
from signread.sources.pictures import read_picture

from ..conftest import hand_picture, real_data, write_video


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
