"""Drawing a reading onto its picture."""

import cv2
import numpy as np

from signread.reader import Reading
from signread.recognition.crop import hand_box
from signread.skeleton.hand import OUTLINE
from signread.types import Picture, Points

Colour = tuple[int, int, int]

BOX_COLOUR = (64, 200, 255)
BONE_COLOUR = (255, 255, 255)
JOINT_COLOUR = (255, 140, 0)
TEXT_COLOUR = (255, 255, 255)
TENTATIVE_COLOUR = (150, 150, 150)
SHADE = 0.35
"""How much of the picture is left under the text, so that it reads on any background."""

TEXT_HEIGHT = 52
"""Pixels of a line of text, in a picture 480 pixels high."""
FONT = cv2.FONT_HERSHEY_SIMPLEX


def draw(
    reading: Reading, *, mirror: bool = False, text: str | None = None, aside: str = "", note: str = ""
) -> Picture:
    """A copy of the reading's picture with the box, the letter, its confidence and the text on it; (H, W, 3) uint8 RGB.

    mirror: turn the picture left to right, as a mirror does, before anything is written. text: what stands below, the
    last line of the reading's own text if left out; what may yet follow stands behind it in grey. aside: what stands
    behind that. note: a small line under it.
    """
    image = reading.frame.image[:, ::-1].copy() if mirror else reading.frame.image.copy()
    height, width = image.shape[:2]
    unit = max(min(height, width) / 480, 0.1)
    stroke = max(round(2 * unit), 1)
    if reading.hand is not None:
        left, top, box_width, box_height = hand_box(reading.hand)
        left = width - left - box_width if mirror else left
        corner = (left + box_width - 1, top + box_height - 1)
        cv2.rectangle(image, (left, top), corner, BOX_COLOUR, stroke)
        if reading.hand.has_points:
            _outline(image, reading.hand.points, mirror, stroke)
    band = min(round(84 * unit), height)
    image[:band] = (image[:band] * SHADE).astype(np.uint8)
    margin = round(16 * unit)
    if reading.letter is None:
        message = "no hand" if reading.hand is None else "no letter"
        _text(image, message, (margin, round(56 * unit)), 1.2 * unit, stroke)
    else:
        _text(image, reading.letter, (margin, round(66 * unit)), 2.2 * unit, 2 * stroke)
        after = 2 * margin + _width(reading.letter, 2.2 * unit, 2 * stroke)
        _text(image, f"{reading.confidence:.0%}", (after, round(56 * unit)), 1.2 * unit, stroke)
    lines = [([(note, TEXT_COLOUR)], 0.6)] if note else []
    spelled = (reading.text if text is None else text).rstrip("\n").rpartition("\n")[2]
    tentative = "".join(reading.tentative)
    pieces = [(spelled, TEXT_COLOUR), (tentative, TENTATIVE_COLOUR), (aside, TEXT_COLOUR)]
    if any(piece for piece, _ in pieces):
        lines.append((_fitting(pieces, width - 2 * margin, unit), 1.2))
    foot = sum(min(round(TEXT_HEIGHT * scale * unit), height) for *_, scale in lines)
    if foot:
        image[-foot:] = (image[-foot:] * SHADE).astype(np.uint8)
    below = height
    for line, scale in lines:
        x, y, thin = margin, below - round(16 * scale * unit), max(round(1.5 * unit), 1)
        for piece, colour in line:
            _text(image, piece, (x, y), scale * unit, thin, colour)
            x += _width(piece, scale * unit, thin)
        below -= round(TEXT_HEIGHT * scale * unit)
    return image


def _outline(image: Picture, points: Points, mirror: bool, stroke: int) -> None:
    flat = points[:, :2].copy()
    if mirror:
        flat[:, 0] = image.shape[1] - 1 - flat[:, 0]
    places = flat.round().astype(np.int32)
    for chain in OUTLINE:
        cv2.polylines(image, [places[list(chain)]], False, BONE_COLOUR, stroke, cv2.LINE_AA)
    for x, y in places.tolist():
        cv2.circle(image, (x, y), stroke + 1, JOINT_COLOUR, -1, cv2.LINE_AA)


def _fitting(pieces: list[tuple[str, Colour]], width: int, unit: float) -> list[tuple[str, Colour]]:
    """The end of a line of pieces that fits into the width."""
    line = "".join(piece for piece, _ in pieces)
    left_out = 0
    while left_out < len(line) and _width(line[left_out:], 1.2 * unit, max(round(1.5 * unit), 1)) > width:
        left_out += 1
    kept = []
    for piece, colour in pieces:
        kept.append((piece[left_out:], colour))
        left_out = max(left_out - len(piece), 0)
    return kept


def _width(text: str, scale: float, stroke: int) -> int:
    return int(cv2.getTextSize(text, FONT, scale, stroke)[0][0])


def _text(
    image: Picture,
    text: str,
    place: tuple[int, int],
    scale: float,
    stroke: int,
    colour: Colour = TEXT_COLOUR,
) -> None:
    cv2.putText(image, text, place, FONT, scale, colour, stroke, cv2.LINE_AA)
