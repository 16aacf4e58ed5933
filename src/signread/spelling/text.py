"""What has been spelled so far, and what its writer changes in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from signread.spelling import Event

Word = tuple[Event, ...]
"""The letters of a word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its words, and whether the last of them is over."""

    words: tuple[Word, ...]
    finished: bool


def as_spelled(word: Word) -> str:
    """The word's letters."""
    return in_a_row([event.letter for event in word])


def in_a_row(names: Sequence[str]) -> str:
    """Letters one after the other; signs with longer names are kept apart."""
    return ("" if all(len(name) == 1 for name in names) else " ").join(names)


class Text:
    """Letters, spaces and line ends as they were spelled; `str` gives them as text."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: list[Event] = []
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        """Appends what was spelled; no space follows on a space, nor on nothing."""
        for event in events:
            if event.kind == "letter":
                for last in self._events[: -event.replaces - 1 : -1]:
                    if last.kind != "letter" or last.begin < event.begin:
                        break  # its writer has taken away what was to be replaced
                    self._events.pop()
                self._events.append(event)
            elif self._events and self._events[-1].kind == "letter":
                self._events.append(event)
            elif self._events and self._events[-1].kind == "space" and event.kind == "line":
                self._events[-1] = event

    def hold(self, time: float) -> None:
        """The last letter is shown until then, at least."""
        if self._events and self._events[-1].kind == "letter":
            self._events[-1] = replace(self._events[-1], end=time)

    def backspace(self) -> None:
        """Takes away the last letter, space or line end."""
        if self._events:
            self._events.pop()

    def clear(self) -> None:
        self._events.clear()

    @property
    def letters(self) -> Sequence[Event]:
        return [event for event in self._events if event.kind == "letter"]

    @property
    def lines(self) -> list[Line]:
        """The sentences; the last may be unfinished, and is there only when it has a letter."""
        lines: list[Line] = []
        words: list[Word] = []
        word: list[Event] = []
        for event in self._events:
            if event.kind == "letter":
                word.append(event)
                continue
            words.append(tuple(word))
            word = []
            if event.kind == "line":
                lines.append(Line(tuple(words), finished=True))
                words = []
        if word or words:
            lines.append(Line((*words, tuple(word)) if word else tuple(words), finished=not word))
        return lines

    def written(self, named: Callable[[Word], str] = as_spelled) -> str:
        """The text, every finished word written as `named` says, and the word that is being spelled as it is."""
        return "\n".join(
            " ".join(
                as_spelled(word) if not line.finished and word is line.words[-1] else named(word) for word in line.words
            )
            for line in self.lines
        )

    def finish(self, time: float) -> None:
        """The word and the line that are being spelled are over."""
        self.add([Event("line", time)])

    def __str__(self) -> str:
        ends = {"space": " ", "line": "\n"}
        return "".join(event.letter or ends[event.kind] for event in self._events)
