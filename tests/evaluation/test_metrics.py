import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from signread.evaluation import metrics


def test_confusion_precision_and_recall_by_hand() -> None:
    labels = np.array([0, 0, 0, 1, 1, 2])
    read = np.array([0, 0, 1, 1, 1, 0])
    matrix = metrics.confusion_matrix(labels, read, 4)
    assert matrix.tolist() == [[2, 1, 0, 0], [0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    precision, recall = metrics.precision_and_recall(matrix)
    np.testing.assert_allclose(precision, [2 / 3, 2 / 3, np.nan, np.nan])
    np.testing.assert_allclose(recall, [2 / 3, 1, 0, np.nan])
    assert metrics.confused_pairs(matrix) == [(0, 1, 1), (2, 0, 1)]


def test_the_expected_calibration_error_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False, True, False])
    measured = metrics.calibration(confidence, right)
    np.testing.assert_allclose(measured.error, (4 * abs(0.95 - 0.75) + 2 * abs(0.55 - 0.5)) / 6)
    assert measured.count.sum() == 6


def test_a_confidence_of_one_and_of_zero_has_a_bin() -> None:
    measured = metrics.calibration(np.array([0.0, 1.0]), np.array([False, True]))
    assert measured.error == 0
    assert measured.count[[0, -1]].tolist() == [1, 1]


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_the_interval_holds_the_accuracy(right: list[bool]) -> None:
    low, high = metrics.accuracy_interval(np.array(right), np.arange(len(right)))
    assert 0 <= low <= np.mean(right) + 1e-9
    assert np.mean(right) - 1e-9 <= high <= 1


def test_the_interval_is_as_wide_as_theory_says() -> None:
    right = np.arange(1000) < 900
    low, high = metrics.accuracy_interval(right, np.arange(1000))
    expected = 1.96 * np.sqrt(0.9 * 0.1 / 1000)
    np.testing.assert_allclose([0.9 - low, high - 0.9], expected, rtol=0.15)


def test_no_error_at_all_is_no_proof() -> None:
    low, high = metrics.accuracy_interval(np.ones(7_172, bool), np.arange(7_172))
    assert high == 1
    np.testing.assert_allclose(0.05, low**7_172, rtol=0.02)  # the chance of seeing no error if the truth were `low`
    assert metrics.accuracy_interval(np.zeros(3, bool), np.arange(3)) == (0.0, 1.0)


def test_variants_of_a_photograph_count_as_one() -> None:
    right = np.repeat(np.arange(300) < 270, 20)
    low, high = metrics.accuracy_interval(right, np.repeat(np.arange(300), 20))
    expected = 1.96 * np.sqrt(0.9 * 0.1 / 300)
    np.testing.assert_allclose([0.9 - low, high - 0.9], expected, rtol=0.15)
    assert metrics.accuracy_interval(np.ones(6_000, bool), np.repeat(np.arange(300), 20)) == (0.99, 1.0)


def test_an_error_more_never_makes_the_lower_bound_higher() -> None:
    groups = np.repeat(np.arange(300), 20)
    bounds = [metrics.accuracy_interval(np.arange(6_000) >= errors, groups)[0] for errors in range(60)]
    assert bounds == sorted(bounds, reverse=True)
