import numpy as np
import pytest

from signread import Frame
from signread.sources.noise import denoise, denoise_frame, estimate_noise


def test_noise_is_measured() -> None:
    random = np.random.default_rng(0)
    flat = np.full((240, 320, 3), 128, np.uint8)
    noise = random.normal(0, 10, (240, 320, 1))  # the same in all colours, as grey values are
    assert estimate_noise(flat) == 0
    assert estimate_noise((flat + noise).astype(np.uint8)) == pytest.approx(10, abs=0.5)


def test_only_a_noisy_picture_is_smoothed() -> None:
    flat = np.full((60, 80, 3), 128, np.uint8)
    noisy = (flat + np.random.default_rng(0).normal(0, 15, flat.shape)).astype(np.uint8)
    assert denoise(flat) is flat
    assert denoise(noisy).std() < 0.5 * noisy.std()
    frame = Frame(flat, 2.0)
    assert denoise_frame(frame) is frame
    assert denoise_frame(Frame(noisy, 2.0)).time == 2.0
