"""The crop: what a letter network sees of the picture, a square around the hand."""

import cv2
import numpy as np

from signread.types import Box, Hand, Picture, Points

CROP_SCALE = 1.25
"""Side of the square, in longer sides of the box around the points: fingertips are thicker than their points."""
LEAST_SIDE = 8.0
"""Picture pixels; points can fall together in one."""


def hand_box(hand: Hand) -> Box:
    """The square that is cut for a hand: left, top, width, height in whole picture pixels."""
    if hand.box is not None:
        return hand.box
    left, top, side = _square(hand.points, CROP_SCALE)
    return round(left), round(top), round(side), round(side)


def cut_hand(image: Picture, hand: Hand, size: int) -> Picture:
    """The crop of a hand, (size, size) uint8 grey. image: (H, W, 3) uint8 RGB; what lies outside of it is black."""
    if hand.box is not None:
        return _cut_box(image, hand.box, size)
    return cut_around(image, hand.points, size)


def cut_around(image: Picture, points: Points, size: int, scale: float = CROP_SCALE) -> Picture:
    """A square crop centred on the box around points, (P, 3) in picture pixels; (size, size) uint8 grey.

    scale: side of the square, in longer sides of that box.
    """
    left, top, side = _square(points, scale)
    return cut_square(image, left, top, side, size)


def _square(points: Points, scale: float) -> tuple[float, float, float]:
    low, high = np.nanmin(points[:, :2], axis=0), np.nanmax(points[:, :2], axis=0)
    side = max(float((high - low).max()) * scale, LEAST_SIDE)
    left, top = (low + high) / 2 - side / 2
    return float(left), float(top), side


def _cut_box(image: Picture, box: Box, size: int) -> Picture:
    left, top, width, height = box
    part = image[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)]
    if not part.size:
        return np.zeros((size, size), np.uint8)
    shrinks = min(part.shape[:2]) > size
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, (size, size), interpolation=interpolation), np.uint8)


def cut_square(image: Picture, left: float, top: float, side: float, size: int) -> Picture:
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
    return np.asarray(cv2.warpAffine(grey, move, (size, size), flags=cv2.INTER_LINEAR), np.uint8)
