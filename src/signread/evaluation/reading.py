"""Reading in all processes at once, each with a reader of its own."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from signread.parallel import map_ordered
from signread.reader import Reader
from signread.recognition.letter_model import LetterModel
from signread.tracking.hand_tracker import HandTracker

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_with_reader(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    model: LetterModel,
    *,
    both: bool = True,
    workers: int | None = None,
) -> Iterator[Result]:
    """What `function`, which reads with `own_reader`, makes of each item, in their order; as `map_ordered`.

    both: whether another hand than the one that is read is looked for.
    """
    HandTracker().close()  # what is wrong with it is said here, and not by every process
    initargs = (model.content, model.path.name, both)
    yield from map_ordered(function, items, workers=workers, initializer=_start, initargs=initargs)


_readers: list[Reader] = []
"""Of this process."""


def _start(content: bytes, name: str, both: bool) -> None:
    _readers[:] = [Reader(LetterModel(content, name=name), tracker=HandTracker(both=both))]


def own_reader() -> Reader:
    """The reader of the process that `map_with_reader` calls its function in."""
    return _readers[0]
