"""One evaluation on labelled still pictures: as numbers, as JSON, as Markdown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from signread.alphabet import LETTERS
from signread.data.sign_mnist import LabelledImages
from signread.errors import DataError, ModelError
from signread.evaluation import metrics
from signread.evaluation.metrics import Calibration
from signread.evaluation.scorer import Scorer
from signread.letters import softmax

PAIRS_SHOWN = 10


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What an evaluation found.

    labels, read: (N,) places in `letters`, true and read. confidence: (N,) of what was read. groups: (N,) the
    photograph that each picture is a variant of. matrix: (L, L) confusion.
    """

    model: str
    parameters: int
    data: str
    letters: tuple[str, ...]
    labels: np.ndarray
    read: np.ndarray
    confidence: np.ndarray
    groups: np.ndarray
    matrix: np.ndarray
    interval: tuple[float, float]
    calibration: Calibration

    @property
    def errors(self) -> np.ndarray:
        """Row numbers of the pictures that were read wrong."""
        return np.flatnonzero(self.labels != self.read)

    @property
    def accuracy(self) -> float:
        return float((self.labels == self.read).mean())

    @property
    def photographs(self) -> int:
        return len(np.unique(self.groups))

    def shown(self) -> list[int]:
        """The labels that occur in the data, or were read."""
        return [label for label in range(len(self.letters)) if self.matrix[label].any() or self.matrix[:, label].any()]

    def as_json(self) -> dict[str, Any]:
        precision, recall = metrics.precision_and_recall(self.matrix)
        occurring = [label for label in self.shown() if self.matrix[label].any()]
        return {
            "model": self.model,
            "parameters": self.parameters,
            "data": self.data,
            "pictures": len(self.labels),
            "photographs": self.photographs,
            "accuracy": self.accuracy,
            "accuracy_interval": list(self.interval),
            "errors": len(self.errors),
            "expected_calibration_error": self.calibration.error,
            "letters": {self.letters[label]: float(recall[label]) for label in occurring},
            "per_letter": {
                self.letters[label]: {
                    "precision": _number(precision[label]),
                    "recall": _number(recall[label]),
                    "pictures": int(self.matrix[label].sum()),
                }
                for label in self.shown()
            },
            "confused": [
                {"letter": self.letters[true], "read": self.letters[read], "times": times}
                for true, read, times in metrics.confused_pairs(self.matrix)
            ],
            "calibration": [
                {"confidence": _number(mean), "accuracy": _number(accuracy), "pictures": int(count)}
                for mean, accuracy, count in zip(
                    self.calibration.confidence, self.calibration.accuracy, self.calibration.count, strict=True
                )
            ],
        }

    def as_markdown(self, *, figures: bool) -> str:
        """The report to read; with `figures` it shows the PNGs that lie beside it."""
        low, high = self.interval
        lines = [
            f"# {self.model} on {self.data}",
            "",
            "| | |",
            "|---|---|",
            f"| pictures | {len(self.labels):,}, variants of {self.photographs:,} photographs |",
            f"| accuracy | {self.accuracy:.3%} (95% interval over photographs: {low:.2%} to {high:.2%}) |",
            f"| errors | {len(self.errors):,} |",
            f"| expected calibration error | {self.calibration.error:.3%} |",
            f"| parameters | {self.parameters:,} |",
            "",
            "## Letters",
            "",
            "| letter | pictures | precision | recall |",
            "|---|---|---|---|",
        ]
        for letter, row in self.as_json()["per_letter"].items():
            lines.append(f"| {letter} | {row['pictures']:,} | {percent(row['precision'])} | {percent(row['recall'])} |")
        lines += ["", "## Most confused", ""]
        pairs = metrics.confused_pairs(self.matrix)
        if pairs:
            lines += ["| letter | read as | times |", "|---|---|---|"]
            lines += [f"| {self.letters[a]} | {self.letters[b]} | {times} |" for a, b, times in pairs[:PAIRS_SHOWN]]
        else:
            lines.append("No picture was read wrong.")
        if figures:
            lines += ["", "![confusion matrix](confusion.png)", "", "![reliability diagram](reliability.png)"]
            if pairs:
                lines += ["", "![pictures read wrong](failures.png)"]
        return "\n".join(lines) + "\n"


def evaluate(scorer: Scorer, data: LabelledImages, source: Path) -> Report:
    """Reads every picture and counts. `source` is what the report calls the data.

    Raises DataError when the model was trained on these very pictures, ModelError when it does not know their letters.
    """
    if data.fingerprint() in scorer.trained_on:
        raise DataError(f"{source}: {scorer.name} was trained on these very pictures; evaluate it on others")
    unknown = {LETTERS[label] for label in np.unique(data.labels)} - set(scorer.letters)
    if unknown:
        raise ModelError(f"{scorer.name}: has no {' '.join(sorted(unknown))}, which these pictures show")
    probabilities = softmax(scorer.logits(data.images))
    places = np.array([scorer.letters.index(letter) if letter in scorer.letters else -1 for letter in LETTERS])
    labels = places[data.labels]
    read = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    right = labels == read
    return Report(
        scorer.name,
        scorer.parameters,
        f"{source.resolve().name}, test part",
        scorer.letters,
        labels,
        read,
        confidence,
        data.groups,
        metrics.confusion_matrix(labels, read, len(scorer.letters)),
        metrics.accuracy_interval(right, data.groups),
        metrics.calibration(confidence, right),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def percent(value: float | None) -> str:
    """A fraction for a table, a dash where there is none."""
    return "-" if value is None else f"{value:.2%}"
