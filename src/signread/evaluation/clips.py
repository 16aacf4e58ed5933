"""Evaluating a model on clips of people spelling: whole videos in, text out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from signread.datasets.clips import LabelledClip
from signread.evaluation.edit_distance import align, levenshtein
from signread.evaluation.reading import map_with_reader, own_reader
from signread.evaluation.report import percent
from signread.language.lexicon import lexicon
from signread.recognition.letter_model import LetterModel
from signread.sources import open_video
from signread.transcript import Transcript
from signread.types import Clip, Event, Frame

RATES = (5, 10, 15, 30)
"""Frames a second at which every clip is read once more, for the same text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRead:
    """A clip and what was read of it: its letters, as they are and corrected. seconds: how long it is."""

    clip: LabelledClip
    letters: tuple[Event, ...]
    read: str
    corrected: str
    seconds: float

    @property
    def delays(self) -> list[float]:
        """Of each letter read right: seconds from its first frame to its decision, where the clip tells the former."""
        pace = self.clip.seconds_per_letter
        if pace is None:
            return []
        meant = self.clip.text.replace(" ", "")
        names = [event.letter for event in self.letters]
        return [
            self.letters[mine].time - other * pace
            for mine, other in align(names, meant)
            if mine is not None and other is not None and names[mine] == meant[other]
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipsReport:
    """What an evaluation on clips found. rates: what was read at each frame rate, in the order of the clips."""

    model: LetterModel
    data: str
    clips: Sequence[ClipRead]
    rates: dict[int, list[str]] = field(default_factory=dict)

    @property
    def character_error_rate(self) -> float | None:
        """Letters to change, add or take away, of all that are spelled; None where nobody spells."""
        return self._error_rate(lambda one: one.read)

    @property
    def character_error_rate_corrected(self) -> float | None:
        return self._error_rate(lambda one: one.corrected)

    def _error_rate(self, text: Callable[[ClipRead], str]) -> float | None:
        spelled = [one for one in self.clips if one.clip.text]
        length = sum(len(one.clip.text) for one in spelled)
        return sum(levenshtein(text(one), one.clip.text) for one in spelled) / length if length else None

    @property
    def delays(self) -> list[float]:
        return [delay for one in self.clips for delay in one.delays]

    @property
    def false_letters_a_minute(self) -> float | None:
        """Of the clips in which nobody spells; None without such clips."""
        silent = [one for one in self.clips if not one.clip.text]
        seconds = sum(one.seconds for one in silent)
        return 60 * sum(len(one.letters) for one in silent) / seconds if seconds else None

    @property
    def same_at_all_rates(self) -> int | None:
        """How many clips give one and the same text at every frame rate."""
        return sum(len(set(texts)) == 1 for texts in zip(*self.rates.values(), strict=True)) if self.rates else None

    def to_dict(self) -> dict[str, Any]:
        delays = self.delays
        return {
            "model": self.model.path.name,
            "data": self.data,
            "character_error_rate": self.character_error_rate,
            "character_error_rate_corrected": self.character_error_rate_corrected,
            "exact": sum(one.read == one.clip.text for one in self.clips),
            "exact_corrected": sum(one.corrected == one.clip.text for one in self.clips),
            "delay_median": float(np.median(delays)) if delays else None,
            "delay_p95": float(np.quantile(delays, 0.95)) if delays else None,
            "false_letters_a_minute": self.false_letters_a_minute,
            "same_at_all_rates": self.same_at_all_rates,
            "clips": [
                {
                    "file": one.clip.path.name,
                    "text": one.clip.text,
                    "read": one.read,
                    "corrected": one.corrected,
                    **({"at_rates": {rate: texts[place] for rate, texts in self.rates.items()}} if self.rates else {}),
                }
                for place, one in enumerate(self.clips)
            ],
        }

    def to_markdown(self, *, figures: bool) -> str:  # noqa: ARG002
        report = self.to_dict()

        def seconds(name: str) -> str:
            return "-" if report[name] is None else f"{report[name]:.2f} s"

        count = len(self.clips)
        rows = [
            ("character error rate", percent(report["character_error_rate"])),
            ("after word correction", percent(report["character_error_rate_corrected"])),
            ("clips read exactly", f"{report['exact']} of {count}, corrected {report['exact_corrected']}"),
            ("from a letter's first frame to its decision", f"{seconds('delay_median')} median"),
            ("", f"{seconds('delay_p95')} at the 95th percentile"),
        ]
        if self.false_letters_a_minute is not None:
            rows.append(("false letters a minute where nobody spells", f"{self.false_letters_a_minute:.2f}"))
        if self.rates:
            rates = ", ".join(map(str, self.rates))
            rows.append((f"the same text at {rates} frames a second", f"{self.same_at_all_rates} of {count}"))
        head = "| clip | spelled | read | corrected |" + "".join(f" at {rate} |" for rate in self.rates)
        lines = [
            f"# {self.model.path.name} on {self.data}",
            "",
            "Whole videos in, text out. An error is a letter to change, to add or to take away.",
            "",
            "| | |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows),
            "",
            head,
            "|" + "---|" * (head.count("|") - 1),
        ]
        for place, one in enumerate(self.clips):
            texts = [one.clip.text, one.read, one.corrected, *(texts[place] for texts in self.rates.values())]
            lines.append(f"| {one.clip.path.name} | " + " | ".join(texts) + " |")
        return "\n".join(lines) + "\n"

    def draw(self, folder: Path) -> None:
        """A report of clips has no figures."""


def evaluate_clips(
    model: LetterModel,
    clips: Sequence[LabelledClip],
    data: str,
    on_clip: Callable[[str, int], None],
    *,
    robustness: bool = False,
    workers: int | None = None,
) -> ClipsReport:
    """Reads every clip as `signread read` does; with `robustness`, once more at each of RATES.

    on_clip: told what is being read, and how many clips more are done. workers: as in `map_ordered`.

    Raises MissingExtraError without the extra `words`: what is corrected is counted as well.
    """
    lexicon()
    rates: list[int | None] = [None, *(RATES if robustness else ())]
    pieces = [(clip, rate) for rate in rates for clip in clips]
    clips_read: list[ClipRead] = []
    for (_, rate), one in zip(pieces, map_with_reader(_read, pieces, model, workers=workers), strict=True):
        clips_read.append(one)
        on_clip("as they are" if rate is None else f"at {rate} frames/s", 1)
    at_rates = {
        rate: [one.read for one in clips_read[place * len(clips) : (place + 1) * len(clips)]]
        for place, rate in enumerate(rates)
        if rate is not None
    }
    return ClipsReport(model=model, data=data, clips=clips_read[: len(clips)], rates=at_rates)


def _read(piece: tuple[LabelledClip, int | None]) -> ClipRead:
    labelled, rate = piece
    clip = open_video(labelled.path)
    transcript, seconds = Transcript(), 0.0
    for reading in own_reader().read(clip if rate is None else at_rate(clip, rate)):
        transcript, seconds = reading.transcript, reading.time
    finished = transcript.finish(seconds)
    return ClipRead(
        clip=labelled,
        letters=transcript.letters,
        read=_one_line(finished.written()),
        corrected=_one_line(finished.written(correct=True)),
        seconds=seconds,
    )


def _one_line(text: str) -> str:
    return " ".join(text.upper().split())


def at_rate(clip: Clip, rate: float) -> Clip:
    """The clip as a camera of another rate would give it: at each of its times the last frame that was there."""
    return replace(clip, frames=_resampled(clip, rate), rate=rate)


def _resampled(clip: Clip, rate: float) -> Iterator[Frame]:
    latest = None
    number = 0
    for frame in clip:
        while latest is not None and number / rate < frame.time:
            yield replace(latest, time=number / rate)
            number += 1
        latest = frame
    while latest is not None and number / rate <= latest.time:
        yield replace(latest, time=number / rate)
        number += 1
