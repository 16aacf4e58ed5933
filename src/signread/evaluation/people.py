"""Evaluating a model on whole pictures of people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from signread.augmentation.corruptions import CORRUPTIONS
from signread.datasets.labels import own_label
from signread.datasets.pictures import Entry, PictureSet, letters_of
from signread.errors import DataError
from signread.evaluation.people_report import PeopleReport
from signread.evaluation.predictions import UNCHANGED, Prediction, predict
from signread.handshapes.alphabet import LETTERS, NO_LETTER
from signread.recognition.letter_model import LetterModel, was_trained_on


def evaluate_people(
    model: LetterModel,
    sets: Sequence[PictureSet],
    data: str,
    on_picture: Callable[[str, int], None],
    *,
    robustness: bool = False,
    workers: int | None = None,
) -> PeopleReport:
    """Reads every picture and counts; with `robustness`, once more for each of `CORRUPTIONS`.

    on_picture: told the corruption, and how many more pictures are done. workers: as in `map_ordered`.

    Raises DataError when no picture shows a letter of the model, and when the model was trained on these very pictures.
    """
    entries = [entry for pictures in sets for entry in pictures.entries]
    meant = _meanings(model, entries, data)
    if not any(name in model.labels and name != NO_LETTER for name in meant.values()):
        there = sorted(meant)[:12]
        raise DataError(f"{data}: no picture of a letter that {model.path.name} knows; its labels are {there}")
    unknown = sorted(label for label, name in meant.items() if name not in (None, NO_LETTER, *model.labels))
    if unknown:
        raise DataError(
            f"{data}: {model.path.name} has no {', '.join(unknown)}; leave these folders out, or rename them"
        )
    for pictures in sets:
        if was_trained_on(model.trained_on, pictures.fingerprint()):
            raise DataError(f"{data}: {model.path.name} was trained on these very pictures; evaluate it on others")
    corruptions = tuple(CORRUPTIONS) if robustness else (UNCHANGED,)
    predictions = predict(sets, model, on_picture, corruptions, workers=workers)
    reports = {name: _report(model, data, read, meant, len(entries) - len(read)) for name, read in predictions.items()}
    first = reports[UNCHANGED]
    if robustness:
        first.robustness.update({name: report.mean_over_signers for name, report in reports.items()})
    return first


def _report(
    model: LetterModel,
    data: str,
    everything: list[Prediction],
    meanings: Mapping[str, str | None],
    unreadable: int = 0,
) -> PeopleReport:
    meant = [meanings[one.entry.label] for one in everything]
    letters = [
        replace(one, entry=replace(one.entry, label=name))
        for one, name in zip(everything, meant, strict=True)
        if name not in (None, NO_LETTER)
    ]
    no_letters = [one for one, name in zip(everything, meant, strict=True) if name == NO_LETTER]
    read, confidence, second = [], [], []
    for one in letters:
        order = [] if one.probabilities is None else list(np.argsort(-one.probabilities, kind="stable")[:2])
        names = [model.labels[place] for place in order]
        read.append(names[0] if names else None)
        confidence.append(0.0 if one.probabilities is None else float(one.probabilities.max()))
        second.append(one.entry.label in names)
    right = np.array([answer == one.entry.label for answer, one in zip(read, letters, strict=True)])
    no_sign = [_as_letter(model, one) for one in no_letters]
    return PeopleReport(
        model=model,
        data=data,
        predictions=letters,
        right=right,
        second=np.array(second),
        read=read,
        confidence=np.array(confidence),
        no_sign=np.array(no_sign, float),
        left_out=len(everything) - len(letters) - len(no_letters),
        unreadable=unreadable,
    )


def _meanings(model: LetterModel, entries: Sequence[Entry], data: str) -> dict[str, str | None]:
    """Of each label the letter that it stands for, "nothing", or None for what no single picture shows."""
    if set(model.labels) <= {*LETTERS, NO_LETTER}:
        return letters_of(entries, data)
    return {entry.label: own_label(entry.label) for entry in entries}


def _as_letter(model: LetterModel, prediction: Prediction) -> float:
    if prediction.probabilities is None:
        return 0.0
    best = int(prediction.probabilities.argmax())
    return 0.0 if model.labels[best] == NO_LETTER else float(prediction.probabilities[best])
