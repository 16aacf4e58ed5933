"""How noisy a picture is, and smoothing where it is: hands are lost in noise, hardly ever in blur."""

import math
from dataclasses import replace

import cv2
import numpy as np

from signread.types import Frame, Picture

NOISE_THRESHOLD = 6.0
"""Grey values, the noise above which a picture is smoothed first."""
SMOOTHING = 1.0
"""Pixels, standard deviation."""
LAPLACIANS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
"""The difference of two Laplacians, blind to edges and ramps."""


def estimate_noise(image: Picture) -> float:
    """The standard deviation of a picture's noise in grey values, by the middle half of its rows.

    Immerkær, Fast Noise Variance Estimation, 1996.
    """
    height = image.shape[0]
    grey = cv2.cvtColor(image[height // 4 : height - height // 4], cv2.COLOR_RGB2GRAY)
    differences = cv2.filter2D(grey, cv2.CV_32F, LAPLACIANS)
    return float(np.abs(differences).mean()) * math.sqrt(math.pi / 2) / 6


def denoise(image: Picture) -> Picture:
    """The picture, (H, W, 3) uint8, smoothed where it is noisy, and itself where it is not."""
    noisy = estimate_noise(image) > NOISE_THRESHOLD
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SMOOTHING), np.uint8) if noisy else image


def denoise_frame(frame: Frame) -> Frame:
    """The frame with its picture smoothed where it is noisy."""
    image = denoise(frame.image)
    return frame if image is frame.image else replace(frame, image=image)
