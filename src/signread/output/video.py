"""Writing pictures into a video file, with the sound of the videos that they come from."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.error import FFmpegError
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from signread.errors import OutputError
from signread.files import is_device, replacing
from signread.output.sound import SoundTrack
from signread.types import Picture

RATE = 30
"""Frames a second of every video that is written; pictures are repeated or left out to keep their times."""
LONGEST_STILL_S = 2.0
"""A picture stays no longer, and what follows it moves up: clocks have holes of hours."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a video is written. container: its name in FFmpeg. video, sound: encoders, the best first."""

    container: str
    video: tuple[str, ...]
    sound: tuple[str, ...]
    options: dict[str, str]


H264 = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "mpeg4")
X264_OPTIONS = {"preset": "veryfast", "crf": "20"}
GIF = "gif"
MP4 = Kind("mp4", H264, ("aac",), X264_OPTIONS)
KINDS = {
    ".mp4": MP4,
    ".m4v": MP4,
    ".mov": Kind("mov", H264, ("aac",), X264_OPTIONS),
    ".mkv": Kind("matroska", H264, ("aac",), X264_OPTIONS),
    ".webm": Kind(
        "webm", ("libvpx-vp9",), ("libopus", "opus"), {"deadline": "realtime", "cpu-used": "6", "crf": "32", "b": "0"}
    ),
    ".gif": Kind("gif", (GIF,), (), {}),
}
"""By the ending of the name."""
BITS_A_SECOND = 4_000_000
"""For encoders that know no constant quality."""


class VideoSink:
    """Writes pictures with their times to a video file; a context manager, a `signread.protocols.Sink`.

    path: ends in .mp4, .m4v, .mov or .mkv (H.264), .webm (VP9), or .gif (256 colours, no sound). with_sound: whether
    `add_sound` will be called.

    The file appears under its name only when it is complete: a full disk or an interruption leaves what was there.
    Raises OutputError when it cannot be written.
    """

    def __init__(self, path: str | Path, *, with_sound: bool = False) -> None:
        self._path = Path(path)
        if not self._path.name or self._path.is_dir():
            raise OutputError(f"{path}: is a folder, expected a file to write")
        kind = KINDS.get(self._path.suffix.lower())
        if kind is None:
            raise OutputError(f"{path}: a video is written as {' '.join(KINDS)}; give it a name that ends so")
        if is_device(self._path):
            raise OutputError(f"{path}: is a device or pipe, expected a file to write")
        if not self._path.parent.is_dir():
            raise OutputError(f"{path}: cannot be written, there is no folder {self._path.parent}")
        self._kind = kind
        self._with_sound = with_sound and bool(kind.sound)
        self._palette: _Palette | None = None
        self._opened = ExitStack()
        self._file: _Unfailing | None = None
        self._container: OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._sound: SoundTrack | None = None
        self._size = (0, 0)
        self._latest: Picture | None = None
        self._latest_at = 0.0
        self._left_out = 0.0
        self._written = 0
        self._next_sound: tuple[Path, float] | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, image: Picture, seconds: float) -> None:
        """Shows a picture, (H, W, 3) uint8 RGB, from `seconds` on until the next one, but 2 seconds at most.

        The first picture decides the size of the video; others are fitted into it, with black borders.
        """
        with _writing(self._path):
            if self._stream is None:
                self._open(image)
            self._show_until(min(seconds, self._latest_at + LONGEST_STILL_S))
            if seconds > self._latest_at + LONGEST_STILL_S and self._latest is not None:
                self._left_out += seconds - (self._latest_at + LONGEST_STILL_S)
                if self._sound is not None:
                    self._sound.pass_over(seconds)
        self._latest = _fitted(image, self._size)
        self._latest_at = seconds

    def add_sound(self, path: str | Path, seconds: float) -> None:
        """Lets the sound of a video file, where it has some, go with the pictures from `seconds` on."""
        self._next_sound = (Path(path), seconds)
        if self._sound is not None:
            self._sound.follow(Path(path), seconds)

    def _open(self, image: Picture) -> None:
        even = [side - side % 2 or 2 for side in image.shape[:2]]  # the codec halves the colour planes
        self._size = (even[1], even[0])
        part = self._opened.enter_context(replacing(self._path))
        file = _Unfailing(self._opened.enter_context(part.open("wb", buffering=0)))
        self._opened.callback(file.check)
        self._container = self._opened.enter_context(av.open(file, "w", format=self._kind.container))
        self._file = file
        encoder = _first_there(self._path, self._kind.video)
        options = self._kind.options if encoder.startswith(("libx264", "libvpx")) else {}
        stream = self._container.add_stream(encoder, RATE, options=options)
        assert isinstance(stream, VideoStream)  # noqa: S101
        stream.width, stream.height = self._size
        stream.pix_fmt = "pal8" if encoder == GIF else "yuv420p"
        if encoder == GIF:
            self._palette = _Palette(*self._size)
        elif not options:
            stream.bit_rate = BITS_A_SECOND
        self._stream = stream
        if self._with_sound:
            self._sound = SoundTrack(self._container, _first_there(self._path, self._kind.sound))
            if self._next_sound is not None:
                self._sound.follow(*self._next_sound)

    def _show_until(self, seconds: float) -> None:
        if self._stream is None or self._container is None or self._file is None or self._latest is None:
            return
        while self._written < round((seconds - self._left_out) * RATE):
            frame = VideoFrame.from_ndarray(self._latest, "rgb24")
            frame.pts, frame.time_base = self._written, Fraction(1, RATE)
            shown = self._palette.coloured(frame) if self._palette else frame
            self._container.mux(self._stream.encode(shown))
            self._written += 1
        self._file.check()
        if self._sound is not None:
            self._sound.play_until(seconds, self._left_out)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None or self._container is None or self._stream is None:
            self._opened.__exit__(kind, error, trace)
            return
        with _writing(self._path), self._opened:
            self._show_until(self._left_out + (self._written + 1) / RATE)
            self._container.mux(self._stream.encode(None))
            if self._sound is not None:
                self._sound.finish()


