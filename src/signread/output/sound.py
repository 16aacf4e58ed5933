"""The sound of videos, encoded anew into the one that is written."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

from signread.sources.sound import SOUND_RATE, read_sound

Samples = NDArray[np.float32]
"""(2, N) at 48,000 a second."""
LEAST_SAMPLES = 4800
"""Of silence where nothing was heard at all: an empty stream cannot be written."""
MOST_APART = 0.05
"""Seconds between two pieces of sound that are joined; a longer pause is silent."""


class SoundTrack:
    """The sound stream of a video that is being written: pieces of other files, and silence where there is none.

    container: where it is written to. encoder: FFmpeg's name of it.
    """

    def __init__(self, container: OutputContainer, encoder: str) -> None:
        self._container = container
        stream = container.add_stream(encoder, SOUND_RATE, layout="stereo")
        assert isinstance(stream, AudioStream)  # noqa: S101
        self._stream = stream
        self._pieces: Iterator[tuple[float, Samples]] = iter(())
        self._begin = 0.0
        self._samples = 0

    def follow(self, path: Path, begin: float) -> None:
        """Goes on with the sound of another file, whose time 0 is at `begin`."""
        self._pieces, self._begin = read_sound(path), begin

    def play_until(self, seconds: float, left_out: float) -> None:
        """Writes what is heard before `seconds`; all is `left_out` seconds earlier than in the files."""
        for begin, samples in self._before(seconds):
            place = round((begin - left_out) * SOUND_RATE)
            if place > self._samples + MOST_APART * SOUND_RATE:
                self._put(np.zeros((2, place - self._samples), np.float32))
            self._put(samples[:, max(self._samples - place, 0) if place < self._samples else 0 :])

    def pass_over(self, seconds: float) -> None:
        """Leaves out what is heard before `seconds`."""
        for _ in self._before(seconds):
            pass

    def finish(self) -> None:
        """Writes what the encoder still holds."""
        if self._samples == 0:
            self._put(np.zeros((2, LEAST_SAMPLES), np.float32))
        self._container.mux(self._stream.encode(None))

    def _before(self, seconds: float) -> Iterator[tuple[float, Samples]]:
        for piece in self._pieces:
            if self._begin + piece[0] >= seconds:
                self._pieces = chain([piece], self._pieces)
                return
            yield self._begin + piece[0], piece[1]

    def _put(self, samples: Samples) -> None:
        if samples.shape[1] == 0:
            return
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "stereo")
        frame.sample_rate = SOUND_RATE
        frame.pts, frame.time_base = self._samples, Fraction(1, SOUND_RATE)
        self._container.mux(self._stream.encode(frame))
        self._samples += samples.shape[1]
