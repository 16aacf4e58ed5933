"""The tables of Sign Language MNIST: how they are written, and everything that can be wrong in one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from signread.datasets.mnist_files import CsvFile
from signread.handshapes.alphabet import LETTERS, STATIC_LABELS

IMAGE_SIZE = 28
COLUMNS = ("label", *(f"pixel{number}" for number in range(1, IMAGE_SIZE * IMAGE_SIZE + 1)))
HEADER = ",".join(COLUMNS).encode()
LONGEST_HEADER = 4 * len(HEADER)
DELIMITERS = (b",", b";", b"\t")
"""Spreadsheets write semicolons where a comma stands in numbers."""
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a zip", b"\x1f\x8b": "gzip"}
"""How files begin that are no plain text."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file. row: counted from 1 after the header, 0 for the header. column: its name, or ''.

    count: how many like it there are, where they are summed up.
    """

    row: int
    column: str
    found: str
    expected: str
    count: int = 1

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "header"
        place += f", column {self.column}" if self.column else ""
        more = f"; and {self.count - 1:,} more like it" if self.count > 1 else ""
        return f"{place}: found {self.found}, expected {self.expected}{more}"


def read_header(stream: IO[bytes]) -> tuple[bytes, bytes | None]:
    """The first line, and by what its columns are divided; None for the latter where it is not that of such a table."""
    line = stream.readline(LONGEST_HEADER).removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
    if line.lower().startswith(b"sep="):
        line = stream.readline(LONGEST_HEADER).rstrip(b"\r\n")
    for delimiter in DELIMITERS:
        names = [name.strip(b' "').lower() for name in line.split(delimiter)]
        if b",".join(names) == HEADER:
            return line, delimiter
    return line, None


def summed_up(faults: Iterator[Fault], most: int) -> list[Fault]:
    """The first fault of each kind with the number of those like it, at most so many kinds; others are only counted."""
    kinds: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        column = "pixel" if fault.column.startswith("pixel") else fault.column
        kind = (column, fault.expected) if len(kinds) < most else ("", "")
        first = kinds.get(kind, fault)
        kinds[kind] = Fault(first.row, first.column, first.found, first.expected, first.count + (kind in kinds))
    return list(kinds.values())


def faults(file: CsvFile) -> Iterator[Fault]:
    """Everything that is wrong in a CSV file, in the order of its rows. After a wrong header it looks no further."""
    good_values = {str(value).encode() for value in range(256)}
    good_labels = {str(label).encode() for label in STATIC_LABELS}
    with file.open() as stream:
        header, delimiter = read_header(stream)
        if delimiter is None:
            yield _header_fault(header)
            return
        row = 0
        for row, line in enumerate(stream, start=1):
            fields = line.rstrip(b"\r\n").split(delimiter)
            if not any(field.strip() for field in fields):
                continue  # spreadsheets leave empty rows behind
            if len(fields) != len(COLUMNS):
                yield Fault(
                    row, "", f"{len(fields)} values", f"{len(COLUMNS)} (a label and {IMAGE_SIZE * IMAGE_SIZE} pixels)"
                )
                continue
            if fields[0] in good_labels and good_values.issuperset(fields[1:]):
                continue
            yield from _value_faults(row, fields)
        if row == 0:
            yield Fault(0, "", "no row after it", "one row a picture")


def _header_fault(header: bytes) -> Fault:
    expected = "label,pixel1,...,pixel784"
    if not header:
        return Fault(0, "", "an empty file", expected)
    kind = next((kind for mark, kind in MARKS.items() if header.startswith(mark)), None)
    if kind == "UTF-16":
        return Fault(0, "", "UTF-16, bytes that are no text here", f"{expected} in plain text; save it as CSV in UTF-8")
    if kind is not None or not re.fullmatch(rb"[\x20-\x7e\t]*", header):
        return Fault(0, "", "bytes that are no text", expected)
    names = header.decode().split(",")
    if len(names) == len(COLUMNS):
        column, name = next((a, b) for a, b in zip(COLUMNS, names, strict=True) if a != b)
        return Fault(0, column, _quoted(name), expected)
    return Fault(0, "", f"{_quoted(header.decode())} ({len(names)} columns)", f"{expected} ({len(COLUMNS)} columns)")


def _value_faults(row: int, fields: list[bytes]) -> Iterator[Fault]:
    if _are_fractions(fields[1:]):
        yield Fault(
            row, "", "decimals from 0 to 1, as of a division by 255", "whole numbers in 0..255; multiply by 255"
        )
        return
    for column, field in zip(COLUMNS, fields, strict=True):
        text = field.decode(errors="replace").strip()
        whole = re.fullmatch(r"([0-9]{1,9})(?:\.0*)?", text)
        number = int(whole[1]) if whole else None
        if column == "label":
            if number not in STATIC_LABELS:
                unseen = f" ({LETTERS[number]} is a movement)" if number in (9, 25) else ""
                yield Fault(row, column, _quoted(text) + unseen, "a label of a static letter, 0..24 without 9")
        elif number is None or number > 255:
            yield Fault(row, column, _quoted(text), "a whole number in 0..255")


def _are_fractions(pixels: list[bytes]) -> bool:
    """Whether all pixels are numbers from 0 to 1, and not all of them whole."""
    try:
        values = [float(pixel) for pixel in pixels]
    except ValueError:
        return False
    return all(0 <= value <= 1 for value in values) and any(0 < value < 1 for value in values)


def _quoted(text: str) -> str:
    longest = 40
    return repr(text if len(text) <= longest else text[:longest] + "...")
