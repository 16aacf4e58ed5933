"""Pictures that move: GIF, PNG, WebP and AVIF may hold one picture or many."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import cv2
from av.error import FFmpegError

from signread.errors import PictureError
from signread.sources.media import open_media
from signread.sources.opencv import as_rgb
from signread.types import Clip, Frame

ANIMATED_SUFFIXES = frozenset({".apng", ".avif", ".gif", ".png", ".webp"})
HEAD = 4096
"""Bytes in which a file says whether it moves."""
AT_ONCE = 32
"""Pictures of an animation that are decoded at once."""
USUAL_MS = 100
"""That a picture stays which names no time."""


def moves(path: Path) -> bool:
    """Whether a file, whose name ends as that of a picture that may move, holds more than one."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    if head.startswith(b"GIF8"):
        return _has_several(path)
    if head.startswith(b"\x89PNG"):
        return b"acTL" in head.partition(b"IDAT")[0]
    return is_webp(head) or head[4:12] == b"ftypavis"


def is_webp(head: bytes) -> bool:
    """Whether a file that begins so is a WebP that moves."""
    return head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X" and bool(head[20:21] and head[20] & 2)


def open_webp(path: Path) -> Clip:
    """The pictures of a WebP that moves, with their times. Raises PictureError where none can be read."""
    frames = _webp_frames(path)
    first = next(frames, None)
    if first is None:
        raise PictureError(f"{path}: no frame can be read; the file may be damaged or cut off")
    return Clip(
        frames=chain([first], frames), name=str(path), size=(first.image.shape[1], first.image.shape[0]), is_live=False
    )


def _webp_frames(path: Path) -> Iterator[Frame]:
    begin, seconds = 0, 0.0
    while True:
        try:
            readable, animation = cv2.imreadanimation(str(path), start=begin, count=AT_ONCE)
        except cv2.error:
            return
        if not readable or not animation.frames:
            return
        for image, duration in zip(animation.frames, animation.durations, strict=False):
            yield Frame(as_rgb(image[:, :, :3]), seconds)
            seconds += (int(duration) or USUAL_MS) / 1000
        if len(animation.frames) < AT_ONCE:
            return
        begin += AT_ONCE


def _has_several(path: Path) -> bool:
    try:
        with open_media(path) as container:
            packets = islice(container.demux(video=0), 3)
            return sum(packet.size > 0 for packet in packets) > 1
    except (PictureError, FFmpegError, OSError, IndexError):
        return False
