"""From pictures of people to what a network is trained on: the hand in each, tracked in several views of it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from signread.augmentation.pictures import augmented
from signread.datasets.cache import Arrays, kept
from signread.datasets.pictures import Entry
from signread.parallel import map_ordered
from signread.recognition.crop import cut_around
from signread.skeleton import HAND
from signread.tracking.hand_tracker import HandTracker
from signread.tracking.policy import PASSES
from signread.types import Picture

VERSION = "5"
"""Goes up when the views, the tracker's use or the crops change."""

WIDE_SCALE = 1.8
"""Side of the stored crop, in longer sides of the points' box: room to rotate and move the crop that is cut of it."""
WIDE_SIZE = 128
"""Pixels of it."""
ONE_PASS_VIEWS = (2, 3)
"""The views that the tracker is shown but once, as the first frame of a video; see `signread.tracking.hand_tracker`."""
CHUNK = 24
"""Pictures that a process takes at once."""
SIGNS = {"right": 1, "left": -1, None: 0}


class Pictures(Protocol):
    """Where hands are looked for: a `signread.datasets.pictures.PictureSet`, or something like it."""

    @property
    def name(self) -> str: ...

    @property
    def entries(self) -> tuple[Entry, ...]: ...

    @property
    def views(self) -> int: ...

    @property
    def made_up(self) -> bool: ...

    def angles(self) -> NDArray[np.float32] | None: ...

    def pictures(self) -> Iterator[tuple[Entry, Picture]]: ...

    def fingerprint(self) -> str: ...


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TrackedHands:
    """The hands found in the views of a set's pictures, N in all.

    entries: of the set. picture: (N,) the place of each hand's picture in `entries`. view: (N,) its number.
    points: (N, 21, 3) float32, pixels of the view. handedness: (N,) int8, 1 right, -1 left. crops: (N, W, W) uint8,
    wider than a model's: WIDE_SCALE, centred on the points' box.
    """

    entries: tuple[Entry, ...]
    picture: NDArray[Any]
    view: NDArray[Any]
    points: NDArray[Any]
    handedness: NDArray[Any]
    crops: NDArray[Any]

    def select(self, rows: NDArray[np.bool_]) -> "TrackedHands":
        """Those of the hands, (N,) bool."""
        arrays = {name: getattr(self, name)[rows] for name in ARRAYS}
        return TrackedHands(entries=self.entries, **arrays)

    @property
    def not_found(self) -> int:
        """How many pictures show no hand to the tracker, as they are."""
        return len(self.entries) - len(np.unique(self.picture[self.view == 0]))


ARRAYS = ("picture", "view", "points", "handedness", "crops")


def tracked_hands(
    pictures: Pictures, on_picture: Callable[[int], None], views: int | None = None, *, workers: int | None = None
) -> TrackedHands:
    """Runs the tracker on every view of every picture, or takes what it found from the cache.

    on_picture: told how many more pictures are done. views: of each picture; those of the set if left out. workers: as
    in `map_ordered`. In a picture that cannot be read there is no hand; which those are is said each time.
    """
    tracked = False

    def track() -> Arrays:
        nonlocal tracked
        tracked = True
        return _track(pictures, on_picture, count, workers)

    count = pictures.views if views is None else views
    key = f"hand views {VERSION}|{count}|{WIDE_SIZE}|{pictures.name}|{pictures.fingerprint()}"
    arrays = dict(kept(key, track))
    if arrays.pop("unread") and not tracked:
        for _ in pictures.pictures():
            pass  # says which cannot be read, or ends there
    return TrackedHands(entries=pictures.entries, **arrays)


def _track(pictures: Pictures, on_picture: Callable[[int], None], views: int, workers: int | None) -> Arrays:
    HandTracker().close()  # what is wrong with it is said here, and not by every process
    chunks: list[Arrays] = []
    unread = len(pictures.entries)
    work = partial(_chunk, pictures.name, views)
    for arrays, count in map_ordered(work, _chunks(pictures), workers=workers, initializer=_start):
        chunks.append(arrays)
        on_picture(count)
        unread -= count
    tracked = {name: np.concatenate([arrays[name] for arrays in chunks]) for name in ARRAYS}
    return {**tracked, "unread": np.array(unread)}


def _chunks(pictures: Pictures) -> Iterator[list[tuple[int, str, Picture]]]:
    """Pictures with their places in `entries`, of which some may be left out, and their names."""
    places = {entry: place for place, entry in enumerate(pictures.entries)}
    reader = pictures.pictures()
    while chunk := [(places[entry], entry.name, image) for entry, image in islice(reader, CHUNK)]:
        yield chunk


_trackers: list[HandTracker] = []
"""Of this process: one of a single pass, one of all."""


def _start() -> None:
    if not _trackers:
        _trackers.extend(HandTracker(passes=passes, mirrored=False, both=False) for passes in (1, PASSES))


def _chunk(name: str, views: int, chunk: list[tuple[int, str, Picture]]) -> tuple[Arrays, int]:
    rows = []
    for place, picture, image in chunk:
        seed = hashlib.sha256(f"{name}/{picture}".encode("utf-8", "surrogateescape")).digest()
        random = np.random.default_rng(int.from_bytes(seed[:8], "big"))
        for number in range(views):
            view = augmented(image, number, random)
            hand = _trackers[number not in ONE_PASS_VIEWS].detect(view).hand
            if hand is not None:
                crop = cut_around(view, hand.points, WIDE_SIZE, WIDE_SCALE)
                rows.append((place, number, hand.points, SIGNS[hand.handedness], crop))
    return {
        "picture": np.array([row[0] for row in rows], np.int32),
        "view": np.array([row[1] for row in rows], np.int8),
        "points": np.array([row[2] for row in rows], np.float32).reshape(-1, len(HAND), 3),
        "handedness": np.array([row[3] for row in rows], np.int8),
        "crops": np.array([row[4] for row in rows], np.uint8).reshape(-1, WIDE_SIZE, WIDE_SIZE),
    }, len(chunk)
