"""Made-up spelling as files: sequences of landmarks with the letter of every frame, a thousand in each archive."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from signread.errors import DataError
from signread.files import write_atomically
from signread.language.lexicon import lexicon
from signread.parallel import map_ordered
from signread.synthetic.begun import begin
from signread.synthetic.camera import Filmed, filmed
from signread.synthetic.motions import busy, nearly, spelled
from signread.synthetic.person import MOVING, Person, one_of
from signread.synthetic.shapes import Array

SEQUENCES = 1000
"""In an archive."""
NAME = "words-{:05d}.npz"
FIRST = NAME.format(0)
"""What the archives are called."""
SPEEDS = (1.25, 6.0)
"""Letters a second, evenly between."""
SILENT = 0.15
"""The part of the sequences in which nobody spells."""
NONSENSE = 0.3
"""The part of the words that are none."""
LONGEST = 12
"""Letters."""


def write_words(
    people: Mapping[str, Person],
    folder: Path,
    count: int,
    *,
    seed: int = 0,
    on_archive: Callable[[Path, int], None] = lambda _path, _count: None,
) -> None:
    """Writes so many sequences of made-up spelling into a folder, as `words-00000.npz` and so on.

    An archive that is there is left as it is: what was interrupted goes on where it was. The same people and seed give
    the same bytes. on_archive: told each file and how many sequences are in it.

    Raises DataError for a folder that was begun with another seed, count or other people, MissingExtraError without the
    extra `words`.

    An archive has `word`, `person` (N,), what is spelled ("" where nobody spells) and by whom; `speed` (N,), letters a
    second; `start` and `count` (N,), which rows of the frames are its own; and of F frames `time` (F,) seconds;
    `points` (F, 21, 3) float32 pixels, NaN where the hand is lost; `shown` (F,), the place of the letter from A to Z,
    -1 between two, -2 where nothing is spelled; `complete` (F,), whether a J or Z is drawn by then; `number` (F,), the
    letter's place in the word.
    """
    lexicon()  # without the word list an error here, not in another process
    begin(folder, {"seed": seed, "count": count, "people": sorted(people)})
    parts = [(seed, first, min(SEQUENCES, count - first)) for first in range(0, count, SEQUENCES)]
    files = {part: folder / NAME.format(part[1] // SEQUENCES) for part in parts}
    missing = [part for part in parts if not files[part].exists()]
    for part in parts:
        if part not in missing:
            on_archive(files[part], part[2])
    made = map_ordered(_archive, missing, initializer=_start, initargs=(dict(people),))
    for part, content in zip(missing, made, strict=True):
        write_atomically(files[part], content)
        on_archive(files[part], part[2])


_people: dict[str, Person]
_words: Sequence[str]
_likely: Array


def _start(people: dict[str, Person]) -> None:
    global _people, _words, _likely  # noqa: PLW0603
    _people = people
    words = [
        (word, prior)
        for length, group in lexicon().items()
        if 1 < length <= LONGEST
        for word, prior in zip(group.words, group.prior, strict=True)
    ]
    _words = [word for word, _ in words]
    likely = np.exp([float(prior) / 2 for _, prior in words])  # the frequent ones more often, but not so much more
    _likely = np.cumsum(likely / likely.sum())


def _archive(part: tuple[int, int, int]) -> bytes:
    seed, first, count = part
    random = np.random.default_rng([seed, first])
    made = [_sequence(random) for _ in range(count)]
    films = [film for *_, film in made]
    counts = [len(film.times) for film in films]
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        word=np.array([word for word, *_ in made]),
        person=np.array([name for _, name, *_ in made]),
        speed=np.array([speed for _, _, speed, _ in made], np.float32),
        start=np.cumsum([0, *counts[:-1]]),
        count=np.array(counts),
        time=np.concatenate([film.times for film in films]).astype(np.float32),
        points=np.concatenate([film.points for film in films]),
        shown=np.concatenate([film.shown for film in films]).astype(np.int8),
        complete=np.concatenate([film.complete for film in films]),
        number=np.concatenate([film.number for film in films]).astype(np.int8),
    )
    return buffer.getvalue()


def _sequence(random: np.random.Generator) -> tuple[str, str, float, Filmed]:
    name = one_of(list(_people), random)
    person = _people[name]
    if random.random() < SILENT:
        motion = busy(person, random) if random.random() < 0.5 else nearly(person, random)
        return "", name, 0.0, filmed(motion, random)
    word = ""
    while not word or not all(map(person.spells, word)):
        word = _words[int(np.searchsorted(_likely, random.random()))]
        if random.random() < NONSENSE:
            known = [letter for letter in [*person.shapes, *MOVING] if person.spells(letter)]
            word = "".join(one_of(known, random) for _ in range(int(random.integers(1, 8))))
    speed = random.uniform(*SPEEDS)
    return word, name, speed, filmed(spelled(person, word, speed, random), random)


def read_archive(file: Path, most: int) -> list[tuple[str, float, Filmed]]:
    """The first sequences of an archive of `write_words`: word, letters a second, frames.

    Raises DataError for what is none.
    """
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return [
            (
                str(arrays["word"][number]),
                float(arrays["speed"][number]),
                Filmed(
                    times=arrays["time"][rows],
                    points=arrays["points"][rows],
                    shown=arrays["shown"][rows],
                    complete=arrays["complete"][rows],
                    number=arrays["number"][rows],
                ),
            )
            for number in range(min(most, len(arrays["word"])))
            for rows in [slice(arrays["start"][number], arrays["start"][number] + arrays["count"][number])]
        ]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{file}: damaged, or no archive of made-up words ({error}); remove it and run again"
        ) from error
