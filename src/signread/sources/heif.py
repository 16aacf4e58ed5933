"""HEIC pictures, as iPhones take them: by pi-heif (the extra `heif`), or without it by FFmpeg's libraries."""

import io

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame

from signread.errors import PictureError
from signread.sources.media import MOST_PIXELS, NO_NESTED_FILES
from signread.sources.orientation import display_matrix, turned_upright
from signread.types import Picture

BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
AVIF = b"avif"
ADVICE = "install what reads it: pip install 'signread[heif]', or save it as JPEG"


def is_heif(data: bytes) -> bool:
    """Whether the content of a file is a HEIC picture; an AVIF, which is built alike, is not."""
    return data[4:8] == b"ftyp" and data[8:12] in BRANDS and AVIF not in data[16:64]


def decode_heif(data: bytes, name: str) -> Picture:
    """The picture in the content of a file, (H, W, 3) uint8 RGB, turned upright.

    Raises PictureError when it is damaged, and when it is put together of tiles and pi-heif is not there.
    """
    try:
        import pi_heif
    except ImportError:
        return _by_ffmpeg(data, name)
    try:
        picture = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
        if picture.size[0] * picture.size[1] > 2 * MOST_PIXELS:
            raise PictureError(f"{name}: {picture.size[0]} x {picture.size[1]} pixels are too many; scale it down")
        pixels = np.asarray(picture)
    except PictureError:
        raise
    except Exception as error:  # of a damaged file the library raises whatever it meets
        reason = " ".join(str(error).split())
        raise PictureError(f"{name}: not a picture that can be read ({reason}); it may be damaged") from error
    if pixels.ndim == 2:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB), np.uint8)
    return np.ascontiguousarray(pixels[:, :, :3])


def _by_ffmpeg(data: bytes, name: str) -> Picture:
    try:
        with av.open(io.BytesIO(data), "r", options=NO_NESTED_FILES) as container:
            whole = [one for one in container.streams.video if not one.disposition & av.stream.Disposition.dependent]
            if len(whole) == 1:
                for frame in container.decode(whole[0]):
                    if isinstance(frame, VideoFrame) and frame.width * frame.height <= MOST_PIXELS:
                        return turned_upright(
                            np.asarray(frame.to_ndarray(format="rgb24"), np.uint8), display_matrix(frame)
                        )
    except (FFmpegError, OSError, ValueError) as error:
        raise PictureError(f"{name}: a HEIC picture that cannot be read ({error}); {ADVICE}") from error
    raise PictureError(f"{name}: a HEIC picture of tiles cannot be read here; {ADVICE}")
