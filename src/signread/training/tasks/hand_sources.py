"""Which pictures of hands are trained on, and what their labels mean."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.datasets.enlarged_crops import EnlargedCrops
from signread.datasets.labels import own_label
from signread.datasets.mnist_files import PARTS, locate
from signread.datasets.pictures import EXPECTED, is_picture_set, letters_of, picture_sets
from signread.datasets.sources import is_left_out
from signread.datasets.tracked_hands import Pictures, tracked_hands
from signread.errors import DataError
from signread.handshapes.alphabet import AMERICAN, NO_LETTER
from signread.training.tasks.hand_set import Source
from signread.training.tasks.task import Labelling

FEWEST_LABELS = 2
FEWEST_HANDS = 3
"""Of a label, found by the tracker."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HandSources:
    """What a run is trained on.

    labels: the model's. fingerprint: SHA-256 of all of it; fingerprints: of each source. description: in words.
    """

    sources: list[Source]
    labels: tuple[str, ...]
    fingerprint: str
    fingerprints: tuple[str, ...]
    description: str


def open_sources(paths: Sequence[Path], *, strict: bool = False) -> list[Pictures]:
    """The picture sets at all paths; Sign Language MNIST may be among them. strict: as in `picture_sets`.

    Raises DataError for anything else.
    """
    sets: list[Pictures] = []
    for path in paths:
        if path.exists() and not is_picture_set(path):
            try:
                locate(path, PARTS[0])
            except DataError as error:
                raise DataError(f"{error}; or {EXPECTED}") from error
            sets.append(EnlargedCrops(path))
        else:
            sets += picture_sets(path, "train", strict=strict)
    names = [pictures.name for pictures in sets]
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"two sources are called {name}; name each once, or rename one")
    return sets


def read_sources(
    sets: Sequence[Pictures],
    labelling: Labelling,
    *,
    labels: tuple[str, ...] | None,
    validation_fraction: float,
    on_picture: Callable[[str, int], None],
    workers: int | None = None,
) -> HandSources:
    """Finds the hands in all pictures (or takes them from the cache), and numbers their labels.

    labels: those of the run that is continued, or None for those that the pictures have. validation_fraction: the last
    part of each set of pictures without a letter that is held out. on_picture: told the source and how many more are
    done. workers: as in `map_ordered`.

    Raises DataError for too few labels, or too few hands of one.
    """
    meanings = [_meanings(pictures, labelling) for pictures in sets]
    labels = labels or _labels(meanings, labelling)
    if len({name for source in meanings for name in source} - {None}) < FEWEST_LABELS:
        raise DataError(f"{sets[0].name}: pictures of fewer than {FEWEST_LABELS} labels; expected {EXPECTED}")
    place = {name: number for number, name in enumerate(labels)}
    unknown = sorted({name for source in meanings for name in source if name is not None} - set(place))
    if unknown:
        raise DataError(f"{', '.join(unknown)}: no label that this run was started with; resume it with its own data")
    sources, count = [], np.zeros(len(labels), int)
    descriptions: list[str] = []
    fingerprints: list[str] = []
    for pictures, names in zip(sets, meanings, strict=True):
        hands = tracked_hands(
            pictures,
            lambda done, name=pictures.name: on_picture(name, done),  # type: ignore[misc]
            workers=workers,
        )
        targets = np.array([-1 if name is None else place[name] for name in names])
        last = last_part([entry.label for entry in pictures.entries], validation_fraction)
        held_out = last & (targets == place.get(NO_LETTER))
        sources.append(Source(hands=hands, targets=targets, held_out=held_out, angles=pictures.angles()))
        with_hand = np.unique(hands.picture)
        count += np.bincount(targets[with_hand][targets[with_hand] >= 0], minlength=len(labels))
        fingerprints.append(pictures.fingerprint())
        descriptions.append(
            f"{pictures.name} ({len(with_hand)} hands in {len(hands.entries)} pictures, sha256 {fingerprints[-1][:16]})"
        )
    few = {name: int(number) for name, number in zip(labels, count, strict=True) if number < FEWEST_HANDS}
    if few:
        listed = ", ".join(f"{name} {number}" for name, number in few.items())
        raise DataError(
            f"too few pictures in which a hand is found: {listed}; expected at least {FEWEST_HANDS} a label"
        )
    return HandSources(
        sources=sources,
        labels=labels,
        fingerprint=hashlib.sha256("".join(sorted(fingerprints)).encode()).hexdigest(),
        fingerprints=tuple(fingerprints),
        description=", ".join(descriptions),
    )


def last_part(labels: Sequence[str], fraction: float) -> NDArray[np.bool_]:
    """(N,) bool: the last part of each label's pictures, in their order. Neighbours in time are alike."""
    last: NDArray[Any] = np.zeros(len(labels), bool)
    for label in set(labels):
        rows = np.flatnonzero(np.array(labels) == label)
        last[rows[len(rows) - round(fraction * len(rows)) :]] = True
    return last


def _meanings(pictures: Pictures, labelling: Labelling) -> list[str | None]:
    """What each picture of a set shows; None for what is not trained on."""
    labels = [entry.label for entry in pictures.entries]
    if labelling == "own":
        return [own_label(label) for label in labels]
    letters = letters_of(pictures.entries, pictures.name)
    return [None if is_left_out(pictures.name, label) else letters[label] for label in labels]


def _labels(meanings: Sequence[Sequence[str | None]], labelling: Labelling) -> tuple[str, ...]:
    """Those of the alphabet, or the pictures' own; "nothing" comes last, as in the shipped model."""
    own = {name for source in meanings for name in source if name is not None}
    return AMERICAN if labelling == "american" else tuple(sorted(own, key=lambda name: (name == NO_LETTER, name)))
