"""The figures: curves of runs, confusion, reliability, failures. Each is written as one PNG."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from signread.errors import MissingExtraError
from signread.evaluation import metrics
from signread.evaluation.crops import CropReport
from signread.evaluation.metrics import Calibration
from signread.evaluation.people_report import PeopleReport
from signread.files import write_atomically

try:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, PercentFormatter
except ImportError as error:
    raise MissingExtraError("drawing figures", "report") from error

if TYPE_CHECKING:  # the metrics of a run come from the part that needs PyTorch
    from signread.training.run import EpochMetrics

TRAINING_COLOUR, VALIDATION_COLOUR = "#1f77b4", "#d95f02"
RESOLUTION = 120
"""Dots an inch."""
FAILURES_SHOWN = 40
HANDS_SHOWN = 80


def save(figure: Figure, path: Path) -> None:
    """Writes a figure as PNG, whole or not at all."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=RESOLUTION)
    write_atomically(path, buffer.getvalue())


def draw_curves(histories: list[tuple[str, list["EpochMetrics"]]], path: Path) -> None:
    """Loss and accuracy over the epochs, a column for each run: training and validation in each of its two panels."""
    columns = len(histories)
    figure = Figure(figsize=(1.2 + 4.2 * columns, 6.4), layout="constrained")
    panels = figure.subplots(2, columns, squeeze=False, sharey="row", sharex="col")
    for column, (name, history) in enumerate(histories):
        epochs = [line.epoch for line in history]
        loss, accuracy = panels[0, column], panels[1, column]
        for axis, training, validation in (
            (loss, [line.loss for line in history], [line.validation_loss for line in history]),
            (accuracy, [line.accuracy for line in history], [line.validation_accuracy for line in history]),
        ):
            axis.plot(epochs, training, "o-", color=TRAINING_COLOUR, label="training", markersize=3.5)
            if all(value is not None for value in validation):
                axis.plot(epochs, validation, "s--", color=VALIDATION_COLOUR, label="validation", markersize=3.5)
            axis.grid(alpha=0.3)
            axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        loss.set_title(name, parse_math=False)
        loss.set_yscale("log")
        accuracy.set_xlabel("epoch")
        accuracy.yaxis.set_major_formatter(PercentFormatter(1.0))
    panels[0, 0].set_ylabel("loss (nats, log scale)")
    panels[1, 0].set_ylabel("accuracy")
    panels[0, 0].legend()
    save(figure, path)


def draw_crops(report: CropReport, folder: Path) -> None:
    """confusion.png, reliability.png and, where there are errors, failures.png, of crops."""
    _draw_confusion(report, folder / "confusion.png")
    _draw_reliability(report.calibration, report.model, folder / "reliability.png")
    if len(report.errors):
        _draw_failures(report, folder / "failures.png")
    else:
        (folder / "failures.png").unlink(missing_ok=True)


def _draw_confusion(report: CropReport, path: Path) -> None:
    shown = report.shown()
    names = [report.letters[label] for label in shown]
    matrix = report.matrix[np.ix_(shown, shown)]
    share = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(9.5, 9), layout="constrained")
    axis = figure.subplots()
    picture = axis.imshow(share, cmap="Blues", vmin=0, vmax=1)
    for row, column in np.argwhere(matrix > 0):
        colour = "white" if share[row, column] > 0.5 else "black"
        axis.text(column, row, str(matrix[row, column]), ha="center", va="center", fontsize=7, color=colour)
    axis.set_xticks(range(len(names)), names)
    axis.set_yticks(range(len(names)), names)
    axis.set_xlabel("read as")
    axis.set_ylabel("letter")
    axis.set_title(f"{report.model}: {report.accuracy:.2%} of {len(report.labels):,} pictures", parse_math=False)
    figure.colorbar(picture, ax=axis, label="share of the letter's pictures", format=PercentFormatter(1.0), shrink=0.7)
    save(figure, path)


def draw_people(report: PeopleReport, folder: Path) -> None:
    """reliability.png, coverage.png and, where there are errors, failures.png, of pictures of people."""
    _draw_reliability(report.calibration, report.model.path.name, folder / "reliability.png")
    _draw_coverage(report, folder / "coverage.png")
    if report.right.all():
        (folder / "failures.png").unlink(missing_ok=True)
    else:
        _draw_hands(report, folder / "failures.png")


