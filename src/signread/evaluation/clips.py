"""Evaluating a model on clips of people spelling: whole videos in, text out."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from signread.datasets.clips import LabelledClip
from signread.errors import DataError, PictureError
from signread.evaluation.conditions import conditions, paces
from signread.evaluation.edit_distance import align, levenshtein
from signread.evaluation.reading import map_with_reader, own_reader
from signread.evaluation.report import percent
from signread.language.lexicon import lexicon
from signread.reader import Reading
from signread.recognition.letter_model import LetterModel
from signread.sources import open_video
from signread.transcript import Transcript
from signread.types import Event

log = logging.getLogger(__name__)

AS_IT_IS = "as it is"
FIGURE = "conditions.png"


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
    """What an evaluation on clips found. under: the clips once more under each of `conditions`, in the same order.

    unreadable: how many clips could not be read, and are not among them.
    """

    model: LetterModel
    data: str
    clips: Sequence[ClipRead]
    under: dict[str, Sequence[ClipRead]] = field(default_factory=dict)
    unreadable: int = 0

    @property
    def character_error_rate(self) -> float | None:
        """Letters to change, add or take away, of all that are spelled; None where nobody spells."""
        return _error_rate(self.clips, lambda one: one.read)

    @property
    def character_error_rate_corrected(self) -> float | None:
        return _error_rate(self.clips, lambda one: one.corrected)

    @property
    def error_rates(self) -> dict[str, float | None]:
        """The character error rate under each condition."""
        return {name: _error_rate(clips, lambda one: one.read) for name, clips in self.under.items()}

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
    def same_at_all_paces(self) -> int | None:
        """How many clips give one and the same text at every frame rate and at uneven times; None where not asked."""
        if not self.under:
            return None
        at_each = [[one.read for one in self.under[name]] for name in paces()]
        return sum(len(set(texts)) == 1 for texts in zip(*at_each, strict=True))

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
            "same_at_all_paces": self.same_at_all_paces,
            "unreadable": self.unreadable,
            "character_error_rate_under": self.error_rates,
            "clips": [
                {
                    "file": one.clip.path.name,
                    "text": one.clip.text,
                    "read": one.read,
                    "corrected": one.corrected,
                    "under": {name: clips[place].read for name, clips in self.under.items()},
                }
                for place, one in enumerate(self.clips)
            ],
        }

    def to_markdown(self, *, figures: bool) -> str:
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
        if self.unreadable:
            rows.append(("clips that could not be read", str(self.unreadable)))
        if self.under:
            rows.append(("the same text at any frame rate and pace", f"{self.same_at_all_paces} of {count}"))
        lines = [
            f"# {self.model.path.name} on {self.data}",
            "",
            "Whole videos in, text out. An error is a letter to change, to add or to take away.",
            "",
            "| | |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows),
        ]
        if self.under:
            lines += ["", "| filmed otherwise | character error rate |", "|---|---|"]
            lines += [f"| {name} | {percent(rate)} |" for name, rate in self.error_rates.items()]
        if self.under and figures and self.character_error_rate is not None:
            lines += ["", f"![]({FIGURE})"]
        lines += ["", "| clip | spelled | read | corrected |", "|---|---|---|---|"]
        lines += [f"| {one.clip.path.name} | {one.clip.text} | {one.read} | {one.corrected} |" for one in self.clips]
        return "\n".join(lines) + "\n"

    def draw(self, folder: Path) -> None:
        """The error rates under all conditions, where they were asked for, as one figure. Raises MissingExtraError."""
        usual = self.character_error_rate
        if self.under and usual is not None:
            from signread.evaluation.figures import draw_conditions

            rates = {name: rate for name, rate in self.error_rates.items() if rate is not None}
            draw_conditions({AS_IT_IS: usual, **rates}, folder / FIGURE)


def evaluate_clips(
    model: LetterModel,
    clips: Sequence[LabelledClip],
    data: str,
    on_clip: Callable[[str, int], None],
    *,
    robustness: bool = False,
    strict: bool = False,
    workers: int | None = None,
) -> ClipsReport:
    """Reads every clip as `signread read` does; with `robustness`, once more under each of the conditions.

    on_clip: told what is being read, and how many clips more are done. strict: whether a clip that cannot be read is an
    error; else it is logged and left out. workers: as in `map_ordered`.

    Raises MissingExtraError without the extra `words`: what is corrected is counted as well.
    """
    lexicon()
    usual: list[ClipRead] = []
    for one in map_with_reader(_read_or_fail, clips, model, workers=workers):
        on_clip(AS_IT_IS, 1)
        if isinstance(one, ClipRead):
            usual.append(one)
        elif strict:
            raise DataError(one)
        else:
            log.warning("%s", one)
    if not usual:
        raise DataError(f"{data}: not one of its {len(clips)} clips can be read")
    under: dict[str, list[ClipRead]] = {name: [] for name in conditions()} if robustness else {}
    pieces = [(one.clip, name) for name in under for one in usual]
    for (_, name), one in zip(pieces, map_with_reader(_read, pieces, model, workers=workers), strict=True):
        under[name].append(one)
        on_clip(name, 1)
    unreadable = len(clips) - len(usual)
    return ClipsReport(model=model, data=data, clips=usual, under=dict(under), unreadable=unreadable)


def _read_or_fail(labelled: LabelledClip) -> ClipRead | str:
    """What is read of a clip as it is, or why it cannot be."""
    try:
        return _read((labelled, AS_IT_IS))
    except PictureError as error:
        return str(error)


def _read(piece: tuple[LabelledClip, str]) -> ClipRead:
    labelled, name = piece
    clip = open_video(labelled.path, isolated=name == AS_IT_IS)
    last: Reading | None = None
    for reading in own_reader().read(clip if name == AS_IT_IS else conditions()[name](clip)):
        last = reading
    finished = Transcript() if last is None else last.finished
    return ClipRead(
        clip=labelled,
        letters=finished.letters,
        read=_one_line(finished.written()),
        corrected=_one_line(finished.written(correct=True)),
        seconds=0.0 if last is None else last.time,
    )


def _error_rate(clips: Sequence[ClipRead], text: Callable[[ClipRead], str]) -> float | None:
    spelled = [one for one in clips if one.clip.text]
    length = sum(len(one.clip.text) for one in spelled)
    return sum(levenshtein(text(one), one.clip.text) for one in spelled) / length if length else None


def _one_line(text: str) -> str:
    return " ".join(text.upper().split())
