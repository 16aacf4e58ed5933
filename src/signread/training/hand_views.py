"""From pictures of people to what a network is trained on: the hand in each, found in several views of it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Protocol

import numpy as np

from signread.data.cache import Arrays, kept
from signread.data.pictures import Entry
from signread.frames import Frame
from signread.hands.crop import cut_crop
from signread.hands.tracker import LOOKS, HandTracker
from signread.processes import shared
from signread.training.picture_views import VIEWS, view

VERSION = "3"
"""Goes up when the views, the tracker's use or the crops change."""

WIDE_SIDE = 1.8
"""Side of the stored crop, in longer sides of the landmarks' box: room to turn and move the crop that is cut of it."""
WIDE_SIZE = 128
"""Pixels of it."""
FIRST_LOOKS = (2, 3)
"""The views at which the tracker looks but once, as at the first frame of a video; see `signread.hands.tracker`."""
CHUNK = 24
"""Pictures that a process takes at once."""


class Pictures(Protocol):
    """What hands are looked for in: a `signread.data.pictures.PictureSet`, or something like it."""

    @property
    def name(self) -> str: ...

    @property
    def entries(self) -> tuple[Entry, ...]: ...

    def pictures(self) -> Iterator[tuple[Entry, np.ndarray]]: ...

    def fingerprint(self) -> str: ...


@dataclass(frozen=True, slots=True, eq=False)
class HandViews:
    """The hands found in the views of a set's pictures, N in all.

    entries: of the set. picture: (N,) the place of each hand's picture in `entries`. view: (N,) its number.
    landmarks: (N, 21, 3) float32, pixels of the view. handedness: (N,) int8. crops: (N, W, W) uint8, wider than a
    model's: WIDE_SIDE, centred on the landmarks' box.
    """

    entries: tuple[Entry, ...]
    picture: np.ndarray
    view: np.ndarray
    landmarks: np.ndarray
    handedness: np.ndarray
    crops: np.ndarray

    @property
    def not_found(self) -> int:
        """How many pictures show no hand to the tracker, as they are."""
        return len(self.entries) - len(np.unique(self.picture[self.view == 0]))


def hand_views(pictures: Pictures, on_picture: Callable[[int], None], views: int = VIEWS) -> HandViews:
    """Runs the tracker on every view of every picture, or takes what it found from the cache.

    on_picture: told how many more pictures are done. Raises DataError for a picture that cannot be read.
    """
    key = f"hand views {VERSION}|{views}|{WIDE_SIZE}|{pictures.name}|{pictures.fingerprint()}"
    arrays = kept(key, lambda: _find(pictures, on_picture, views))
    return HandViews(pictures.entries, **arrays)


def _find(pictures: Pictures, on_picture: Callable[[int], None], views: int) -> Arrays:
    HandTracker(1).close()  # what is wrong with it is said here, and not by every process
    found: list[Arrays] = []
    for arrays, count in shared(partial(_chunk, pictures.name, views), _chunks(pictures), _begin):
        found.append(arrays)
        on_picture(count)
    return {name: np.concatenate([arrays[name] for arrays in found]) for name in found[0]}


def _chunks(pictures: Pictures) -> Iterator[tuple[int, list[tuple[str, np.ndarray]]]]:
    reader = pictures.pictures()
    begin = 0
    while chunk := [(entry.name, image) for entry, image in islice(reader, CHUNK)]:
        yield begin, chunk
        begin += len(chunk)


_trackers: list[HandTracker] = []
"""Of this process: one that looks once, one that looks again."""


def _begin() -> None:
    _trackers.extend(HandTracker(WIDE_SIZE, smooth=False, looks=looks, mirrored=False) for looks in (1, LOOKS))


def _chunk(name: str, views: int, chunk: tuple[int, list[tuple[str, np.ndarray]]]) -> tuple[Arrays, int]:
    begin, pictures = chunk
    rows = []
    for place, (picture, image) in enumerate(pictures, begin):
        seed = hashlib.sha256(f"{name}/{picture}".encode("utf-8", "surrogateescape")).digest()
        random = np.random.default_rng(int.from_bytes(seed[:8], "big"))
        for number in range(views):
            seen = view(image, number, random)
            hand = _trackers[number not in FIRST_LOOKS].find(Frame(seen))
            if hand is not None:
                crop, _ = cut_crop(seen, hand.landmarks, WIDE_SIZE, WIDE_SIDE)
                rows.append((place, number, hand.landmarks, hand.handedness, crop))
    return {
        "picture": np.array([row[0] for row in rows], np.int32),
        "view": np.array([row[1] for row in rows], np.int8),
        "landmarks": np.array([row[2] for row in rows], np.float32).reshape(-1, 21, 3),
        "handedness": np.array([row[3] for row in rows], np.int8),
        "crops": np.array([row[4] for row in rows], np.uint8).reshape(-1, WIDE_SIZE, WIDE_SIZE),
    }, len(pictures)
