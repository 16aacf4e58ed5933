import numpy as np
import pytest

from signread.signs.segments import sample_of
from signread.synthetic.signing import FINE, Repertoire, Repetitions, vary
from tests.signs.people import across, circle, signed, up


@pytest.fixture
def repertoire() -> Repertoire:
    ways = {"across": across, "up": up, "circle": circle}
    return Repertoire(
        {
            ("a", name): [sample_of(signed(way, seed=seed, left=name == "up"), FINE) for seed in range(5)]
            for name, way in ways.items()
        }
    )


def test_a_made_up_sign_is_repeated_much_as_it_is(repertoire: Repertoire) -> None:
    random = np.random.default_rng(0)
    within, between = [], []
    last = None
    for _ in range(10):
        done = repertoire.perform(repertoire.invent(random), 4, random)
        assert done.hands.shape == (4, FINE, 2, 21, 2)
        assert done.seen.shape == (4, FINE, 2)
        assert all(np.isfinite(part).all() for part in (done.hands, done.seen, done.body))
        within.append(np.abs(done.hands[0, :, 0] - done.hands[1, :, 0]).mean())
        if last is not None:
            between.append(np.abs(done.hands[0, :, 0] - last.hands[0, :, 0]).mean())
        last = done
    assert np.mean(between) > 3 * np.mean(within)


def test_the_same_seed_makes_the_same(repertoire: Repertoire) -> None:
    made = []
    for _ in range(2):
        random = np.random.default_rng(3)
        sign = repertoire.resembling(repertoire.invent(random), random)
        made.append(vary(repertoire.perform(sign, 4, random), random))
    np.testing.assert_array_equal(made[0].hands, made[1].hands)
    np.testing.assert_array_equal(made[0].seen, made[1].seen)


def test_the_mirror_image_of_the_mirror_image_is_the_same(repertoire: Repertoire) -> None:
    done = repertoire.repeated([("a", "up")], 3, np.random.default_rng(0))
    again = done.mirrored().mirrored()
    np.testing.assert_allclose(again.hands, done.hands, atol=1e-6)
    np.testing.assert_allclose(again.body, done.body, atol=1e-6)
    assert done.seen[:, :, 1].mean() > done.seen[:, :, 0].mean()  # who signs with the left hand does so here


def test_varying_changes_a_sign_a_little(repertoire: Repertoire) -> None:
    random = np.random.default_rng(0)
    done = repertoire.repeated([("a", "across")], 20, random)
    varied = vary(done, random)
    assert varied.hands.shape == (20, 32, 2, 21, 2)
    moved = np.abs(varied.hands[:, 16, 0] - done.hands[:, 20, 0]).mean()
    assert 0.02 < moved < 0.5
    assert Repetitions.together([varied, varied]).seen.shape == (40, 32, 2)
