"""The tutorial's way: no search at all, the hand is taken to be in the middle of the picture."""

import cv2
import numpy as np

from signread.frames import Frame
from signread.hands import HandView

NO_LANDMARKS = np.full((21, 3), np.nan, np.float32)
NO_LANDMARKS.setflags(write=False)


class CentreFinder:
    """Cuts the largest centred square out of a frame, makes it grey and scales it to `size` x `size` pixels.

    This is how Sign Language MNIST itself was made, except that there a person held the hand into the square. It reads
    few real webcam frames: a hand is seldom in the middle and never fills the picture.
    """

    def __init__(self, size: int) -> None:
        self.size = size

    def find(self, frame: Frame) -> HandView:
        height, width = frame.image.shape[:2]
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        square = cv2.cvtColor(frame.image[top : top + side, left : left + side], cv2.COLOR_RGB2GRAY)
        shrinks = side > self.size
        crop = cv2.resize(square, (self.size, self.size), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        return HandView(crop, (left, top, side, side), NO_LANDMARKS, 0)
