"""Evaluating a model on labelled crops, Sign Language MNIST: as numbers, as JSON, as Markdown."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.datasets.mnist_table import IMAGE_SIZE
from signread.datasets.sign_mnist import LabelledImages
from signread.errors import DataError, ModelError
from signread.evaluation import metrics
from signread.evaluation.metrics import Calibration
from signread.evaluation.report import PAIRS_SHOWN, number, percent
from signread.handshapes.alphabet import LETTERS
from signread.recognition.letter_model import LetterModel, softmax, was_trained_on
from signread.types import Picture

FAILURES_SHOWN = 40


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CropReport:
    """What an evaluation found.

    images: (N, 28, 28) uint8. labels, read: (N,) places in `letters`, true and read. confidence: (N,) of what was read.
    groups: (N,) the photograph that each picture is a variant of. matrix: (L, L) confusion.
    """

    model: str
    parameters: int
    data: str
    letters: tuple[str, ...]
    images: Picture
    labels: NDArray[Any]
    read: NDArray[Any]
    confidence: NDArray[Any]
    groups: NDArray[Any]
    matrix: NDArray[Any]
    interval: tuple[float, float]
    calibration: Calibration

    @property
    def errors(self) -> NDArray[Any]:
        """Row numbers of the pictures that were read wrong."""
        return np.flatnonzero(self.labels != self.read)

    @property
    def accuracy(self) -> float:
        return float((self.labels == self.read).mean())

    @property
    def photographs(self) -> int:
        return len(np.unique(self.groups))

    def occurring(self) -> list[int]:
        """The labels that occur in the data, or were read."""
        return [label for label in range(len(self.letters)) if self.matrix[label].any() or self.matrix[:, label].any()]

    def to_dict(self) -> dict[str, Any]:
        precision, recall = metrics.precision_and_recall(self.matrix)
        tested = [label for label in self.occurring() if self.matrix[label].any()]
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
            "letters": {self.letters[label]: float(recall[label]) for label in tested},
            "per_letter": {
                self.letters[label]: {
                    "precision": number(precision[label]),
                    "recall": number(recall[label]),
                    "pictures": int(self.matrix[label].sum()),
                }
                for label in self.occurring()
            },
            "confused": [
                {"letter": self.letters[true], "read": self.letters[read], "times": times}
                for true, read, times in metrics.confused_pairs(self.matrix)
            ],
            "calibration": [
                {"confidence": number(mean), "accuracy": number(accuracy), "pictures": int(count)}
                for mean, accuracy, count in zip(
                    self.calibration.confidence, self.calibration.accuracy, self.calibration.count, strict=True
                )
            ],
        }

    def to_markdown(self, *, figures: bool) -> str:
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
        for letter, row in self.to_dict()["per_letter"].items():
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

    def draw(self, folder: Path) -> None:
        """confusion.png, reliability.png and, where there are errors, failures.png."""
        from signread.evaluation.figures import draw_confusion, draw_failures, draw_reliability

        occurring = self.occurring()
        title = f"{self.model}: {self.accuracy:.2%} of {len(self.labels):,} pictures"
        names = [self.letters[label] for label in occurring]
        draw_confusion(self.matrix[np.ix_(occurring, occurring)], names, title, folder / "confusion.png")
        draw_reliability(self.calibration, self.model, folder / "reliability.png")
        wrong = len({int(group) for group in self.groups[self.errors]})
        title = (
            f"{self.model}: {len(self.errors):,} of {len(self.labels):,} pictures read wrong, "
            f"variants of {wrong} of {self.photographs} photographs"
        )
        draw_failures(self._failures(), title, folder / "failures.png")

    def _failures(self) -> list[tuple[Picture, str]]:
        """One picture of each photograph read wrong, the surest; photographs of the most confused pairs come first."""
        rank = {(true, read): place for place, (true, read, _) in enumerate(metrics.confused_pairs(self.matrix))}
        families: dict[tuple[int, int, int], list[int]] = {}
        for row in self.errors[np.argsort(-self.confidence[self.errors], kind="stable")]:
            families.setdefault((int(self.labels[row]), int(self.read[row]), int(self.groups[row])), []).append(row)
        failures = []
        for (true, read, _), rows in sorted(families.items(), key=lambda family: rank[family[0][:2]])[:FAILURES_SHOWN]:
            pair = f"{self.letters[true]} read {self.letters[read]}"
            failures.append((self.images[rows[0]], f"{pair}\n{self.confidence[rows[0]]:.0%}, {len(rows)} times"))
        return failures


def evaluate_crops(model: LetterModel, data: LabelledImages, source: Path) -> CropReport:
    """Reads every picture and counts. `source` is what the report calls the data.

    Raises DataError when the model was trained on these very pictures, ModelError when it does not know their letters
    or does not read crops of this size.
    """
    if model.reads_points:
        raise ModelError(f"{model.path}: reads whole pictures of people, these are crops; evaluate it on pictures")
    if model.crop_size != IMAGE_SIZE:
        raise ModelError(f"{model.path}: reads crops of {model.crop_size} pixels, these pictures have {IMAGE_SIZE}")
    if was_trained_on(model.trained_on, data.fingerprint()):
        raise DataError(f"{source}: {model.path.name} was trained on these very pictures; evaluate it on others")
    unknown = {LETTERS[label] for label in np.unique(data.labels)} - set(model.labels)
    if unknown:
        raise ModelError(f"{source}: {model.path.name} has no {' '.join(sorted(unknown))}, which these pictures show")
    probabilities = softmax(model.logits(data.images))
    places = np.array([model.labels.index(letter) if letter in model.labels else -1 for letter in LETTERS])
    labels = places[data.labels]
    predicted = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    right = labels == predicted
    return CropReport(
        model=model.path.name,
        parameters=model.parameters,
        data=f"{source.resolve().name}, test part",
        letters=model.labels,
        images=data.images,
        labels=labels,
        read=predicted,
        confidence=confidence,
        groups=data.groups,
        matrix=metrics.confusion_matrix(labels, predicted, len(model.labels)),
        interval=metrics.accuracy_interval(right, data.groups),
        calibration=metrics.calibration(confidence, right),
    )
