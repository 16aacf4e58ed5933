"""Reading in all processes at once, each with a reader of its own."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from signread.hands.tracker import HandTracker
from signread.letters.model import LetterModel
from signread.processes import shared
from signread.reader import Reader

Given = TypeVar("Given")
Made = TypeVar("Made")


def read_shared(work: Callable[[Given], Made], pieces: Iterable[Given], model: Path | None) -> Iterator[Made]:
    """What `work`, which reads with `own_reader`, makes of each piece, in their order; see `signread.processes.shared`.

    model: an .onnx file, None for the one that ships.
    """
    HandTracker(1).close()  # what is wrong with it is said here, and not by every process
    yield from shared(work, pieces, _begin, (model,))


_readers: list[Reader] = []
"""Of this process."""


def _begin(model: Path | None) -> None:
    _readers.append(Reader(LetterModel(model)))


def own_reader() -> Reader:
    """The reader of the process that `read_shared` runs its work in."""
    return _readers[0]
