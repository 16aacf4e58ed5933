"""Recording one's own signs: from clips, or from a camera, where the hands' rest says when a sign begins and ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from signread.errors import DataError
from signread.protocols import Source, Tracker
from signread.signs.book import SignBook
from signread.signs.matcher import Matcher
from signread.signs.segments import raised, sample_of
from signread.signs.sequence import Sample, SignSequence
from signread.signs.sign_net import SignNet
from signread.types import Clip, Frame

REST_S = 0.6
"""Seconds that hands rest before and after a sign."""
LEAST_S, MOST_S = 0.2, 8.0
"""Seconds that a recording takes."""
FEWEST_SEEN = 0.3
"""The share of the frames between rising and falling in which a hand must be seen."""
ODD, ALIKE = 0.8, 0.85
"""Similarities: of a person's repetitions of a sign 99 in 100 are more alike than the first; from the second on two
signs may be one."""
MEMORY_S = MOST_S + 2 * REST_S

State = Literal["rest", "sign", "signing"]
"""What is waited for: that the hands rest, that they sign, that they rest again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What may be wrong with a sign's examples: `example` (from 1 on) is unlike the others, or resembles `other`."""

    example: int
    similarity: float
    other: str | None = None

    def __str__(self) -> str:
        if self.other is None:
            return (
                f"example {self.example} differs wildly from the others ({self.similarity:.2f} alike); record it again?"
            )
        return f"example {self.example} looks like the sign {self.other} ({self.similarity:.2f} alike)"


def example_of(sequence: SignSequence, name: str) -> Sample:
    """A recording of one sign as an example. name: of the recording, for errors.

    Raises DataError where no hand is raised, where hands are out of the picture most of the time, and where it takes
    too long or too short.
    """
    up = np.flatnonzero(raised(sequence))
    if not len(up):
        raise DataError(f"{name}: no raised hand is seen; expected head, shoulders and hands in the picture")
    begin, end = float(sequence.times[up[0]]), float(sequence.times[up[-1]])
    if not LEAST_S <= end - begin <= MOST_S:
        raise DataError(f"{name}: a hand is raised for {end - begin:.1f} s, expected {LEAST_S:g} to {MOST_S:g} s")
    between = sequence.between(begin, end)
    seen = float(np.mean(np.any(np.isfinite(between.hands).all((2, 3)), axis=1)))
    if seen < FEWEST_SEEN:
        raise DataError(
            f"{name}: the hands are out of the picture, or not found, in {1 - seen:.0%} of the sign; step back, or "
            "take more light"
        )
    return sample_of(sequence)


def doubts(net: SignNet, book: SignBook, name: str) -> list[Doubt]:
    """What is odd about a sign's examples: those unlike all others of it, and those of another sign."""
    examples = book.signs[name]
    others = Matcher(net, {one: some for one, some in book.signs.items() if one != name}, ALIKE)
    found = []
    for number, example in enumerate(examples):
        rest = [one for place, one in enumerate(examples) if place != number]
        alike = Matcher(net, {name: rest}).match(example).similarity if rest else ALIKE
        if alike < ODD:
            found.append(Doubt(example=number + 1, similarity=alike))
        match = others.match(example)
        if match.name is not None and match.similarity >= alike:
            found.append(Doubt(example=number + 1, similarity=match.similarity, other=match.name))
    return found


def recorded(
    clip: Source, tracker: Tracker, on_state: Callable[[State], None] = lambda _: None
) -> Iterator[SignSequence]:
    """The signs of a camera, one after the other: from where the hands rest to where they rest again.

    on_state: told when something else is waited for.
    """
    times: list[float] = []

    def noted() -> Iterator[Frame]:
        for frame in clip:
            times.append(frame.time)
            yield frame

    frames: list[SignSequence] = []
    state: State = "rest"
    raised_at = -np.inf
    on_state(state)
    for observation in tracker.track(Clip(frames=noted(), name=clip.name)):
        time = times.pop(0)
        frames.append(SignSequence.of([time], [observation]))
        frames = [one for one in frames if time - one.times[0] <= MEMORY_S]
        recent = SignSequence.joined([one for one in frames if time - one.times[0] <= REST_S])
        before = state
        if raised(recent)[-1]:
            raised_at = time
            state = "rest" if state == "rest" else "signing"
        elif time - raised_at >= REST_S and observation.body is not None:
            if state == "signing":
                yield SignSequence.joined(frames)
                frames = []
            state = "sign"
        if state != before:
            on_state(state)
