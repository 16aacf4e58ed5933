"""The crop: a square cut around the landmarks."""

import cv2
import numpy as np

SIDE = 1.25
"""Side of the square, in longer sides of the box around the landmarks: fingertips are thicker than their landmarks."""
LEAST_SIDE = 8.0
"""Picture pixels; landmarks can fall together in one point."""


def cut_crop(
    image: np.ndarray, landmarks: np.ndarray, size: int, times: float = SIDE
) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """The crop of a hand, (size, size) uint8 grey, and its box: left, top, width, height in picture pixels.

    image: (H, W, 3) uint8 RGB. landmarks: (21, 3) in picture pixels. times: its side, in longer sides of their box.
    What lies outside the picture is black.
    """
    low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    side = max(float((high - low).max()) * times, LEAST_SIDE)
    left, top = (low + high) / 2 - side / 2
    box = (round(float(left)), round(float(top)), round(side), round(side))
    return cut_square(image, float(left), float(top), side, size), box


def cut_square(image: np.ndarray, left: float, top: float, side: float, size: int) -> np.ndarray:
    """A square of the picture at any place, made grey and scaled to (size, size) uint8; black outside the picture."""
    height, width = image.shape[:2]
    # Only what is needed is made grey, and made smaller before it is moved by parts of a pixel.
    reach = max(int(side / size), 1)
    x0, y0 = max(int(left) - 2 * reach, 0), max(int(top) - 2 * reach, 0)
    x1, y1 = min(int(left + side) + 2 * reach + 1, width), min(int(top + side) + 2 * reach + 1, height)
    if x0 >= x1 or y0 >= y1:
        return np.zeros((size, size), np.uint8)
    grey = cv2.cvtColor(image[y0:y1, x0:x1], cv2.COLOR_RGB2GRAY)
    left, top = left - x0, top - y0
    scale = size / side
    if scale < 1:
        shape = (max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1))
        across, down = shape[0] / grey.shape[1], shape[1] / grey.shape[0]
        grey = cv2.resize(grey, shape, interpolation=cv2.INTER_AREA)
    else:
        across = down = 1.0
    # Pixel centres: x in the picture is (x + 0.5) * k - 0.5 in the crop.
    kx, ky = scale / across, scale / down
    move = np.array([[kx, 0, (0.5 - left * across) * kx - 0.5], [0, ky, (0.5 - top * down) * ky - 0.5]], np.float32)
    return cv2.warpAffine(grey, move, (size, size), flags=cv2.INTER_LINEAR)
