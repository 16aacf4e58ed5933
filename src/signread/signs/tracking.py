"""Clips of somebody who signs, as sequences of landmarks."""

from collections.abc import Iterator

from signread.protocols import Source, Tracker
from signread.signs.sequence import SignSequence
from signread.types import Clip, Frame


def track_clip(clip: Source, tracker: Tracker) -> SignSequence:
    """What a tracker that sees bodies finds in a clip, to its end."""
    times: list[float] = []

    def noted() -> Iterator[Frame]:
        for frame in clip:
            times.append(frame.time)
            yield frame

    observations = list(tracker.track(Clip(frames=noted(), name=clip.name, is_live=False)))
    return SignSequence.of(times, observations)
