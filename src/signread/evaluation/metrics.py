"""Figures of merit, in plain NumPy: probabilities and true labels in, numbers out."""

from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

CALIBRATION_BINS = 15
BOOTSTRAP_SAMPLES = 2_000
CONFIDENCE_LEVEL = 0.95
RULE_OF_THREE = 3.0
"""Events in N trials that leave a chance of 5% of seeing none: -ln 0.05, rounded."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """How far confidence and truth agree, over equal bins of confidence.

    edges: (B + 1,) of the bins. count, confidence, accuracy: (B,), the last two NaN for an empty bin.
    error: the expected calibration error, the mean gap weighted by count (Guo et al., On Calibration of Modern Neural
    Networks, 2017).
    """

    edges: NDArray[Any]
    count: NDArray[Any]
    confidence: NDArray[Any]
    accuracy: NDArray[Any]
    error: float


class Coverage(TypedDict):
    """What a threshold does: see `PeopleReport.coverage`."""

    threshold: float
    coverage: float
    accuracy: float | None
    true_letters_lost: float
    no_sign_read: float


def accuracy_interval(right: NDArray[Any], groups: NDArray[Any]) -> tuple[float, float]:
    """The 95% interval of an accuracy by the percentile bootstrap over groups (Efron, 1979), with a fixed seed.

    right: (N,) bool. groups: (N,) int, the photograph of each picture. Whole photographs are drawn with replacement:
    their variants are read right or wrong together, so N pictures know much less than N photographs would. Photographs
    that are not in the sample cannot be drawn: the interval reaches at least as far as the rule of three says of
    photographs without any error, or without any hit (Hanley and Lippman-Hand, If nothing goes wrong, is everything all
    right?, 1983).
    """
    _, places = np.unique(groups, return_inverse=True)
    sizes = np.bincount(places)
    hits = np.bincount(places, right)
    random = np.random.default_rng(0)
    times = random.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), BOOTSTRAP_SAMPLES)
    drawn = times @ hits / (times @ sizes)
    outside = (1 - CONFIDENCE_LEVEL) / 2
    low, high = np.quantile(drawn, [outside, 1 - outside])
    beyond = min(RULE_OF_THREE / len(sizes), 1.0)
    return min(float(low), 1 - beyond), max(float(high), beyond)


def confusion_matrix(labels: NDArray[Any], read: NDArray[Any], count: int) -> NDArray[Any]:
    """(count, count) int64: how often the label of the row was read as the label of the column."""
    matrix = np.zeros((count, count), np.int64)
    np.add.at(matrix, (labels, read), 1)
    return matrix


def precision_and_recall(matrix: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Of a confusion matrix, each (L,): NaN for the precision of a letter never read, the recall of one never shown."""
    hits = np.diag(matrix).astype(float)
    with np.errstate(invalid="ignore"):
        return hits / matrix.sum(axis=0), hits / matrix.sum(axis=1)


def calibration(confidence: NDArray[Any], right: NDArray[Any]) -> Calibration:
    """Calibration of the best answers. confidence: (N,) in 0..1. right: (N,) bool."""
    edges = np.linspace(0, 1, CALIBRATION_BINS + 1)
    place = np.clip(np.digitize(confidence, edges[1:-1], right=True), 0, CALIBRATION_BINS - 1)
    count = np.bincount(place, minlength=CALIBRATION_BINS)
    with np.errstate(invalid="ignore"):
        mean_confidence = np.bincount(place, confidence, CALIBRATION_BINS) / count
        accuracy = np.bincount(place, right.astype(float), CALIBRATION_BINS) / count
    gaps = np.nan_to_num(np.abs(mean_confidence - accuracy))
    return Calibration(edges, count, mean_confidence, accuracy, float((gaps * count).sum() / len(right)))


def confused_pairs(matrix: NDArray[Any]) -> list[tuple[int, int, int]]:
    """(true label, read label, how often), most often first; nothing for what was read right."""
    wrong = matrix - np.diag(np.diag(matrix))
    order = np.argsort(-wrong, axis=None, kind="stable")
    pairs = []
    for place in order:
        true, read = np.unravel_index(place, wrong.shape)
        if wrong[true, read] == 0:
            break
        pairs.append((int(true), int(read), int(wrong[true, read])))
    return pairs
