"""Whole pictures varied: as by another camera, in another light, of the other hand.

The hand tracker then runs on each view, so that its landmarks are wrong in the ways in which trackers are wrong.
"""

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signread.types import Picture

VIEWS = 6
"""Of each picture: as it is, mirrored, and the others at random."""
MADE_UP_VIEWS = 2
"""Of each picture of made-up people, of which there may be as many as one likes."""

ROTATION = 22.0
"""Degrees."""
PERSPECTIVE = 0.12
"""How far each corner may be off, of width and height: a camera that looks from aside."""
SCALE = (0.45, 1.25)
GAMMA = 0.8
"""Of its logarithm."""
CONTRAST = (0.6, 1.3)
BRIGHTNESS = 0.12
TINT = 0.15
EXPOSURE = (1.2, 2.2)
"""Times the light; on 30% of the views: what is too light for the camera is lost."""
BLUR = (0.4, 1.6)
"""Pixels, standard deviation; on 40% of the views."""
NOISE = (0.01, 0.08)
"""Of the full range, standard deviation; on half of the views."""
QUALITY = (25, 80)
"""Of JPEG; on 40% of the views."""
LEAST_SIDE = 64
MIRRORED = 1
"""The number of the view that is the mirror image."""


def augmented(picture: Picture, number: int, random: np.random.Generator) -> Picture:
    """View 0 is the picture, (H, W, 3) uint8 RGB, view MIRRORED its mirror image, any other is drawn at random."""
    if number == 0:
        return picture
    if number == MIRRORED:
        return np.ascontiguousarray(picture[:, ::-1])
    if random.random() < 0.5:
        picture = np.ascontiguousarray(picture[:, ::-1])
    return _photometric(_geometric(picture, random), random)


def _geometric(picture: Picture, random: np.random.Generator) -> Picture:
    height, width = picture.shape[:2]
    angle = math.radians(random.uniform(-ROTATION, ROTATION))
    scale = math.exp(random.uniform(math.log(SCALE[0]), math.log(SCALE[1])))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    pulled: NDArray[Any] = corners + random.uniform(-PERSPECTIVE, PERSPECTIVE, (4, 2)) * [width, height]
    linear = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    centre = np.array([width / 2, height / 2])
    target = (pulled - centre) @ linear.T + centre * scale
    size = (max(int(width * scale), LEAST_SIDE), max(int(height * scale), LEAST_SIDE))
    move = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    warped = cv2.warpPerspective(picture, move, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(warped, np.uint8)


def _photometric(picture: Picture, random: np.random.Generator) -> Picture:
    light: NDArray[Any] = (picture.astype(np.float32) / 255) ** math.exp(random.uniform(-GAMMA, GAMMA))
    light = (light - 0.5) * random.uniform(*CONTRAST) + 0.5 + random.uniform(-BRIGHTNESS, BRIGHTNESS)
    light = light * random.uniform(1 - TINT, 1 + TINT, 3).astype(np.float32)
    if random.random() < 0.3:
        light = np.clip(light * random.uniform(*EXPOSURE), 0, 1)
    if random.random() < 0.4:
        light = cv2.GaussianBlur(light, (0, 0), random.uniform(*BLUR))
    if random.random() < 0.5:
        light = light + random.normal(0, random.uniform(*NOISE), light.shape).astype(np.float32)
    changed = (np.clip(light, 0, 1) * 255).astype(np.uint8)
    if random.random() < 0.4:
        quality = int(random.integers(*QUALITY))
        _, coded = cv2.imencode(".jpg", changed, [cv2.IMWRITE_JPEG_QUALITY, quality])
        decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
        changed = changed if decoded is None else decoded.astype(np.uint8)
    return changed
