"""All that was spelled and signed so far."""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from signread.errors import DataError
from signread.language.correction import as_spelled, correct, joined
from signread.transcript.subtitles import Cue, as_srt, as_vtt, cues
from signread.types import NAMED, Event

Word = tuple[Event, ...]
"""The letters of a word, or the one sign that it is."""

VERSION = 1
"""Of the JSON."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its words, whether the last of them is over, and what the head said meanwhile."""

    words: tuple[Word, ...]
    finished: bool
    marks: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """Letters, signs, marks, spaces and line ends as they came. It never changes: what is added makes a new one.

    events: in their order; no space follows on a space, nor on nothing.
    """

    events: tuple[Event, ...] = ()

    def add(self, events: Iterable[Event]) -> "Transcript":
        """With what came after it; a letter or sign that replaces letters takes their place."""
        spelled = list(self.events)
        for event in events:
            last = next((one.kind for one in reversed(spelled) if one.kind != "mark"), None)
            if event.kind in NAMED:
                _take_back(spelled, event)
                spelled.append(event)
            elif last == "letter" or (last == "sign" and event.kind == "line"):
                spelled.append(event)
            elif last == "space" and event.kind == "line":
                spelled[-1] = event
        return Transcript(tuple(spelled))

    def extend_last(self, time: float) -> "Transcript":
        """With the last letter shown until then, seconds, at least."""
        if not self.events or self.events[-1].kind != "letter" or self.events[-1].end >= time:
            return self
        return Transcript((*self.events[:-1], replace(self.events[-1], end=time)))

    def backspace(self) -> "Transcript":
        """Without the last letter, space or line end."""
        return Transcript(self.events[:-1])

    def finish(self, time: float) -> "Transcript":
        """With the word and the line ended that are being spelled."""
        return self.add([Event(kind="line", time=time)])

    @property
    def letters(self) -> tuple[Event, ...]:
        """The letters alone."""
        return tuple(event for event in self.events if event.kind == "letter")

    @property
    def signs(self) -> tuple[Event, ...]:
        """The whole signs alone."""
        return tuple(event for event in self.events if event.kind == "sign")

    @property
    def marks(self) -> tuple[Event, ...]:
        """What the head said alone."""
        return tuple(event for event in self.events if event.kind == "mark")

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of all lines; the last may be unfinished."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The sentences; the last may be unfinished, and is there only when it has a letter, a sign or a mark."""
        lines: list[Line] = []
        words: list[Word] = []
        word: list[Event] = []
        marks: list[Event] = []
        for event in self.events:
            if event.kind == "letter":
                word.append(event)
                continue
            if event.kind == "mark":
                marks.append(event)
                continue
            words += [tuple(word)] if word else []
            word = []
            if event.kind == "sign":
                words.append((event,))
            if event.kind == "line":
                lines.append(Line(tuple(words), finished=True, marks=tuple(marks)))
                words, marks = [], []
        if word or words or marks:
            words += [tuple(word)] if word else []
            lines.append(Line(tuple(words), finished=not word, marks=tuple(marks)))
        return tuple(lines)

    @property
    def unfinished(self) -> Word:
        """The word that is being spelled; empty between words."""
        lines = self.lines
        return lines[-1].words[-1] if lines and not lines[-1].finished else ()

    @property
    def text(self) -> str:
        """As it was spelled and signed, with a space after each finished word and a line end after each sentence.

        What the head said stands at the end of its sentence, in brackets.
        """
        text, word, marks = "", list[str](), list[Event]()
        for event in self.events:
            if event.kind == "letter":
                word.append(event.letter)
            elif event.kind == "mark":
                marks.append(event)
            elif event.kind == "space":
                text, word = f"{text}{joined(word)} ", []
            elif event.kind == "sign":
                text, word = f"{text}{joined(word)}{' ' if word else ''}{event.letter} ", []
            else:
                text = _marked((text + joined(word)).rstrip(" "), marks) + "\n"
                word, marks = [], []
        return _marked(text + joined(word), marks)

    def __str__(self) -> str:
        return self.text

    def written(self, *, correct: bool = False) -> str:
        """The text to show. correct: with the likeliest word in place of each finished one.

        The word that is being spelled stands as it is. Raises MissingExtraError when correction has no word list.
        """
        name = word_name(correct)
        return "\n".join(
            _marked(
                " ".join(
                    as_spelled(word) if not line.finished and word is line.words[-1] else name(word)
                    for word in line.words
                ),
                line.marks,
            )
            for line in self.lines
        )

    def to_srt(self, *, correct: bool = False) -> str:
        """As a SubRip file."""
        return as_srt(self._cues(word_name(correct)))

    def to_vtt(self, *, correct: bool = False) -> str:
        """As a WebVTT file (W3C)."""
        return as_vtt(self._cues(word_name(correct)))

    def _cues(self, name: Callable[[Sequence[Event]], str]) -> list[Cue]:
        """None is longer than what was seen, where that has ended."""
        over = self.events[-1].time if self.events and self.events[-1].kind == "line" else math.inf
        return cues([line.words for line in self.lines], name, over)

    def to_json(self) -> str:
        """As JSON text, from which `from_json` makes an equal transcript."""
        return json.dumps({"version": VERSION, "events": [event_document(event) for event in self.events]})

    @classmethod
    def from_json(cls, text: str) -> "Transcript":
        """The transcript that `to_json` wrote. Raises DataError for any other text."""
        try:
            document = json.loads(text)
            if document["version"] != VERSION:
                raise DataError(f"a transcript of version {document['version']!r}, expected {VERSION}")
            return cls(tuple(_event(entry) for entry in document["events"]))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DataError(f"not the JSON of a transcript ({type(error).__name__}: {error})") from error


def _marked(text: str, marks: Sequence[Event]) -> str:
    """A sentence with what the head said, each once."""
    names = " ".join(dict.fromkeys(f"[{mark.letter}]" for mark in marks))
    return f"{text}{' ' if text and not text.endswith(' ') else ''}{names}" if names else text


def word_name(correct_words: bool) -> Callable[[Sequence[Event]], str]:
    """How a finished word is written."""
    return correct if correct_words else as_spelled


def event_document(event: Event) -> dict[str, Any]:
    """An event for JSON: the same names everywhere, and times in seconds."""
    return asdict(event) | {
        "alternatives": [{"letter": letter, "probability": value} for letter, value in event.alternatives]
    }


def _event(document: dict[str, Any]) -> Event:
    kind = document["kind"]
    if kind not in NAMED | {"space", "line"}:
        raise ValueError(f"an event of the kind {kind!r}")
    return Event(
        kind=kind,
        time=float(document["time"]),
        letter=str(document["letter"]),
        begin=float(document["begin"]),
        end=float(document["end"]),
        confidence=float(document["confidence"]),
        alternatives=tuple((str(one["letter"]), float(one["probability"])) for one in document["alternatives"]),
        replaces=int(document["replaces"]),
    )


def _take_back(spelled: list[Event], event: Event) -> None:
    for _ in range(event.replaces):
        if not spelled or spelled[-1].kind != "letter" or spelled[-1].begin < event.begin:
            return  # its writer has taken away what was to be replaced
        spelled.pop()
