"""How a picture lies in its file, and turning it as it is shown."""

import struct
from typing import Any, cast

import cv2
import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

from signread.types import Picture

Matrix = tuple[int, int, int, int]
"""Where a picture's axes go: those to the right and down each as (right, down), in 16.16 fixed point."""


def display_matrix(frame: VideoFrame) -> Matrix | None:
    """The frame's display matrix (ISO 14496-12, 8.3.2) without its shift; None where it has none."""
    data: Any = cast(Any, frame.side_data).get(Type.DISPLAYMATRIX)
    if data is None or len(raw := bytes(data)) < 36:
        return None
    a, b, _, c, d, *_ = struct.unpack("=9i", raw[:36])
    return a, b, c, d


def turned_upright(image: Picture, matrix: Matrix | None) -> Picture:
    """The picture, (H, W, 3), turned and mirrored by a display matrix, to the nearest quarter turn."""
    if matrix is None or not any(matrix):
        return image
    a, b, c, d = matrix
    if abs(b) + abs(c) > abs(a) + abs(d):  # rows become columns
        image = np.asarray(cv2.transpose(image), np.uint8)
        across, down = c < 0, b < 0
    else:
        across, down = a < 0, d < 0
    if not across and not down:
        return image
    return np.asarray(cv2.flip(image, -1 if across and down else 1 if across else 0), np.uint8)
