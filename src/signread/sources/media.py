"""Media files of any kind, opened with FFmpeg's libraries (PyAV), and their clocks."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError

from signread.errors import PictureError
from signread.types import Frame

JUMP_S = 10.0
"""In files whose clocks start anew where they were cut or joined, a longer step is such a place."""
SEAM_S = 2.0
"""What is put there instead: as long as nobody spells through it."""
MOST_PIXELS = 64 * 2**20
"""Of a frame, twice those of 8K: more is no video, but a header that lies or a file made to fill the memory."""
TS_DISCONT = 0x200
"""FFmpeg's AVFMT_TS_DISCONT: a format whose clock may start anew."""
BROKEN_TITLES: dict[str, Any] = {"metadata_errors": "replace"} if int(av.__version__.partition(".")[0]) < 19 else {}
"""Titles and the like may be in any encoding; PyAV 19 replaces what it cannot read without being told."""
NO_NESTED_FILES = {"protocol_whitelist": "none"}
"""A playlist names other files and addresses: none of them is opened."""


@contextmanager
def open_media(path: Path) -> Iterator[InputContainer]:
    """The container in a file. Raises PictureError when there is no file, or none that can be opened."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise PictureError(f"{path}: no such video file") from error
    except OSError as error:
        raise PictureError(f"{path}: cannot be read ({error.strerror})") from error
    with file:
        try:
            container = av.open(file, "r", options=NO_NESTED_FILES, **BROKEN_TITLES)
        except (FFmpegError, OSError, ValueError) as error:
            found = "the file may be damaged, cut off or no video" if path.stat().st_size else "the file is empty"
            raise PictureError(f"{path}: no frame can be read; {found}") from error
        with container:
            yield container


class OpenedFrames:
    """The frames of an open file, which is closed at their end, or by `close`."""

    def __init__(self, opened: ExitStack, frames: Iterator[Frame]) -> None:
        self._opened, self._frames = opened, frames

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        try:
            return next(self._frames)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._frames = iter(())
        self._opened.close()


class Clock:
    """The times of one stream in seconds since its file begins.

    offset: what the file's clock shows when it begins. is_rejoined: whether it is a file of a kind (MPEG streams) whose
    clock may start anew within it. There a jump counts as SEAM_S, as players pass over it.
    """

    def __init__(self, container: InputContainer) -> None:
        self.is_rejoined = bool(int(container.format.flags) & TS_DISCONT)
        self.offset = (container.start_time or 0) / av.time_base
        self._latest: float | None = None

    def seconds(self, stamp: float | None) -> float | None:
        """The time of what the file gives this stamp; None where it gives none."""
        if stamp is None:
            return None
        now = stamp - self.offset
        if self.is_rejoined and self._latest is not None and not self._latest - JUMP_S < now < self._latest + JUMP_S:
            now = self._latest + SEAM_S
            self.offset = stamp - now
        self._latest = now
        return now
