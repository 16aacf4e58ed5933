"""Video clips of people spelling, each with its text: a folder with clips.csv."""

import codecs
import csv
import io
import logging
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from signread.errors import DataError
from signread.sources.animation import ANIMATED_SUFFIXES
from signread.sources.video import VIDEO_SUFFIXES

TABLE = "clips.csv"
EXPECTED = f"a folder with {TABLE}, whose columns are file and text"
DELIMITERS = ",;\t|"
"""Spreadsheets write semicolons where a comma stands in numbers."""
SEPARATORS = "/\\–—…_"
"""Marks between words; others stand within one."""
SUFFIXES = VIDEO_SUFFIXES | ANIMATED_SUFFIXES
SHOWN = 3
"""How many texts that were changed are named."""

log = logging.getLogger(__name__)


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
    text = _without_separator_line(_decoded(table))
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    changed: dict[str, str] = {}
    clips = []
    try:
        rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
        missing = {"file", "text"} - set(rows.fieldnames)
        if missing:
            raise DataError(f"{table}: has no column {' and '.join(sorted(missing))}; expected {EXPECTED}")
        for row in rows:
            cells = {name: value.strip() for name, value in row.items() if isinstance(value, str) and name}
            if any(cells.values()):
                clips.append(_clip(folder, rows.line_num, cells, changed))
    except csv.Error as error:
        raise DataError(f"{table}, line {rows.line_num}: no table ({error}); expected {EXPECTED}") from error
    if not clips:
        raise DataError(f"{table}: names no clip; expected {EXPECTED}")
    if changed:
        some = ", ".join(f"{before!r} is {after}" for before, after in list(changed.items())[:SHOWN])
        log.warning("%s: no hand spells punctuation, texts are taken without it: %d (%s)", table, len(changed), some)
    return clips


def spelled_text(text: str) -> str:
    """A text as hands spell it: capitals without accents and punctuation, as tools that count word errors have it.

    Digits stay: they have signs of their own, which are no letters.
    """
    spaced = "".join(" " if mark in SEPARATORS else mark for mark in text)
    plain = unicodedata.normalize("NFKD", spaced).upper()
    return " ".join("".join(mark for mark in plain if mark.isalnum() or mark.isspace()).split())


def _decoded(table: Path) -> str:
    try:
        data = table.read_bytes()
    except OSError as error:
        raise DataError(f"{table}: cannot be read ({error.strerror}); expected {EXPECTED}") from error
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide or b"\0" in data:
            raise DataError(f"{table}: cannot be read as text ({error}); save it as CSV in UTF-8") from error
    return data.decode("cp1252", "replace")  # what Windows writes


def _without_separator_line(text: str) -> str:
    first, _, others = text.partition("\n")
    return others if first.strip().lower().startswith("sep=") else text


def _clip(folder: Path, line: int, row: dict[str, str], changed: dict[str, str]) -> LabelledClip:
    where = f"{folder / TABLE}, row {line}"
    name, text = row.get("file"), row.get("text")
    if not name or text is None:
        raise DataError(f"{where}: found {row}, expected a file and a text")
    if not (folder / name).is_file():
        name = name.replace("\\", "/")
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise DataError(f"{where}: {name} lies outside of {folder}; expected a file in it")
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        raise DataError(f"{where}: {name} is no video that is there; expected one of {' '.join(sorted(SUFFIXES))}")
    pace = row.get("seconds_per_letter")
    try:
        seconds = float(pace.replace(",", ".")) if pace else None
    except ValueError as error:
        raise DataError(f"{where}: found {pace!r} seconds per letter, expected a number") from error
    if seconds is not None and not 0 < seconds < float("inf"):
        raise DataError(f"{where}: found {pace!r} seconds per letter, expected more than 0")
    spelled = spelled_text(text)
    if spelled != " ".join(text.upper().split()):
        changed[text] = spelled
    return LabelledClip(path, spelled, seconds)
