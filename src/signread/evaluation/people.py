"""Evaluating a model on whole pictures of people."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from signread.alphabet import LETTERS, NO_LETTER, american
from signread.data.pictures import PictureSet
from signread.errors import DataError
from signread.evaluation.changes import CHANGES
from signread.evaluation.people_report import PeopleReport
from signread.evaluation.seen import Seen, see
from signread.letters.model import LetterModel


def evaluate_people(
    model: Path | None,
    sets: Sequence[PictureSet],
    data: str,
    on_picture: Callable[[str, int], None],
    *,
    robustness: bool = False,
) -> PeopleReport:
    """Reads every picture and counts; with `robustness`, once more for each of `CHANGES`.

    on_picture: told the change, and how many more pictures are done. Raises DataError when no picture shows a letter of
    the model, and when the model was trained on these very pictures.
    """
    loaded = LetterModel(model)
    labels = {entry.label for pictures in sets for entry in pictures.entries}
    meant = {label: _meaning(loaded, label) for label in labels}
    if not any(name in loaded.letters and name != NO_LETTER for name in meant.values()):
        there = sorted(labels)[:12]
        raise DataError(f"{data}: no picture of a letter that {loaded.path.name} knows; its labels are {there}")
    unknown = sorted(label for label, name in meant.items() if name not in (None, NO_LETTER, *loaded.letters))
    if unknown:
        raise DataError(
            f"{data}: {loaded.path.name} has no {', '.join(unknown)}; leave these folders out, or rename them"
        )
    for pictures in sets:
        if pictures.fingerprint()[:16] in loaded.about.get("training_data", ""):
            raise DataError(f"{data}: {loaded.path.name} was trained on these very pictures; evaluate it on others")
    changes = list(CHANGES) if robustness else list(CHANGES)[:1]
    reports = {
        name: _report(loaded, data, see(sets, model, lambda done, name=name: on_picture(name, done), name))  # type: ignore[misc]
        for name in changes
    }
    first = reports[changes[0]]
    if robustness:
        first.robustness.update({name: report.mean_over_signers for name, report in reports.items()})
    return first


def _report(model: LetterModel, data: str, everything: list[Seen]) -> PeopleReport:
    meant = [_meaning(model, seen.entry.label) for seen in everything]
    shown = [
        replace(seen, entry=replace(seen.entry, label=name))
        for seen, name in zip(everything, meant, strict=True)
        if name not in (None, NO_LETTER)
    ]
    others = [seen for seen, name in zip(everything, meant, strict=True) if name == NO_LETTER]
    read, confidence, second = [], [], []
    for seen in shown:
        order = [] if seen.probabilities is None else list(np.argsort(-seen.probabilities, kind="stable")[:2])
        names = [model.letters[place] for place in order]
        read.append(names[0] if names else None)
        confidence.append(0.0 if seen.probabilities is None else float(seen.probabilities.max()))
        second.append(seen.entry.label in names)
    right = np.array([answer == seen.entry.label for answer, seen in zip(read, shown, strict=True)])
    no_sign = [_as_letter(model, seen) for seen in others]
    return PeopleReport(
        model,
        data,
        shown,
        right,
        np.array(second),
        read,
        np.array(confidence),
        np.array(no_sign, float),
        len(everything) - len(shown) - len(others),
    )


def _meaning(model: LetterModel, label: str) -> str | None:
    """The letter that a label stands for, "nothing", or None for what no single picture shows."""
    of_the_alphabet = set(model.letters) <= {*LETTERS, NO_LETTER}
    return american(label) if of_the_alphabet else label


def _as_letter(model: LetterModel, seen: Seen) -> float:
    if seen.probabilities is None:
        return 0.0
    best = int(seen.probabilities.argmax())
    return 0.0 if model.letters[best] == NO_LETTER else float(seen.probabilities[best])
