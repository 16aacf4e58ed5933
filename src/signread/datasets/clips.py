"""Video clips of people spelling, each with its text: a folder with clips.csv."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from signread.errors import DataError
from signread.sources.video import VIDEO_SUFFIXES

TABLE = "clips.csv"
EXPECTED = f"a folder with {TABLE}, whose columns are file and text"
MARK = "\ufeff"
"""What spreadsheets put before their first column."""


@dataclass(frozen=True, slots=True)
class LabelledClip:
    """A video of somebody spelling.

    text: what is spelled, in capitals; empty where nobody spells. seconds_per_letter: how long each letter is shown,
    one after the other from the first frame on; None where that is not known.
    """

    path: Path
    text: str
    seconds_per_letter: float | None = None


def is_clips(path: Path) -> bool:
    return path.is_dir() and (path / TABLE).is_file()


def read_clips(folder: Path) -> list[LabelledClip]:
    """The clips of a folder. Raises DataError for a table that is none, and for a clip that is not there."""
    table = folder / TABLE
    try:
        text = table.read_text("utf-8").removeprefix(MARK)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{table}: cannot be read ({error}); expected {EXPECTED}") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        missing = {"file", "text"} - set(rows.fieldnames or ())
        if missing:
            raise DataError(f"{table}: has no column {' and '.join(sorted(missing))}; expected {EXPECTED}")
        clips = [_clip(folder, number, row) for number, row in enumerate(rows, 2)]
    except csv.Error as error:
        raise DataError(f"{table}, line {rows.line_num}: no table ({error}); expected {EXPECTED}") from error
    if not clips:
        raise DataError(f"{table}: names no clip; expected {EXPECTED}")
    return clips


def _clip(folder: Path, number: int, row: dict[str, str | None]) -> LabelledClip:
    where = f"{folder / TABLE}, row {number}"
    name, text = row["file"], row["text"]
    if not name or text is None:
        raise DataError(f"{where}: found {row}, expected a file and a text")
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise DataError(f"{where}: {name} lies outside of {folder}; expected a file in it")
    if path.suffix.lower() not in VIDEO_SUFFIXES or not path.is_file():
        raise DataError(
            f"{where}: {name} is no video that is there; expected one of {' '.join(sorted(VIDEO_SUFFIXES))}"
        )
    pace = row.get("seconds_per_letter")
    try:
        seconds = float(pace) if pace else None
    except ValueError as error:
        raise DataError(f"{where}: found {pace!r} seconds per letter, expected a number") from error
    if seconds is not None and not 0 < seconds < float("inf"):
        raise DataError(f"{where}: found {pace!r} seconds per letter, expected more than 0")
    return LabelledClip(path, " ".join(text.upper().split()), seconds)
