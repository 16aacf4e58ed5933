"""What was spelled as subtitles: SubRip (.srt) and WebVTT (.vtt)."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from signread.types import Event

MAX_CHARACTERS = 42
"""Of a cue, as broadcasters keep it."""
MAX_SECONDS = 6.0
"""That a cue may span before the next word begins another."""
READING_SECONDS = 1.2
"""That a cue stays, at least, if no other follows."""

Word = Sequence[Event]


@dataclass(frozen=True, slots=True)
class Cue:
    """A text that is shown from `begin` to `end`, in seconds."""

    begin: float
    end: float
    text: str


def cues(lines: Iterable[Sequence[Word]], name: Callable[[Word], str], over: float = math.inf) -> list[Cue]:
    """The words of each sentence cut into cues: whole words, a new cue for each sentence.

    name: writes a word. over: when the last sentence was, seconds; no cue stays longer.
    """
    spoken = [
        Cue(words[0][0].begin, words[-1][-1].end, _plain(" ".join(name(word) for word in words)))
        for line in lines
        for words in _groups(line, name)
    ]
    ends = [*(cue.begin for cue in spoken[1:]), over]
    return [
        Cue(cue.begin, max(min(cue.end + READING_SECONDS, following), cue.begin), cue.text)
        for cue, following in zip(spoken, ends, strict=False)
    ]


def _plain(text: str) -> str:
    """No line end and no arrow: they would end a cue."""
    return " ".join(text.split()).replace("-->", "->")


def _groups(words: Sequence[Word], name: Callable[[Word], str]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in words:
        width = len(" ".join(name(one) for one in [*group, word]))
        if group and (width > MAX_CHARACTERS or word[-1].end - group[0][0].begin > MAX_SECONDS):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def as_srt(cues: Sequence[Cue]) -> str:
    """The cues as a SubRip file."""
    return "".join(
        f"{number}\n{_clock(cue.begin, ',')} --> {_clock(cue.end, ',')}\n{cue.text}\n\n"
        for number, cue in enumerate(cues, 1)
    )


def as_vtt(cues: Sequence[Cue]) -> str:
    """The cues as a WebVTT file (W3C)."""
    return "WEBVTT\n\n" + "".join(
        f"{_clock(cue.begin, '.')} --> {_clock(cue.end, '.')}\n{escape(cue.text, quote=False)}\n\n" for cue in cues
    )


def _clock(seconds: float, point: str) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}{point}{whole % 1000:03}"
