"""The same pictures under worse conditions: what reading has to stand."""

from collections.abc import Callable

import cv2
import numpy as np

from signread.types import Picture

DARK, LIGHT = 0.4, 1.7
"""Times the grey values."""
NOISE = 15.0
"""Grey values, standard deviation."""
BLUR, HEAVY_BLUR = 0.005, 0.0125
"""Standard deviation, of the shorter side: 1.2 and 3 pixels of 240."""
ROTATION = 15.0
"""Degrees."""


def _times(factor: float) -> Callable[[Picture], Picture]:
    return lambda image: np.clip(image.astype(np.float32) * factor, 0, 255).astype(np.uint8)


def _noisy(image: Picture) -> Picture:
    noise = np.random.default_rng(0).normal(0, NOISE, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def _blurred(part: float) -> Callable[[Picture], Picture]:
    return lambda image: np.asarray(cv2.GaussianBlur(image, (0, 0), max(part * min(image.shape[:2]), 0.1)), np.uint8)


def _rotated(degrees: float) -> Callable[[Picture], Picture]:
    def rotated(image: Picture) -> Picture:
        height, width = image.shape[:2]
        move = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        return np.asarray(cv2.warpAffine(image, move, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)

    return rotated


def _halved(image: Picture) -> Picture:
    high, wide = (max(side // 2, 1) for side in image.shape[:2])
    return np.asarray(cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)


CORRUPTIONS: dict[str, Callable[[Picture], Picture]] = {
    "as it is": lambda image: image,
    "mirrored": lambda image: np.ascontiguousarray(image[:, ::-1]),
    f"darker, {DARK} times": _times(DARK),
    f"lighter, {LIGHT} times": _times(LIGHT),
    f"noisier, deviation {NOISE:.0f}": _noisy,
    f"blurred, {BLUR:.1%} of the side": _blurred(BLUR),
    f"heavily blurred, {HEAVY_BLUR:.2%}": _blurred(HEAVY_BLUR),
    f"turned left by {ROTATION:.0f} degrees": _rotated(ROTATION),
    f"turned right by {ROTATION:.0f} degrees": _rotated(-ROTATION),
    "half size": _halved,
}
"""Name: what it does to a picture, (H, W, 3) uint8 RGB."""
