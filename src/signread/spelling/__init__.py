"""From letter scores over time to text."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was spelled.

    kind: "letter"; "space", the end of a word; "line", the end of a sentence.
    time: seconds at which it was decided; what was decided stays, but see `replaces`.
    letter: its name; empty for the other kinds.
    begin: seconds at which the hand began to show it. end: seconds until which it is known to have been shown.
    confidence: the letter's mean probability while it was shown, in 0..1.
    alternatives: the likeliest letters in that time with their mean probabilities, likeliest first.
    replaces: how many of the letters before it it takes the place of: a J begins as an I that is held.
    """

    kind: Literal["letter", "space", "line"]
    time: float
    letter: str = ""
    begin: float = 0.0
    end: float = 0.0
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    replaces: int = 0
