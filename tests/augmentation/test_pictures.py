import numpy as np

from signread.augmentation.pictures import VIEWS, augmented

from ..conftest import hand_picture


def test_the_first_two_views_are_the_picture_and_its_mirror_image() -> None:
    picture = hand_picture()
    np.testing.assert_array_equal(augmented(picture, 0, np.random.default_rng(0)), picture)
    np.testing.assert_array_equal(augmented(picture, 1, np.random.default_rng(0)), picture[:, ::-1])


def test_the_others_differ_and_a_seed_decides_them() -> None:
    picture = hand_picture()
    for number in range(2, VIEWS):
        for seed in range(12):
            first = augmented(picture, number, np.random.default_rng(seed))
            again = augmented(picture, number, np.random.default_rng(seed))
            np.testing.assert_array_equal(first, again)
            assert first.dtype == np.uint8
            assert first.shape[2] == 3
            assert first.shape != picture.shape or (first != picture).mean() > 0.1
