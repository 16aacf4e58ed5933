"""Which pictures of hands are trained on, and what their labels mean."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from signread.alphabet import AMERICAN, NO_LETTER, american
from signread.data.pictures import EXPECTED, is_picture_set, picture_sets
from signread.data.sign_mnist import PARTS, locate
from signread.errors import DataError
from signread.training.enlarged_crops import EnlargedCrops
from signread.training.hand_set import Source
from signread.training.hand_views import Pictures, hand_views
from signread.training.picture_views import VIEWS

Labels = Literal["american", "own"]

MISLABELLED = frozenset({("sakshamsood3", "K"), ("gunsai75", "Q"), ("Lolzorus", "T")})
"""Source and label of pictures that all show another handshape: a U, a flat O turned down, an A. Found by leaving each
source out in turn, and by looking."""

FEWEST_LABELS = 2
FEWEST_HANDS = 3
"""Of a label, found by the tracker."""

CROP_VIEWS = 2
"""Views of each picture of Sign Language MNIST, which has its own variants: as it is, and mirrored."""


@dataclass(frozen=True, slots=True, eq=False)
class HandSources:
    """What a run is trained on. names: the model's letters. told: the sources in words."""

    sources: list[Source]
    names: tuple[str, ...]
    fingerprint: str
    told: str


def _meaning(source: str, label: str, labels: Labels) -> str | None:
    if labels == "own":
        return label
    return None if (source, label) in MISLABELLED else american(label)


def open_sources(paths: list[Path]) -> list[Pictures]:
    """The picture sets at all paths; Sign Language MNIST may be among them. Raises DataError for anything else."""
    found: list[Pictures] = []
    for path in paths:
        if path.exists() and not is_picture_set(path):
            try:
                locate(path, PARTS[0])
            except DataError as error:
                raise DataError(f"{error}; or {EXPECTED}") from error
            found.append(EnlargedCrops(path))
        else:
            found += picture_sets(path)
    names = [pictures.name for pictures in found]
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"two sources are called {name}; name each once, or rename one")
    return found


def read_sources(
    found: list[Pictures],
    labels: Labels,
    names: tuple[str, ...] | None,
    watched: float,
    on_picture: Callable[[str, int], None],
) -> HandSources:
    """Finds the hands in all pictures (or takes them from the cache), and numbers their labels.

    names: the letters of the run that is continued, or None for those that the labels give. watched: the last part of
    each set of pictures without a letter that is held out. on_picture: told the source and how many more are done.
    Raises DataError for too few labels, or too few hands of one.
    """
    meant = [[_meaning(pictures.name, entry.label, labels) for entry in pictures.entries] for pictures in found]
    if names is None:
        own = {name for source in meant for name in source if name is not None}
        # "nothing" comes last, as in the shipped model
        names = AMERICAN if labels == "american" else tuple(sorted(own, key=lambda name: (name == NO_LETTER, name)))
    if len({name for source in meant for name in source} - {None}) < FEWEST_LABELS:
        raise DataError(f"{found[0].name}: pictures of fewer than {FEWEST_LABELS} labels; expected {EXPECTED}")
    place = {name: number for number, name in enumerate(names)}
    unknown = sorted({name for source in meant for name in source if name is not None} - set(place))
    if unknown:
        raise DataError(f"{', '.join(unknown)}: no label that this run was started with; resume it with its own data")
    sources, count = [], np.zeros(len(names), int)
    told: list[str] = []
    prints: list[str] = []
    for pictures, shown in zip(found, meant, strict=True):
        many = CROP_VIEWS if isinstance(pictures, EnlargedCrops) else VIEWS
        views = hand_views(pictures, lambda done, name=pictures.name: on_picture(name, done), many)  # type: ignore[misc]
        targets = np.array([-1 if name is None else place[name] for name in shown])
        held_out = last_part([entry.label for entry in pictures.entries], watched) & (targets == place.get(NO_LETTER))
        sources.append(Source(views, targets, held_out))
        seen = np.unique(views.picture)
        count += np.bincount(targets[seen][targets[seen] >= 0], minlength=len(names))
        prints.append(pictures.fingerprint())
        told.append(f"{pictures.name} ({len(seen)} hands in {len(views.entries)} pictures, sha256 {prints[-1][:16]})")
    few = {name: int(number) for name, number in zip(names, count, strict=True) if number < FEWEST_HANDS}
    if few:
        listed = ", ".join(f"{name} {number}" for name, number in few.items())
        raise DataError(
            f"too few pictures in which a hand is found: {listed}; expected at least {FEWEST_HANDS} a label"
        )
    digest = hashlib.sha256("".join(sorted(prints)).encode())
    return HandSources(sources, names, digest.hexdigest(), ", ".join(told))


def last_part(labels: list[str], part: float) -> np.ndarray:
    """(N,) bool: the last part of each label's pictures, in their order. Neighbours in time are alike."""
    last = np.zeros(len(labels), bool)
    for label in set(labels):
        rows = np.flatnonzero(np.array(labels) == label)
        last[rows[len(rows) - round(part * len(rows)) :]] = True
    return last
