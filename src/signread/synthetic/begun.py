"""A folder that is filled bit by bit, and goes on where it was interrupted."""

import json
from collections.abc import Mapping
from pathlib import Path

from signread.errors import DataError
from signread.files import write_atomically

ABOUT = "about.json"


def begin(folder: Path, settings: Mapping[str, object]) -> None:
    """Makes the folder and notes how its files are made.

    Raises DataError where they were made otherwise before, naming what differs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    about = folder / ABOUT
    try:
        before = dict(json.loads(about.read_text("utf-8")))
    except FileNotFoundError:
        write_atomically(about, json.dumps(settings, indent=2) + "\n")
        return
    except (OSError, ValueError, TypeError) as error:
        raise DataError(f"{about}: damaged ({error}); name another folder with --out") from error
    for name, value in settings.items():
        if before.get(name) != value:
            raise DataError(
                f"{folder}: was begun with {name} {before.get(name)}, not {value}; name another folder with --out"
            )