def _grid(count: int, width: float, height: float) -> tuple[Figure, NDArray[Any]]:
    """A figure of `count` pictures or a few more, ten in a line, and their axes; width and height of each in inches."""
    columns = min(10, count)
    lines = -(-count // columns)
    figure = Figure(figsize=(max(width * columns, 4), 0.5 + height * lines), layout="constrained")
    axes = figure.subplots(lines, columns, squeeze=False).ravel()
    for axis in axes:
        axis.axis("off")
    return figure, axes


def _draw_coverage(report: PeopleReport, path: Path) -> None:
    rows = report.coverage
    figure = Figure(figsize=(6.4, 4.6), layout="constrained")
    axis = figure.subplots()
    thresholds = [row["threshold"] for row in rows]
    axis.plot(
        thresholds,
        [np.nan if row["accuracy"] is None else row["accuracy"] for row in rows],
        "o-",
        color=TRAINING_COLOUR,
        label="right of those",
    )
    axis.plot(thresholds, [row["coverage"] for row in rows], "s--", color=VALIDATION_COLOUR, label="get a letter")
    if len(report.no_sign):
        axis.plot(thresholds, [row["no_sign_read"] for row in rows], "x:", color="grey", label="no sign, read as one")
    axis.axvline(report.model.threshold, color="black", linewidth=0.8)
    axis.set_xlabel("threshold on the confidence (the model's own: black)")
    axis.set_ylabel("share of the pictures")
    axis.yaxis.set_major_formatter(PercentFormatter(1.0))
    axis.grid(alpha=0.3)
    axis.legend(loc="lower left")
    axis.set_title(f"{report.model.path.name} on {report.data}", parse_math=False)
    save(figure, path)


def _draw_hands(report: PeopleReport, path: Path) -> None:
    """A picture of each signer's letter that was read wrong; those read wrong most often first."""
    cells: dict[tuple[str, str], list[int]] = {}
    for row in np.flatnonzero(~report.right):
        entry = report.predictions[row].entry
        cells.setdefault((entry.signer, entry.label), []).append(int(row))
    shown = sorted(cells.items(), key=lambda cell: (-len(cell[1]), cell[0]))[:HANDS_SHOWN]
    figure, axes = _grid(len(shown), 1.3, 1.75)
    for axis, ((signer, label), rows) in zip(axes, shown, strict=False):
        surest = max(rows, key=lambda place: float(report.confidence[place]))
        axis.imshow(report.predictions[surest].thumbnail)
        read = report.read[surest] or "no hand"
        title = f"{label} read {read}\n{report.confidence[surest]:.0%}, {len(rows)} times\n{signer[:14]}"
        axis.set_title(title, fontsize=8, parse_math=False)
    figure.suptitle(
        f"{report.model.path.name}: {int((~report.right).sum()):,} of {len(report.right):,} pictures read wrong, "
        f"{len(cells)} pairs of signer and letter",
        parse_math=False,
    )
    save(figure, path)


def _draw_reliability(calibration: Calibration, model: str, path: Path) -> None:
    figure = Figure(figsize=(5.6, 6.6), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
    centres = (calibration.edges[:-1] + calibration.edges[1:]) / 2
    width = calibration.edges[1] - calibration.edges[0]
    upper.plot([0, 1], [0, 1], "--", color="grey", label="perfect")
    upper.bar(
        centres, np.nan_to_num(calibration.accuracy), width, edgecolor="white", color=TRAINING_COLOUR, label="found"
    )
    upper.set_ylabel("accuracy")
    upper.set_ylim(0, 1)
    upper.legend(loc="upper left")
    upper.set_title(f"{model}: expected calibration error {calibration.error:.2%}", parse_math=False)
    lower.bar(centres, calibration.count, width, edgecolor="white", color="grey")
    lower.set_yscale("symlog")
    lower.set_ylabel("pictures")
    lower.set_xlabel("confidence")
    lower.set_xlim(0, 1)
    save(figure, path)


def _draw_failures(report: CropReport, path: Path) -> None:
    """One picture of each photograph read wrong, the surest; photographs of the most confused pairs come first."""
    rank = {(true, read): place for place, (true, read, _) in enumerate(metrics.confused_pairs(report.matrix))}
    families: dict[tuple[int, int, int], list[int]] = {}
    for row in report.errors[np.argsort(-report.confidence[report.errors], kind="stable")]:
        families.setdefault((int(report.labels[row]), int(report.read[row]), int(report.groups[row])), []).append(row)
    shown = sorted(families.values(), key=lambda rows: rank[int(report.labels[rows[0]]), int(report.read[rows[0]])])
    shown = shown[:FAILURES_SHOWN]
    figure, axes = _grid(len(shown), 1.25, 1.65)
    for axis, rows in zip(axes, shown, strict=False):
        row = rows[0]
        axis.imshow(report.images[row], cmap="gray", vmin=0, vmax=255)
        true, read = report.letters[report.labels[row]], report.letters[report.read[row]]
        axis.set_title(f"{true} read {read}\n{report.confidence[row]:.0%}, {len(rows)} times", fontsize=9)
    wrong = len({int(group) for group in report.groups[report.errors]})
    figure.suptitle(
        f"{report.model}: {len(report.errors):,} of {len(report.labels):,} pictures read wrong, "
        f"variants of {wrong} of {report.photographs} photographs",
        parse_math=False,
    )
    save(figure, path)
