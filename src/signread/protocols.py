"""What can be put in the place of a part of ours. Nothing need be inherited: a class that has the methods will do.

Each stage is a function from iterator to iterator: it gives exactly one answer for each item, in their order, and keeps
all that it remembers of a clip in that iterator. So two clips can be read at once, and nobody guesses where one ends.
`docs/plug-in-your-own.md` builds one of each.
"""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from signread.types import Decision, Frame, Observation, Picture, Scored, Scores


@runtime_checkable
class Source(Protocol):
    """Where the frames of one clip come from; `signread.Clip` is one."""

    @property
    def name(self) -> str:
        """Of the file or camera, for messages."""

    @property
    def is_picture(self) -> bool:
        """Whether it is a single picture that stands alone."""

    def __iter__(self) -> Iterator[Frame]:
        """The frames, their times growing."""

    def close(self) -> None:
        """Lets go of the file or camera."""


class Tracker(Protocol):
    """Finds hands in frames."""

    def track(self, clip: Source) -> Iterator[Observation]:
        """One observation for each frame of the clip."""


class Recogniser(Protocol):
    """Reads what a hand shows."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of what it tells apart."""

    @property
    def threshold(self) -> float:
        """The least probability with which the likeliest label should be believed, 0 for any."""

    def recognise(self, observed: Iterable[tuple[Frame, Observation]]) -> Iterator[Scores | None]:
        """The scores of each frame, None where no hand is to be read."""


class Decoder(Protocol):
    """Makes letters of scores over time."""

    def decode(self, scored: Iterable[Scored]) -> Iterator[Decision]:
        """What each frame adds to what is spelled."""


class Sink(Protocol):
    """Takes pictures with their times, a video file for instance; a context manager that finishes it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def write(self, image: Picture, seconds: float) -> None:
        """Shows a picture, (H, W, 3) uint8 RGB, from `seconds` on until the next one."""
