"""How grainy a picture is: hands are lost in noise."""

import math

import cv2
import numpy as np

GRAINY = 6.0
"""Grey values, the noise from which on a picture is smoothed first: hands are lost in grain, hardly ever in blur."""
SMOOTHING = 1.0
"""Pixels, standard deviation."""
LAPLACIANS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
"""The difference of two Laplacians, blind to edges and ramps."""


def grain(image: np.ndarray) -> float:
    """The standard deviation of a picture's noise in grey values, by the middle half of its rows.

    Immerkær, Fast Noise Variance Estimation, 1996.
    """
    height = image.shape[0]
    grey = cv2.cvtColor(image[height // 4 : height - height // 4], cv2.COLOR_RGB2GRAY)
    differences = cv2.filter2D(grey, cv2.CV_32F, LAPLACIANS)
    return float(np.abs(differences).mean()) * math.sqrt(math.pi / 2) / 6


def without_grain(image: np.ndarray) -> np.ndarray:
    """The picture, (H, W, 3) uint8, smoothed where it is grainy."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SMOOTHING)) if grain(image) > GRAINY else image
