from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signread.datasets.near_duplicates import SAME_PHOTOGRAPH, count_seen, find_groups, split
from signread.datasets.sign_mnist import read

from ..conftest import small_set


def same_partition(first: np.ndarray, second: np.ndarray) -> bool:
    pairs = set(zip(first.tolist(), second.tolist(), strict=True))
    return len(pairs) == len(set(first.tolist())) == len(set(second.tolist()))


def test_variants_of_a_photograph_are_found() -> None:
    images, labels, photographs = small_set(1)
    assert same_partition(find_groups(images, labels), photographs)


def test_brightness_and_contrast_do_not_hide_a_duplicate() -> None:
    images, labels, _ = small_set(1, photographs=1)
    darker = (images * 0.5 + 20).astype(np.uint8)
    groups = find_groups(np.concatenate([images, darker]), np.concatenate([labels, labels]))
    np.testing.assert_array_equal(groups[: len(images)], groups[len(images) :])


def test_groups_hang_together_by_chains() -> None:
    random = np.random.default_rng(0)
    start, end = random.uniform(0, 255, (2, 28, 28))
    chain = np.stack([start + (end - start) * step for step in np.linspace(0, 1, 20)]).astype(np.uint8)
    ends = np.corrcoef(chain[0].ravel(), chain[-1].ravel())[0, 1]
    assert ends < SAME_PHOTOGRAPH
    assert find_groups(chain, np.zeros(20, np.uint8)).tolist() == [0] * 20


def test_pictures_of_different_letters_are_never_one_group() -> None:
    image = np.random.default_rng(0).integers(0, 256, (1, 28, 28), np.uint8)
    groups = find_groups(np.concatenate([image, image]), np.array([0, 1], np.uint8))
    assert groups[0] != groups[1]


def test_what_was_seen_before_is_counted() -> None:
    images, labels, photographs = small_set(1)
    old = photographs < 100  # the first photograph of every letter
    assert count_seen(images, labels, images[old], labels[old]) == old.sum()
    assert count_seen(images[~old], labels[~old], images[old], labels[old]) == 0


def test_a_flat_picture_is_no_trouble() -> None:
    assert find_groups(np.zeros((3, 28, 28), np.uint8), np.zeros(3, np.uint8)).shape == (3,)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8)), min_size=1, max_size=200),
    st.floats(0, 0.9),
)
def test_no_group_is_on_both_sides_of_a_split(rows: list[tuple[int, int]], fraction: float) -> None:
    labels = np.array([label for label, _ in rows])
    groups = np.array([label * 100 + number for label, number in rows])  # a group has one label
    training, validation = split(labels, groups, fraction)
    assert not set(groups[training]) & set(groups[validation])
    assert sorted([*training, *validation]) == list(range(len(rows)))
    assert set(labels[training]) == set(labels)


def test_each_letter_gives_about_the_fraction_asked_for() -> None:
    labels = np.repeat(np.arange(5), 100)
    groups = np.arange(500) // 5
    training, validation = split(labels, groups, 0.2)
    assert np.bincount(labels[validation]).tolist() == [20] * 5
    assert len(training) == 400
    assert len(split(labels, groups, 0)[1]) == 0


@pytest.mark.parametrize("fraction", [-0.1, 1.0])
def test_a_fraction_that_is_none_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match="fraction"):
        split(np.zeros(2), np.zeros(2), fraction)


def test_kaggles_photographs_stay_on_one_side(real_zip: Path) -> None:
    data = read(real_zip, "train")
    training, validation = split(data.labels, data.groups, 0.1)
    assert not set(data.groups[training]) & set(data.groups[validation])
    assert 0.09 < len(validation) / len(data.labels) < 0.13
