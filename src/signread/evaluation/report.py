"""What every report can do, and how its numbers are written."""

import json
import math
from pathlib import Path
from typing import Any, Protocol

from signread.files import write_atomically

PAIRS_SHOWN = 10


class Report(Protocol):
    """What an evaluation found."""

    def to_dict(self) -> dict[str, Any]:
        """Every figure, for JSON."""

    def to_markdown(self, *, figures: bool) -> str:
        """The report to read; with `figures` it shows the PNGs that lie beside it."""

    def draw(self, folder: Path) -> None:
        """Writes its figures as PNG. Raises MissingExtraError without the extra `report`."""


def save(report: Report, folder: Path) -> None:
    """Writes report.md, report.json and the figures into a folder."""
    report.draw(folder)
    write_atomically(folder / "report.md", report.to_markdown(figures=True))
    write_atomically(folder / "report.json", json.dumps(report.to_dict(), indent=2) + "\n")


def percent(value: float | None) -> str:
    """A fraction for a table, a dash where there is none."""
    return "-" if value is None else f"{value:.2%}"


def number(value: float) -> float | None:
    """A number for JSON, which has no NaN."""
    return None if math.isnan(value) else float(value)


def table_header(*columns: str) -> list[str]:
    """The first lines of a Markdown table, with an empty line before."""
    return ["", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