class _Palette:
    """Gives pictures the 256 colours that suit each best."""

    def __init__(self, width: int, height: int) -> None:
        graph = Graph()
        source = graph.add_buffer(width=width, height=height, format=VideoFormat("rgb24"), time_base=Fraction(1, RATE))
        split, colours = graph.add("split"), graph.add("palettegen", "stats_mode=single")
        use, sink = graph.add("paletteuse", "new=1"), graph.add("buffersink")
        source.link_to(split)
        split.link_to(use, 0, 0)
        split.link_to(colours, 1, 0)
        colours.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        self._graph = graph

    def coloured(self, frame: VideoFrame) -> VideoFrame:
        self._graph.push(frame)
        found = self._graph.pull()
        assert isinstance(found, VideoFrame)  # noqa: S101
        return found


class _Unfailing:
    """A file to write that never fails, but keeps what went wrong first: PyAV prints what a file raises."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            rest = memoryview(data)
            while self._error is None and rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._error = error
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def check(self) -> None:
        """Raises what went wrong first."""
        if self._error is not None:
            raise self._error


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Says what the encoder could not do in our own words."""
    try:
        yield
    except (FFmpegError, OSError) as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{path}: cannot be written ({reason}); may this folder be written to, and is the disk full?"
        ) from error


def _first_there(path: Path, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            av.Codec(name, "w")
        except ValueError:
            continue
        return name
    raise OutputError(f"{path}: the media library here has none of the encoders {', '.join(names)}; try another ending")


def _fitted(image: Picture, size: tuple[int, int]) -> Picture:
    """The picture scaled into `size` (width, height) with its proportions kept, black around it."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    scale = min(size[0] / width, size[1] / height)
    inner = (max(round(width * scale), 1), max(round(height * scale), 1))
    sheet = np.zeros((size[1], size[0], 3), np.uint8)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    resized = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    sheet[top : top + inner[1], left : left + inner[0]] = resized
    return sheet
