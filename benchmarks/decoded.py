"""Made words, read by a speller with its usual thresholds and with others: what both benchmarks of spelling print."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from signread import Scored, Speller, Transcript
from signread.evaluation.edit_distance import levenshtein
from signread.spelling.spell_net import SpellNet
from signread.spelling.thresholds import Thresholds


@dataclass(frozen=True, eq=False)
class Stream:
    """A word as a decoder gets it."""

    word: str
    frames: list[Scored]


def decoded(
    labels: Sequence[str], stream: Stream, thresholds: Thresholds | None = None, net: SpellNet | None = None
) -> Transcript:
    """What a speller makes of a word."""
    transcript = Transcript()
    for decision in Speller(labels, thresholds, net).decode(stream.frames):
        transcript = transcript.add(decision.events)
    return transcript


def error_rate(
    labels: Sequence[str],
    streams: Sequence[Stream],
    thresholds: Thresholds,
    nets: Sequence[SpellNet | None] | None = None,
) -> float:
    """Letters to change, add or take away, of all that are spelled; spaces do not count.

    nets: each stream's; the one that ships if left out.
    """
    errors = length = 0
    for stream, net in zip(streams, nets or [None] * len(streams), strict=True):
        errors += levenshtein(decoded(labels, stream, thresholds, net).text.replace(" ", "").strip(), stream.word)
        length += len(stream.word)
    return errors / length


def print_variations(changes: Mapping[str, Sequence[float]], rates: Callable[[Thresholds], Iterable[float]]) -> None:
    """A row of error rates for the thresholds as they are, and one for each change of one of them."""
    usual = Thresholds()
    rows = [("as they are", usual)]
    rows += [
        (f"{name} {value}", replace(usual, **{name: value})) for name, values in changes.items() for value in values
    ]
    for name, thresholds in rows:
        print(f"{name:18} " + "  ".join(f"{rate:6.2%}" for rate in rates(thresholds)), flush=True)
