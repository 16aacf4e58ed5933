"""The handshapes of a manual alphabet as joint angles, from a table that a person can read and write."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from signread.errors import DataError

DIGITS = ("thumb", "index", "middle", "ring", "little")
_FINGER = ("mcp", "pip", "dip", "spread")
ANGLES: Mapping[str, tuple[str, ...]] = {
    "thumb": ("radial", "palmar", "roll", "mcp", "ip"),
    **dict.fromkeys(DIGITS[1:], _FINGER),
}
"""Of each digit, in the order in which a handshape has them."""
SPREAD = _FINGER.index("spread")
MOST_ANGLES = max(map(len, ANGLES.values()))
WRIST = ("lean", "tip", "turn")
LIMITS = {
    "radial": (-40.0, 95.0),
    "palmar": (-15.0, 80.0),
    "roll": (-60.0, 60.0),
    "ip": (-25.0, 90.0),
    "mcp": (-25.0, 100.0),
    "pip": (-10.0, 125.0),
    "dip": (-15.0, 90.0),
    "spread": (-30.0, 30.0),
    "lean": (-100.0, 110.0),
    "tip": (-60.0, 180.0),
    "turn": (-180.0, 180.0),
}
"""What a hand can do, in degrees, and somewhat more."""
PLACES = ("near", "mid", "far", "tip")
"""Along a digit: its three bones, and its end. A thumb's first bone is in the palm."""
SIDES = ("front", "back", "thumbwards", "littlewards")
"""Of a bone, when the digit is straight."""
PATH = ("part", *WRIST, "right", "up")
"""Of the way, 0 to 1; degrees; palms, as a viewer sees a right hand."""
FARTHEST = 10.0
AMERICAN_TABLE = "american.toml"


@dataclass(frozen=True, slots=True, eq=False)
class Handshape:
    """One way of holding a letter, as a right hand does it.

    angles: (5, 5) degrees, thumb first, as `ANGLES` names them; a finger's fifth is 0. wrist: degrees by which the hand
    leans to the little finger's side, tips to the viewer, and then turns about the forearm, from upright with the palm
    to the viewer. touches: spots that lie on one another, as `index far front`. share: how common it is beside the
    letter's other variants. spread: standard deviation of the angles from hand to hand, in degrees. path: of a letter
    that moves, rows of `PATH`, from its begin to its end; the wrist's angles are added to `wrist`.
    """

    letter: str
    variant: str
    angles: NDArray[Any]
    wrist: tuple[float, float, float]
    touches: tuple[tuple[str, str], ...]
    share: float
    spread: float
    path: tuple[tuple[float, ...], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.letter} {self.variant}"


def american() -> list[Handshape]:
    """The letters A to Z and the digits 0 to 9 of American Sign Language, with their variants."""
    return _handshapes(
        resources.files("signread.handshapes").joinpath(AMERICAN_TABLE).read_text("utf-8"), AMERICAN_TABLE
    )


