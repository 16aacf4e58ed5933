"""Video files as clips, read by FFmpeg's libraries (PyAV)."""

import contextlib
import math
import re
from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from signread.errors import PictureError
from signread.sources.animation import ANIMATED_SUFFIXES, moves, open_webp
from signread.sources.isolated import open_isolated
from signread.sources.media import MOST_PIXELS, Clock, OpenedFrames, open_media
from signread.sources.orientation import display_matrix, turned_upright
from signread.types import Clip, Frame, Picture

VIDEO_SUFFIXES = frozenset(
    {
        ".3g2",
        ".3gp",
        ".asf",
        ".avi",
        ".divx",
        ".f4v",
        ".flv",
        ".m2ts",
        ".m4v",
        ".mkv",
        ".mov",
        ".mp4",
        ".mpe",
        ".mpeg",
        ".mpg",
        ".mts",
        ".mxf",
        ".ogv",
        ".ts",
        ".vob",
        ".webm",
        ".wmv",
    }
)
SOUND_SUFFIXES = frozenset(
    {".aac", ".ac3", ".aiff", ".flac", ".m4a", ".mka", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"}
)

USUAL_RATE = 30.0
"""Frames a second of a container that names none."""
MOST_STRETCHED = 8
"""Pixels that claim to be longer than so many of their heights are taken for square ones."""
MOST_READ_AGAIN = 50
"""How often in a row reading goes on behind a place that is damaged."""


def is_video(path: Path) -> bool:
    """Whether a path is a video by its name, and no folder, or a picture that moves."""
    suffix = path.suffix.lower()
    if suffix in ANIMATED_SUFFIXES:
        return path.is_file() and moves(path)
    return suffix in VIDEO_SUFFIXES and not path.is_dir()


def open_video(path: str | Path, *, isolated: bool = False, patience: float = math.inf, begin: float = 0.0) -> Clip:
    """Every frame of a video file as players show it, with the time at which they do, whatever the frame rate.

    Frames are turned and mirrored as the file says, and stretched where its pixels are not square; their size may
    change on the way. What is damaged is passed over and counted in `Clip.frames_lost`, which is complete at the end.

    isolated: whether it is decoded in a process of its own, for many files of unknown origin: a crash of the media
    library is a PictureError then. patience: seconds without a frame after which one that is isolated is given up.
    begin: seconds of the video to leave out; its times stay what they are.

    Raises PictureError when the file is missing, no video, or has no frame that can be read.
    """
    path = Path(path)
    if isolated:
        return open_isolated(path, patience, begin)
    if path.suffix.lower() == ".webp":
        return open_webp(path)
    with ExitStack() as stack:
        container = stack.enter_context(open_media(path))
        stream = _video_stream(path, container)
        clip = Clip(frames=(), name=str(path), rate=_rate(stream), duration=_duration(container, stream), is_live=False)
        frames = _frames(container, stream, clip, begin)
        try:
            first = next(frames)
        except StopIteration:
            raise PictureError(f"{path}: no frame can be read; the file may be damaged, cut off or no video") from None
        clip.size = (first.image.shape[1], first.image.shape[0])
        clip.frames = OpenedFrames(stack.pop_all(), chain([first], frames))
    return clip


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    """The stream that shows something moving. Raises PictureError where there is none, and says what is there."""
    cover = av.stream.Disposition.attached_pic
    videos = [stream for stream in container.streams.video if not stream.disposition & cover]
    if not videos:
        covers = " and its cover picture" if container.streams.video else ""
        if container.streams.audio:
            raise PictureError(f"{path}: holds sound alone{covers}; expected a video")
        raise PictureError(f"{path}: holds no pictures{' but a cover' if covers else ''}; expected a video")
    best = container.streams.best("video")
    stream = best if isinstance(best, VideoStream) and best in videos else videos[0]
    try:
        codec = stream.codec_context
        codec.thread_type = "AUTO"
        codec.open(strict=False)
    except (FFmpegError, ValueError, AttributeError) as error:
        name = _codec_name(container)
        raise PictureError(
            f"{path}: its codec {name} cannot be decoded here; convert it first: ffmpeg -i IN -c:v libx264 OUT.mp4"
        ) from error
    return stream


def _codec_name(container: InputContainer) -> str:
    """What a file calls the codec of its video, which may be one that the library has no name for."""
    level = av.logging.get_level()
    av.logging.set_level(av.logging.INFO)
    try:
        described = str(getattr(container, "dumps_format", str)())
    finally:
        av.logging.set_level(level)
    named = re.search(r"Video: (\w+)(?: \((\w+) / )?", described)
    if named is None:
        return "(unknown)"
    return named[2] if named[1] == "none" and named[2] else named[1]


def _rate(stream: VideoStream) -> float | None:
    rate = stream.average_rate or stream.guessed_rate
    return float(rate) if rate and rate > 0 else None


def _duration(container: InputContainer, stream: VideoStream) -> float | None:
    """Seconds until the video ends: the least that the file says, for sound may last longer."""
    said = [
        *([container.duration / av.time_base] if container.duration and container.duration > 0 else []),
        *([float(stream.duration * stream.time_base)] if stream.duration and stream.time_base else []),
    ]
    return min(said, default=None)


def _frames(container: InputContainer, stream: VideoStream, clip: Clip, begin: float) -> Iterator[Frame]:
    step = 1 / clip.rate if clip.rate else 1 / USUAL_RATE
    clock = Clock(container)
    seconds = -step
    convert = _Converter()
    if begin > 0 and not clock.is_rejoined:
        with contextlib.suppress(FFmpegError, OSError):  # where it cannot be sought, all is decoded
            container.seek(round((begin + clock.offset) * av.time_base))
    for decoded in _decoded(container, stream, clip):
        now = clock.seconds(decoded.time)
        if now is None or not now > seconds:  # some containers carry no times
            now = seconds + step
        if now < begin:
            seconds = now
            continue
        image = convert.to_picture(decoded, stream.sample_aspect_ratio)
        if image is None:
            clip.frames_lost += 1
            continue
        seconds = now
        yield Frame(image, seconds)
    if clip.duration is not None and not clock.is_rejoined:
        missing = round((clip.duration - seconds) / step) - 1
        clip.frames_lost = max(clip.frames_lost, missing if missing > 1 else 0)


def _decoded(container: InputContainer, stream: VideoStream, clip: Clip) -> Iterator[VideoFrame]:
    """What can be decoded, in the order in which it is shown; what cannot is counted."""
    again = 0
    while again <= MOST_READ_AGAIN:
        try:
            for packet in container.demux(stream):
                again = 0
                try:
                    decoded = packet.decode()
                except EOFError:
                    return
                except (FFmpegError, OSError):
                    clip.frames_lost += 1
                    continue
                for frame in decoded:
                    if isinstance(frame, VideoFrame):
                        clip.frames_lost += frame.is_corrupt
                        yield frame
        except (FFmpegError, OSError):
            again += 1
        else:
            return


class _Converter:
    """Makes pictures of decoded frames."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def to_picture(self, decoded: VideoFrame, pixel: Fraction | None) -> Picture | None:
        """(H, W, 3) uint8 RGB as it is shown, of square pixels; None where it cannot be made."""
        width, height = square_pixels(decoded.width, decoded.height, pixel)
        if width * height > MOST_PIXELS:
            return None
        try:
            shown = self._reformatter.reformat(decoded, width, height, "rgb24", threads=1)
            return turned_upright(np.asarray(shown.to_ndarray(), np.uint8), display_matrix(decoded))
        except (FFmpegError, OSError, ValueError):
            return None


def square_pixels(width: int, height: int, pixel: Fraction | None) -> tuple[int, int]:
    """The size at which a picture has square pixels, and as many as before on the side that is not stretched.

    pixel: the width of a pixel for its height, None or 0 where it is not known.
    """
    if not pixel or pixel == 1 or not Fraction(1, MOST_STRETCHED) <= pixel <= MOST_STRETCHED:
        return width, height
    return (round(width * pixel), height) if pixel > 1 else (width, round(height / pixel))


def is_media(path: Path) -> bool:
    """Whether a file, whatever its name, holds a video or sound."""
    try:
        with open_media(path) as container:
            return bool(container.streams.video or container.streams.audio)
    except PictureError:
        return False
