"""What was spelled as subtitles: SubRip (.srt) and WebVTT (.vtt)."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from signread.spelling.text import Text, Word, as_spelled

WIDTH = 42
"""Characters of a cue, as broadcasters keep it."""
LONGEST = 6.0
"""Seconds that a cue may span before the next word begins another."""
READING = 1.2
"""Seconds that a cue stays, at least, if no other follows."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A text that is shown from `begin` to `end`, in seconds."""

    begin: float
    end: float
    text: str


def cues(text: Text, named: Callable[[Word], str] = as_spelled) -> list[Cue]:
    """The text cut into cues: whole words, a new cue for each sentence. named: what a word is written as."""
    found = [
        Cue(words[0][0].begin, words[-1][-1].end, _plain(" ".join(named(word) for word in words)))
        for line in text.lines
        for words in _groups(line.words, named)
    ]
    ends = [*(cue.begin for cue in found[1:]), math.inf]
    return [
        Cue(cue.begin, max(min(cue.end + READING, following), cue.begin), cue.text)
        for cue, following in zip(found, ends, strict=False)
    ]


def _plain(text: str) -> str:
    """No line end and no arrow: they would end a cue."""
    return " ".join(text.split()).replace("-->", "->")


def _groups(words: Sequence[Word], named: Callable[[Word], str]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in words:
        width = len(" ".join(named(one) for one in [*group, word]))
        if group and (width > WIDTH or word[-1].end - group[0][0].begin > LONGEST):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def as_srt(found: Sequence[Cue]) -> str:
    """The cues as a SubRip file."""
    return "".join(
        f"{number}\n{_clock(cue.begin, ',')} --> {_clock(cue.end, ',')}\n{cue.text}\n\n"
        for number, cue in enumerate(found, 1)
    )


def as_vtt(found: Sequence[Cue]) -> str:
    """The cues as a WebVTT file (W3C)."""
    return "WEBVTT\n\n" + "".join(
        f"{_clock(cue.begin, '.')} --> {_clock(cue.end, '.')}\n{cue.text}\n\n" for cue in found
    )


def _clock(seconds: float, point: str) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}{point}{whole % 1000:03}"
