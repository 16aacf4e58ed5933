"""The figures: curves of runs, confusion, reliability, failures, clips filmed otherwise. Each is written as one PNG."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from signread.errors import MissingExtraError
from signread.evaluation.metrics import Calibration, Coverage
from signread.files import write_atomically
from signread.types import Picture

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


def save(figure: Figure, path: Path) -> None:
    """Writes a figure as PNG, whole or not at all."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=RESOLUTION)
    write_atomically(path, buffer.getvalue())


def draw_conditions(error_rates: dict[str, float], path: Path) -> None:
    """The character error rate of clips as they are and under each condition, one bar each."""
    figure = Figure(figsize=(6.4, 1.2 + 0.3 * len(error_rates)), layout="constrained")
    axis = figure.subplots()
    bars = axis.barh(list(error_rates), list(error_rates.values()), color=TRAINING_COLOUR)
    axis.bar_label(bars, fmt=lambda rate: f"{rate:.1%}", padding=3)
    axis.invert_yaxis()
    axis.margins(x=0.15)
    axis.xaxis.set_major_formatter(PercentFormatter(1.0))
    axis.set_xlabel("character error rate")
    save(figure, path)


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


def draw_confusion(matrix: NDArray[np.int64], names: Sequence[str], title: str, path: Path) -> None:
    """How many pictures of each letter, a row of (K, K), were read as which, a column."""
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
    axis.set_title(title, parse_math=False)
    figure.colorbar(picture, ax=axis, label="share of the letter's pictures", format=PercentFormatter(1.0), shrink=0.7)
    save(figure, path)


def draw_coverage(rows: Sequence[Coverage], threshold: float, title: str, path: Path, *, no_sign: bool) -> None:
    """What each threshold lets through; the model's own is marked. no_sign: whether there are pictures without one."""
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
    if no_sign:
        axis.plot(thresholds, [row["no_sign_read"] for row in rows], "x:", color="grey", label="no sign, read as one")
    axis.axvline(threshold, color="black", linewidth=0.8)
    axis.set_xlabel("threshold on the confidence (the model's own: black)")
    axis.set_ylabel("share of the pictures")
    axis.yaxis.set_major_formatter(PercentFormatter(1.0))
    axis.grid(alpha=0.3)
    axis.legend(loc="lower left")
    axis.set_title(title, parse_math=False)
    save(figure, path)


def draw_reliability(calibration: Calibration, model: str, path: Path) -> None:
    """Accuracy over confidence, and how many pictures lie at each confidence."""
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


def draw_failures(failures: Sequence[tuple[Picture, str]], title: str, path: Path) -> None:
    """Pictures read wrong, (H, W) or (H, W, 3), ten in a line under their captions; without any, no file is left."""
    if not failures:
        path.unlink(missing_ok=True)
        return
    columns = min(10, len(failures))
    lines = -(-len(failures) // columns)
    figure = Figure(figsize=(max(1.3 * columns, 8.5), 0.5 + 1.75 * lines), layout="constrained")
    axes = figure.subplots(lines, columns, squeeze=False).ravel()
    for axis in axes:
        axis.axis("off")
    for axis, (picture, caption) in zip(axes, failures, strict=False):
        axis.imshow(picture, cmap="gray", vmin=0, vmax=255)
        axis.set_title(caption, fontsize=8, parse_math=False)
    figure.suptitle(title, parse_math=False)
    save(figure, path)
