"""Windows of made-up spelling, and of words that real people signed, as the loop trains on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from signread.handshapes.alphabet import LETTERS
from signread.parallel import map_ordered
from signread.spelling.spell_net import OUTPUTS
from signread.spelling.window import STEPS, on_grid
from signread.synthetic.camera import Filmed, filmed, lapsed
from signread.synthetic.motions import NOT_SPELLING, busy, cut, nearly, spelled
from signread.synthetic.person import MOVING, Person, one_of
from signread.synthetic.shapes import Array

CLIPS, CLIPS_LEFT_OUT = 36_000, 3_000
"""How many clips are made of the people who teach, and of those left out, for validation."""
CHUNK = 500
"""Clips that a process makes at once."""
SPEEDS = (0.7, 1.25, 2.0, 3.0, 4.0, 5.0, 6.0)
"""Letters a second."""
WINDOWS = 3
"""At random in each clip, and as many while a J or Z is drawn or a letter repeated; one more about a change."""
AGAIN_S = 0.25
"""For how long a letter that is shown once more counts as just repeated."""
DRAWN = [number for number, name in enumerate(OUTPUTS) if name[-1] in MOVING]
"""The outputs of letters that move."""
SHOWN_DRAWN = {LETTERS.index(letter) for letter in MOVING}
"""What a motion shows while it draws one."""
LAPSES = 0.1
"""How often the tracker takes a part of a hand that draws none for all of it, for a while."""
WRONG_HAND = 0.2
"""How often a hand that draws none is taken for the other: an I then looks as a J ends, but nothing has moved."""
DOUBLES = 0.4
"""How often a word has a double letter."""
CUTS = 0.3
"""How often a word of letters that are held is cut together of them, as clips of pictures are."""
LINGERS = 0.15
"""How often a letter is held long: a hand that rests on a letter still spells."""
FEWEST_FRAMES = 4
"""In which a hand is seen, of a sequence that is learnt from."""
STUDENTS, FILM = (10.0, 22.0), 30.0
"""Frames a second of the archives, which do not tell: of recordings of a second or two, and of longer ones."""
LONG = 60
"""Frames from which a sequence is a film."""
TILT, SQUEEZE = 0.12, 0.06
"""By which a window is turned (radians) and made wider or narrower each time, in standard deviations."""

Windows = NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Cast:
    """Who spells, and what others sign: words, each (F, 21, 2)."""

    names: tuple[str, ...]
    people: tuple[Person, ...]
    words: tuple[Array, ...]


def targets_of(film: Filmed) -> Array:
    """(F,) the places in `OUTPUTS` of what a hand shows in the frames of a film."""
    targets = np.where(film.shown == NOT_SPELLING, OUTPUTS.index("not spelling"), 0)
    for letter in MOVING:
        drawn = film.shown == LETTERS.index(letter)
        targets[drawn] = OUTPUTS.index(letter) - 1 + film.complete[drawn]
    of_a_letter = (film.number >= 0) & (film.shown >= 0)
    for number in range(1, int(film.number.max()) + 1):
        before, now = (of_a_letter & (film.number == place) for place in (number - 1, number))
        doubled = before.any() and now.any() and film.shown[before][0] == film.shown[now][0]
        if doubled and LETTERS[film.shown[now][0]] not in MOVING:
            targets[now & (film.times <= film.times[now][0] + AGAIN_S)] = OUTPUTS.index("again")
    return targets


class SpellingSet:
    """A `signread.training.tasks.task.TrainingSet` of windows; those of people who are left out are validated on."""

    angles = None

    def __init__(
        self,
        taught: Cast,
        left_out: Cast,
        fingerprint: str,
        device: str | torch.device = "cpu",
        clips: tuple[int, int] = (CLIPS, CLIPS_LEFT_OUT),
    ) -> None:
        self._fingerprint = fingerprint
        chunks = windows(taught, clips[0], seed=0)
        self._taught = sum(len(targets) for _, targets in chunks)
        if left_out.people:
            chunks += windows(left_out, clips[1], seed=1)
        self._windows = torch.from_numpy(np.concatenate([part for part, _ in chunks])).to(device)
        self.targets = torch.from_numpy(np.concatenate([targets for _, targets in chunks])).to(device)
        self.validation = torch.arange(self._taught, len(self.targets), device=device)

    def fingerprint(self) -> str:
        return self._fingerprint

    def epoch(self, random: torch.Generator) -> Tensor:
        return torch.randperm(self._taught, generator=random).to(self.targets.device)

    def inputs(self, rows: Tensor, random: torch.Generator | None) -> tuple[Tensor, ...]:
        """What SpellNet takes: windows of right hands, turned and squeezed a little."""
        points = self._windows[rows].float()
        if random is not None:
            angle, squeeze = (torch.randn(len(rows), generator=random) for _ in range(2))
            cosine, sine, wide = (TILT * angle).cos(), (TILT * angle).sin(), 1 + SQUEEZE * squeeze
            turn = torch.stack([torch.stack([cosine * wide, sine], 1), torch.stack([-sine * wide, cosine], 1)], 1)
            points = torch.einsum("nspi,nij->nspj", points, turn.to(points.device))
        return points, torch.ones(len(rows), device=points.device)


def windows(cast: Cast, clips: int, *, seed: int) -> list[tuple[Windows, NDArray[np.int64]]]:
    """Of so many clips, in chunks: (N, STEPS, 21, 2) windows, in palms or so, and what the hand does then, (N,)."""
    chunks = [(seed, number, min(CHUNK, clips - number)) for number in range(0, clips, CHUNK)]
    return list(map_ordered(_made, chunks, initializer=_start, initargs=(cast,)))


_cast: Cast


def _start(cast: Cast) -> None:
    global _cast  # noqa: PLW0603
    _cast = cast


def _made(chunk: tuple[int, int, int]) -> tuple[Windows, NDArray[np.int64]]:
    seed, number, clips = chunk
    random = np.random.default_rng([seed, number])
    made = [window for _ in range(clips) for window in _of_a_clip(_cast, random)]
    parts = np.empty((len(made), STEPS, 21, 2), np.float16)
    for place, (window, _) in enumerate(made):
        size = np.nanstd(window[-1], axis=0).mean() + 1e-6
        parts[place] = (window - window[-1].mean(0)) / size
    return parts, np.array([what for _, what in made], np.int64)


def _of_a_clip(cast: Cast, random: np.random.Generator) -> Iterator[tuple[Array, int]]:
    kind = random.random()
    if kind < 0.15 and cast.words:
        times, points = _word(one_of(cast.words, random), random)
        targets: NDArray[Any] = np.full(len(times), OUTPUTS.index("not spelling"))
    else:
        person = one_of(cast.people, random)
        if kind < 0.25:
            motion = busy(person, random)
        elif kind < 0.45:
            motion = nearly(person, random)
        else:
            speed = one_of(SPEEDS, random) * random.uniform(0.85, 1.15)
            word = _letters(person, random)
            motion = spelled(person, word, speed, random, LINGERS)
            if not set(word) & set(MOVING) and random.random() < CUTS:
                motion = cut(motion, random)
        film = filmed(motion, random)
        if not set(film.shown) & SHOWN_DRAWN and random.random() < LAPSES:
            film = lapsed(film, one_of(person.rests, random), random)
        times, points, targets = film.times, film.points[:, :, :2], targets_of(film)
        if not np.isin(targets, DRAWN).any() and random.random() < WRONG_HAND:
            points = points * [-1, 1]
    seen = np.flatnonzero(~np.isnan(points[:, 0, 0]))
    moved = seen[np.isin(targets[seen], [*DRAWN, OUTPUTS.index("again")])]
    changes = np.intersect1d(np.flatnonzero(np.diff(targets)) + int(random.integers(-2, 4)), seen)
    chosen = [random.choice(some) for some in [seen] * WINDOWS + [changes] if len(some)]
    if len(moved):
        # What lasts long is chosen no more often than what is over in a moment.
        what = random.choice(np.unique(targets[moved]), WINDOWS)
        chosen += [random.choice(moved[targets[moved] == one]) for one in what]
    for frame in chosen:
        yield on_grid(times[: frame + 1], points[: frame + 1]), int(targets[frame])


def _word(points: Array, random: np.random.Generator) -> tuple[Array, Array]:
    """Times and pixels of a word's sequence, by a left or a right hand, quicker or slower."""
    rate = random.uniform(*STUDENTS) if len(points) <= LONG else FILM
    times = np.arange(len(points)) / rate * (random.uniform(0.7, 1.4) if random.random() < 0.5 else 1.0)
    pixels = points * [random.choice([1.0, 4 / 3, 16 / 9]) * random.choice([-1, 1]), 1] * 640
    shaking: Array = pixels + random.normal(0, 1, pixels.shape)
    return times, shaking


def _letters(person: Person, random: np.random.Generator) -> str:
    """A word of letters that the person knows; three of four have a J or Z, and at times it is one letter alone."""
    if random.random() < 0.1:
        return one_of([letter for letter in "IDJZ" if person.spells(letter)], random)
    known = [letter for letter in person.shapes if letter not in MOVING]
    letters = [one_of(known, random) for _ in range(int(random.integers(1, 6)))]
    if random.random() < DOUBLES:
        place = int(random.integers(0, len(letters)))
        letters.insert(place, letters[place])
    if random.random() < 0.75:
        letters.insert(int(random.integers(0, len(letters) + 1)), one_of(list(MOVING), random))
    return "".join(letters)
