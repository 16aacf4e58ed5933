"""Clips of people who sign: videos as <sign>/*.mp4 or <signer>/<sign>/*.mp4, or landmarks in an archive (.npz)."""

import logging
from collections.abc import Callable
from pathlib import Path

from signread.datasets.cache import Arrays, cached
from signread.datasets.clips import SUFFIXES
from signread.datasets.word_sequences import SignClip, archives, read_signs
from signread.errors import DataError, PictureError
from signread.parallel import map_ordered
from signread.signs.sequence import SignSequence
from signread.signs.tracking import track_clip
from signread.sources import open_video
from signread.tracking.holistic import HolisticTracker

EXPECTED = "videos of signs as <sign>/*.mp4 or <signer>/<sign>/*.mp4, or landmarks of them (.npz)"
VERSION = "1"
"""Of what is kept of a video."""
SOMEBODY = "signer"
"""Who signs where the folders do not tell."""

log = logging.getLogger(__name__)


def open_signs(
    path: Path,
    on_clip: Callable[[int, int], None] = lambda *_: None,
    *,
    strict: bool = False,
    workers: int | None = None,
) -> list[SignClip]:
    """The clips at a path, videos tracked, or from the cache where they were tracked before.

    on_clip: told that so many clips more are done, and of how many. strict: whether a video that cannot be read is an
    error; else it is named and left out. workers: as in `map_ordered`.

    Raises DataError where there is none.
    """
    if files := archives(path):
        return [clip for file in files for clip in read_signs(file).clips]
    videos = sign_videos(path)
    clips: list[SignClip] = []
    HolisticTracker()  # what is wrong with it is said here, and not by every process
    tracked = map_ordered(_sequence, [file for file, _, _ in videos], workers=workers, initializer=_start)
    for (_, signer, word), read in zip(videos, tracked, strict=True):
        on_clip(1, len(videos))
        if isinstance(read, SignSequence):
            clips.append(SignClip(word=word, signer=signer, sequence=read))
        elif strict:
            raise DataError(read)
        else:
            log.warning("%s", read)
    if not clips:
        raise DataError(f"{path}: not one of its {len(videos)} videos can be read")
    return clips


def sign_videos(path: Path) -> list[tuple[Path, str, str]]:
    """The videos of a folder with signer and sign. Raises DataError where there is none."""
    if not path.is_dir():
        raise DataError(
            f"{path}: {'not such a file' if path.exists() else 'no such file or folder'}; expected {EXPECTED}"
        )
    found = []
    for file in sorted(path.rglob("*")):
        parts = file.relative_to(path).parts
        if file.suffix.lower() in SUFFIXES and len(parts) in (2, 3) and not file.name.startswith("."):
            found.append((file, parts[0] if len(parts) == 3 else SOMEBODY, parts[-2]))
    if not found:
        raise DataError(f"{path}: no videos in folders; expected {EXPECTED}")
    return found


def track_video(file: Path, tracker: HolisticTracker) -> SignSequence:
    """What a tracker sees in a video. Raises PictureError where it cannot be read."""
    with open_video(file) as clip:
        return track_clip(clip, tracker)


_trackers: list[HolisticTracker] = []
"""Of this process."""


def _start() -> None:
    _trackers[:] = [HolisticTracker()]


def _sequence(file: Path) -> SignSequence | str:
    """What is seen in a video, or why it cannot be read."""

    def track() -> Arrays:
        sequence = track_video(file, _trackers[0])
        return {"times": sequence.times, "hands": sequence.hands, "body": sequence.body}

    try:
        return SignSequence(**cached(file, f"signs {VERSION}", track))
    except PictureError as error:
        return str(error)