def read_handshapes(file: Path) -> list[Handshape]:
    """The handshapes of a table of one's own.

    Raises DataError naming the file, the handshape and the angle when the table is none or a hand cannot do it.
    """
    try:
        return _handshapes(file.read_text("utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read: {error}") from error


def _handshapes(text: str, name: str) -> list[Handshape]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: not a TOML file: {error}") from error
    rows = dict(_rows(table, name))
    return [_handshape(f"{name}: [{'.'.join(key)}]", key, _completed(key, rows, name)) for key in rows]


def _rows(table: dict[str, Any], name: str) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for letter, variants in table.items():
        for variant, row in variants.items() if isinstance(variants, dict) else ():
            if not isinstance(row, dict):
                raise DataError(f"{name}: [{letter}]: a handshape has a letter and a variant, as [{letter}.usual]")
            yield (letter, variant), row
        if not isinstance(variants, dict) or not variants:
            raise DataError(f"{name}: {letter}: found {variants!r} where a handshape should be, as [{letter}.usual]")


def _completed(key: tuple[str, str], rows: dict[tuple[str, str], dict[str, Any]], name: str) -> dict[str, Any]:
    """A row with what it takes from the one that it is like."""
    row, followed = rows[key], {key}
    while "like" in row:
        other = tuple(str(row["like"]).split("."))
        if other not in rows or other in followed:
            raise DataError(f"{name}: [{'.'.join(key)}]: like = {row['like']!r}: there is no such handshape above")
        followed.add(other)
        row = rows[other] | {what: value for what, value in row.items() if what != "like"}
    return row


def _handshape(where: str, key: tuple[str, str], row: dict[str, Any]) -> Handshape:
    known = {*DIGITS, "wrist", "touches", "share", "spread", "path"}
    if unknown := set(row) - known:
        raise DataError(f"{where}: unknown: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    angles = np.zeros((len(DIGITS), MOST_ANGLES))
    for digit, finger in enumerate(DIGITS):
        values = _degrees(f"{where} {finger}", row.get(finger), ANGLES[finger])
        angles[digit, : len(values)] = values
    lean, tip, turn = _degrees(f"{where} wrist", row.get("wrist", [0, 0, 0]), WRIST)
    touches = row.get("touches", [])
    if not isinstance(touches, list) or not all(isinstance(one, list) and len(one) == 2 for one in touches):
        raise DataError(f'{where}: touches = {touches!r}: should be pairs of spots, as [["thumb tip", "index tip"]]')
    pairs = tuple((_spot(where, one), _spot(where, other)) for one, other in touches)
    share, spread = (_positive(where, what, row.get(what, usual)) for what, usual in (("share", 1.0), ("spread", 5.0)))
    return Handshape(
        letter=key[0],
        variant=key[1],
        angles=angles,
        wrist=(lean, tip, turn),
        touches=pairs,
        share=share,
        spread=spread,
        path=_path(where, row.get("path", [])),
    )


def _path(where: str, rows: Any) -> tuple[tuple[float, ...], ...]:
    if rows == []:
        return ()
    fits = isinstance(rows, list) and all(isinstance(row, list) and len(row) == len(PATH) for row in rows)
    if not fits or not all(_is_number(value) for row in rows for value in row):
        raise DataError(f"{where}: path = {rows!r}: should be rows of {len(PATH)} numbers: {', '.join(PATH)}")
    parts = [row[0] for row in rows]
    if parts[0] != 0 or parts[-1] != 1 or parts != sorted(set(parts)):
        raise DataError(f"{where}: path: its parts of the way are {parts}; should rise from 0 to 1")
    far = [value for row in rows for value in row[1 + len(WRIST) :] if abs(value) > FARTHEST]
    if far:
        raise DataError(f"{where}: path: {far[0]:g} palms to the side; should be {FARTHEST:g} at most")
    return tuple(tuple(float(value) for value in row) for row in rows)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _degrees(where: str, values: object, names: tuple[str, ...]) -> list[float]:
    if not isinstance(values, list) or len(values) != len(names):
        raise DataError(f"{where} = {values!r}: should be {len(names)} angles in degrees: {', '.join(names)}")
    for name, value in zip(names, values, strict=True):
        least, most = LIMITS[name]
        if not _is_number(value) or not least <= value <= most:
            raise DataError(f"{where}: {name} = {value!r}: a hand can do {least:g} to {most:g} degrees")
    return [float(value) for value in values]


def _spot(where: str, spot: object) -> str:
    words = str(spot).split()
    fits = len(words) in (2, 3) and words[0] in (*DIGITS, "palm") and words[1] in (*PLACES, *SIDES)
    if not fits or (len(words) == 3 and (words[1] == "tip" or words[2] not in SIDES)):
        example = "as `index far front`, `thumb tip` or `palm front`"
        raise DataError(f"{where}: {spot!r} is no spot of a hand, {example}")
    return str(spot)


def _positive(where: str, name: str, value: object) -> float:
    if not _is_number(value) or not 0 < value < 1000:
        raise DataError(f"{where}: {name} = {value!r}: should be a number above 0")
    return float(value)
