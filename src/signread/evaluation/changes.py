"""The same pictures under worse conditions: what reading has to stand."""

from collections.abc import Callable

import cv2
import numpy as np

DARK, LIGHT = 0.4, 1.7
"""Times the grey values."""
NOISE = 15.0
"""Grey values, standard deviation."""
BLUR, HEAVY_BLUR = 0.005, 0.0125
"""Standard deviation, of the shorter side: 1.2 and 3 pixels of 240."""
TURN = 15.0
"""Degrees."""


def _times(factor: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda image: np.clip(image.astype(np.float32) * factor, 0, 255).astype(np.uint8)


def _noisy(image: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(0).normal(0, NOISE, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def _blurred(part: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda image: cv2.GaussianBlur(image, (0, 0), max(part * min(image.shape[:2]), 0.1))


def _turned(degrees: float) -> Callable[[np.ndarray], np.ndarray]:
    def turned(image: np.ndarray) -> np.ndarray:
        height, width = image.shape[:2]
        move = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        return cv2.warpAffine(image, move, (width, height), borderMode=cv2.BORDER_REPLICATE)

    return turned


def _halved(image: np.ndarray) -> np.ndarray:
    high, wide = (max(side // 2, 1) for side in image.shape[:2])
    return cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA)


CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "as it is": lambda image: image,
    "mirrored": lambda image: np.ascontiguousarray(image[:, ::-1]),
    f"darker, {DARK} times": _times(DARK),
    f"lighter, {LIGHT} times": _times(LIGHT),
    f"noisier, deviation {NOISE:.0f}": _noisy,
    f"blurred, {BLUR:.1%} of the side": _blurred(BLUR),
    f"heavily blurred, {HEAVY_BLUR:.2%}": _blurred(HEAVY_BLUR),
    f"turned left by {TURN:.0f} degrees": _turned(TURN),
    f"turned right by {TURN:.0f} degrees": _turned(-TURN),
    "half size": _halved,
}
"""Name: what it does to a picture, (H, W, 3) uint8 RGB."""
