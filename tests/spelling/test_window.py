import numpy as np

from signread.spelling.window import LONGEST_GAP_S, STEP_S, STEPS, Window


def grid_of(times: np.ndarray, *, lost: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    """The window after frames of a hand that goes 100 pixels a second to the right."""
    window = Window()
    for time in times:
        seen = not lost[0] <= time < lost[1]
        window.add(float(time), np.full((21, 2), 100 * time) if seen else None)
    return window.grid


def test_any_pace_of_frames_gives_the_same_grid() -> None:
    wanted = 100 * (10 - STEP_S * np.arange(STEPS - 1, -1, -1))
    uneven = np.sort(np.random.default_rng(0).uniform(0, 10, 300))
    for times in (np.arange(0, 10.001, 1 / 8), np.arange(0, 10.001, 1 / 25), np.append(uneven, 10.0)):
        assert np.allclose(grid_of(np.append(times[times < 10], 10.0))[:, 3, 0], wanted, atol=1e-3)


def test_what_was_not_seen_is_not_made_up() -> None:
    grid = grid_of(np.arange(0, 10.001, 0.04), lost=(9.0, 9.5))
    at = 10 - STEP_S * np.arange(STEPS - 1, -1, -1)
    unseen = np.isnan(grid[:, 0, 0])
    assert unseen[(at > 9.0) & (at < 9.48)].all()
    assert not unseen[(at < 8.95) | (at > 9.55)].any()


def test_before_the_first_frame_and_in_a_long_gap_there_is_nothing() -> None:
    window = Window()
    window.add(1.0, np.ones((21, 2)))
    assert np.isnan(window.grid[:-1]).all()
    assert (window.grid[-1] == 1).all()
    window.add(1.0 + 2 * LONGEST_GAP_S, np.ones((21, 2)))
    assert int(np.isnan(window.grid[:, 0, 0]).sum()) == STEPS - 2


def test_a_window_keeps_no_more_than_it_needs() -> None:
    window = Window()
    for number in range(100_000):
        window.add(number / 1000, None)
    assert len(window._frames) <= 1000
