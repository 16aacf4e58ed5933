"""What an evaluation on whole pictures of people found, signer by signer: as numbers, as JSON, as Markdown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.augmentation.corruptions import CORRUPTIONS
from signread.evaluation import metrics
from signread.evaluation.metrics import Calibration, Coverage
from signread.evaluation.predictions import Prediction
from signread.evaluation.report import PAIRS_SHOWN, percent, table_header
from signread.handshapes.alphabet import NO_LETTER
from signread.recognition.letter_model import LetterModel
from signread.types import Picture

THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(20))
NO_HAND = "no hand found"
FAILURES_SHOWN = 80
ROBUSTNESS = ("the same pictures", "mean over signers", "points")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PeopleReport:
    """What an evaluation on pictures of people found.

    predictions: of the N pictures that show a letter of the model.
    right: (N,) bool, whether the likeliest answer was the letter; a hand not found, or "nothing", is wrong, and no
    threshold is applied. read: the N answers, None where no hand was found.
    confidence: (N,) of the answers, 0 where no hand was found.
    second: (N,) bool, whether the letter was among the two likeliest.
    no_sign: the confidence with which each picture that shows no letter was read as one, 0 where it was not.
    left_out: pictures of letters that are movements. unreadable: pictures that could not be
    read. robustness: accuracy, mean over signers, of each corruption.
    """

    model: LetterModel
    data: str
    predictions: list[Prediction]
    right: NDArray[Any]
    second: NDArray[Any]
    read: list[str | None]
    confidence: NDArray[Any]
    no_sign: NDArray[Any]
    left_out: int
    unreadable: int = 0
    robustness: dict[str, float] = field(default_factory=dict)

    @property
    def accuracy(self) -> float:
        return float(self.right.mean())

    @property
    def signers(self) -> dict[str, float]:
        """The accuracy of each signer, lowest first."""
        return self._by(lambda one: one.entry.signer)

    @property
    def letters(self) -> dict[str, float]:
        """The accuracy of each letter, lowest first."""
        return self._by(lambda one: one.entry.label)

    @property
    def hands(self) -> dict[str, float]:
        """The accuracy by the hand that the tracker saw."""
        return self._by(lambda one: one.handedness or NO_HAND)

    @property
    def mean_over_signers(self) -> float:
        return float(np.mean(list(self.signers.values())))

    @property
    def hands_not_found(self) -> int:
        return sum(answer is None for answer in self.read)

    @property
    def interval(self) -> tuple[float, float]:
        """95%, of the accuracy over all pictures, by the bootstrap over signers."""
        _, groups = np.unique([one.entry.signer for one in self.predictions], return_inverse=True)
        return metrics.accuracy_interval(self.right, groups)

    @property
    def calibration(self) -> Calibration:
        """Of the pictures in which a hand was found; of all where none was."""
        answered = np.array([answer is not None for answer in self.read])
        answered |= not answered.any()
        return metrics.calibration(self.confidence[answered], self.right[answered])

    @property
    def coverage(self) -> list[Coverage]:
        """For each threshold: the share of pictures for which a letter is said, how many of those are right, and the
        share of pictures without a sign for which one is said."""
        said = np.array([answer not in (None, NO_LETTER) for answer in self.read])
        rows: list[Coverage] = []
        for threshold in sorted({*THRESHOLDS, self.model.threshold}):
            spoken = said & (self.confidence >= threshold)
            rows.append(
                {
                    "threshold": threshold,
                    "coverage": float(spoken.mean()),
                    "accuracy": float(self.right[spoken].mean()) if spoken.any() else None,
                    "true_letters_lost": float((self.right & ~spoken).sum() / max(self.right.sum(), 1)),
                    "no_sign_read": self.no_sign_read(threshold),
                }
            )
        return rows

    def no_sign_read(self, threshold: float) -> float:
        """The share of pictures without a letter that are read as one; 0 where there are none."""
        return float(((self.no_sign > 0) & (self.no_sign >= threshold)).mean()) if len(self.no_sign) else 0.0

    def always_wrong(self) -> list[tuple[str, str, str, int]]:
        """(signer, letter, most frequent answer, pictures) of which no picture was read right."""
        cells: dict[tuple[str, str], list[int]] = {}
        for row, one in enumerate(self.predictions):
            cells.setdefault((one.entry.signer, one.entry.label), []).append(row)
        pairs = []
        for (signer, label), rows in cells.items():
            if not self.right[rows].any():
                answers = [self.read[row] or "no hand" for row in rows]
                pairs.append((signer, label, max(answers, key=answers.count), len(rows)))
        return pairs

    def to_dict(self) -> dict[str, Any]:
        low, high = self.interval
        report: dict[str, Any] = {
            "model": self.model.path.name,
            "parameters": self.model.parameters,
            "data": self.data,
            "pictures": len(self.predictions),
            "accuracy": self.accuracy,
            "accuracy_interval": [low, high],
            "mean_over_signers": self.mean_over_signers,
            "worst_signer": min(self.signers.values()),
            "among_best_two": float(self.second.mean()),
            "expected_calibration_error": self.calibration.error,
            "hands_not_found": self.hands_not_found,
            "left_out": self.left_out,
            "unreadable": self.unreadable,
            "signers": self.signers,
            "letters": self.letters,
            "hands": self.hands,
            "threshold": self.model.threshold,
            "coverage": self.coverage,
            "no_sign_pictures": len(self.no_sign),
            "no_sign_read_as_letter": self.no_sign_read(self.model.threshold) if len(self.no_sign) else None,
            "always_wrong": [
                {"signer": signer, "letter": letter, "read": answer, "pictures": count}
                for signer, letter, answer, count in self.always_wrong()
            ],
            "confused": [{"letter": true, "read": read, "times": times} for true, read, times in self._confused()],
        }
        if self.robustness:
            report["robustness"] = self.robustness
        return report

    def to_markdown(self, *, figures: bool) -> str:
        """The report to read; with `figures` it shows the PNGs that lie beside it."""
        report = self.to_dict()
        low, high = self.interval
        worst, count = next(iter(self.signers)), len(self.predictions)
        default = next(row for row in self.coverage if row["threshold"] == self.model.threshold)
        lines = [
            f"# {report['model']} on {self.data}",
            "",
            'Whole pictures in, letters out. A hand not found and "nothing" count as wrong; no threshold is applied.',
            "",
            "| | |",
            "|---|---|",
            f"| mean over signers | **{self.mean_over_signers:.2%}** of {len(self.signers)} signers |",
            f"| worst signer | {self.signers[worst]:.2%} ({worst}) |",
            f"| all pictures | {self.accuracy:.2%} of {count:,} (95% over signers: {low:.2%} to {high:.2%}) |",
            f"| among the best two | {report['among_best_two']:.2%} |",
            f"| expected calibration error | {report['expected_calibration_error']:.2%} |",
            f"| hands not found | {self.hands_not_found} |",
            f"| letters that move, left out | {self.left_out} |",
            *([f"| pictures that could not be read | {self.unreadable} |"] if self.unreadable else []),
            f"| at the threshold of {self.model.threshold:.2f} "
            f"| {default['coverage']:.2%} of the pictures get a letter, {percent(default['accuracy'])} of those right; "
            f"{default['true_letters_lost']:.2%} of what was right is lost |",
        ]
        if len(self.no_sign):
            lines.append(
                f"| pictures without a letter | {len(self.no_sign)}, of which {default['no_sign_read']:.2%} get one |"
            )
        lines.append(f"| parameters | {self.model.parameters:,} |")
        for title, shares in (("Signers", self.signers), ("Letters", self.letters), ("Hands", self.hands)):
            lines += ["", f"## {title}", *table_header(title.lower().rstrip("s"), "read right")]
            lines += [f"| {name} | {share:.2%} |" for name, share in shares.items()]
        lines += ["", "## Confidence", *table_header("threshold", "pictures that get a letter", "right of those")]
        lines += [
            f"| {row['threshold']:.2f} | {row['coverage']:.2%} | {percent(row['accuracy'])} |" for row in self.coverage
        ]
        lines += ["", "## Most confused", *table_header("letter", "read as", "times")]
        lines += [f"| {true} | {read} | {times} |" for true, read, times in self._confused()[:PAIRS_SHOWN]]
        pairs = self.always_wrong()
        share = sum(count for *_, count in pairs) / len(self.predictions)
        lines += [
            "",
            f"Pairs of signer and letter that are never read right: {len(pairs)}, {share:.2%} of all pictures.",
        ]
        if self.robustness:
            base = self.robustness[next(iter(CORRUPTIONS))]
            lines += [
                "",
                "## Under worse conditions",
                *table_header("the same pictures", "mean over signers", "points"),
            ]
            lines += [
                f"| {name} | {percent(got)} | {100 * (got - base):+.2f} |" for name, got in self.robustness.items()
            ]
        if figures:
            lines += ["", "![reliability diagram](reliability.png)", "", "![coverage and accuracy](coverage.png)"]
            if not self.right.all():
                lines += ["", "![pictures read wrong](failures.png)"]
        return "\n".join(lines) + "\n"

    def draw(self, folder: Path) -> None:
        """reliability.png, coverage.png and, where there are errors, failures.png."""
        from signread.evaluation.figures import draw_coverage, draw_failures, draw_reliability

        model = self.model.path.name
        draw_reliability(self.calibration, model, folder / "reliability.png")
        title, sign_free = f"{model} on {self.data}", len(self.no_sign) > 0
        draw_coverage(self.coverage, self.model.threshold, title, folder / "coverage.png", no_sign=sign_free)
        cells: dict[tuple[str, str], list[int]] = {}
        for row in np.flatnonzero(~self.right):
            entry = self.predictions[row].entry
            cells.setdefault((entry.signer, entry.label), []).append(int(row))
        title = (
            f"{model}: {int((~self.right).sum()):,} of {len(self.right):,} pictures read wrong, "
            f"{len(cells)} pairs of signer and letter"
        )
        most_often = sorted(cells.items(), key=lambda cell: (-len(cell[1]), cell[0]))[:FAILURES_SHOWN]
        draw_failures([self._failure(rows) for _, rows in most_often], title, folder / "failures.png")

    def _failure(self, rows: list[int]) -> tuple[Picture, str]:
        """The surest of the pictures of one signer's letter that were read wrong, with its caption."""
        surest = max(rows, key=lambda row: float(self.confidence[row]))
        one = self.predictions[surest]
        pair = f"{one.entry.label} read {self.read[surest] or 'no hand'}"
        caption = f"{pair}\n{self.confidence[surest]:.0%}, {len(rows)} times\n{one.entry.signer[:14]}"
        return one.thumbnail, caption

    def _by(self, key: Callable[[Prediction], str]) -> dict[str, float]:
        rows: dict[str, list[bool]] = {}
        for one, right in zip(self.predictions, self.right, strict=True):
            rows.setdefault(key(one), []).append(bool(right))
        return dict(sorted(((name, float(np.mean(values))) for name, values in rows.items()), key=lambda pair: pair[1]))

    def _confused(self) -> list[tuple[str, str, int]]:
        counts: dict[tuple[str, str], int] = {}
        for one, answer, right in zip(self.predictions, self.read, self.right, strict=True):
            if not right:
                pair = (one.entry.label, answer or "no hand")
                counts[pair] = counts.get(pair, 0) + 1
        return sorted(((*pair, times) for pair, times in counts.items()), key=lambda row: -row[2])
