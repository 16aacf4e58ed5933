"""The sound of media files."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError
from numpy.typing import NDArray

from signread.errors import PictureError
from signread.sources.media import Clock, open_media

SOUND_RATE = 48_000
"""Samples a second."""


def has_sound(path: Path) -> bool:
    """Whether a file holds sound that can be decoded."""
    return next(read_sound(path), None) is not None


def read_sound(path: Path) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """The sound of a file in pieces: when each begins, in seconds, and (2, N) samples in -1..1, SOUND_RATE a second.

    A file without sound, and sound that cannot be decoded, gives nothing.
    """
    try:
        with open_media(path) as container:
            clock = Clock(container)
            resampler = AudioResampler("fltp", "stereo", SOUND_RATE)
            for frame in _decoded(container):
                begin = clock.seconds(frame.time)
                pieces = [piece.to_ndarray() for piece in resampler.resample(frame)]
                if begin is not None and pieces:
                    yield begin, np.concatenate(pieces, axis=1).astype(np.float32)
    except (PictureError, FFmpegError, OSError, ValueError):
        return


def _decoded(container: InputContainer) -> Iterator[AudioFrame]:
    if not container.streams.audio:
        return
    stream = container.streams.audio[0]
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except EOFError:
            return
        except (FFmpegError, OSError):
            continue
        yield from (frame for frame in frames if isinstance(frame, AudioFrame))
