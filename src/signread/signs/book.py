"""One's own signs in a file: landmarks alone, no pictures. The page reads and writes the same.

JSON: `signread_signs`, its version; `signs`, each with its name and `examples`. Of an example `duration`, in seconds,
and `points`: base64 of STEPS x 100 whole numbers of two bytes, the lowest first, `SCALE` times what a `Sample` has:
both hands, then the body, then where the hands were seen.
"""

import base64
import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from signread.errors import DataError
from signread.files import write_atomically
from signread.signs.sequence import BODY_PLACES, STEPS, Array, Sample
from signread.skeleton import HAND

OWN_SIGNS = "SIGNREAD_SIGNS"
"""The environment variable that names the file of one's own signs."""
NO_SIGNS = "no signs yet; record one: signread signs record NAME CLIP..."

VERSION = 1
SCALE = 4000
"""Of a shoulder width: places up to 8 of them away, to a quarter of a thousandth."""
LONGEST_NAME = 40
"""Characters."""
MOST_EXAMPLES = 50
"""Of a sign."""
HANDS, BODY = 2 * len(HAND) * 2, 2 * len(BODY_PLACES)
"""Numbers of a step."""
NUMBERS = HANDS + BODY + 2


@dataclass(frozen=True, slots=True)
class SignBook:
    """Signs by name, each with its examples, in the order in which they were added. It never changes."""

    signs: Mapping[str, tuple[Sample, ...]]

    def __len__(self) -> int:
        return len(self.signs)

    def find(self, name: str) -> str | None:
        """The name as it stands here, whatever its capitals; None where there is no such sign."""
        wanted = checked_name(name).casefold()
        return next((known for known in self.signs if known.casefold() == wanted), None)

    def add(self, name: str, examples: Iterable[Sample]) -> "SignBook":
        """With examples more of a sign. Raises DataError for a name that cannot be one, and for too many examples."""
        known = self.find(name) or checked_name(name)
        together = (*self.signs.get(known, ()), *examples)
        if len(together) > MOST_EXAMPLES:
            raise DataError(
                f"{known}: {len(together)} examples, expected at most {MOST_EXAMPLES}; three to five will do"
            )
        return SignBook({**self.signs, known: together})

    def remove(self, name: str) -> "SignBook":
        """Without a sign. Raises DataError where there is none of that name."""
        known = self.find(name)
        if known is None:
            raise DataError(f"{name}: no such sign; there are {', '.join(self.signs) or 'none yet'}")
        return SignBook({one: examples for one, examples in self.signs.items() if one != known})

    def merge(self, other: "SignBook") -> "SignBook":
        """With the signs of another; of one that both have, the examples of both, each once."""
        merged = self
        for name, examples in other.signs.items():
            known = self.find(name)
            there = {_packed(one) for one in self.signs[known]} if known else set()
            merged = merged.add(name, [one for one in examples if _packed(one) not in there])
        return merged

    def to_json(self) -> str:
        return json.dumps(
            {
                "signread_signs": VERSION,
                "signs": [
                    {
                        "name": name,
                        "examples": [{"duration": round(one.duration, 3), "points": _packed(one)} for one in examples],
                    }
                    for name, examples in self.signs.items()
                ],
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str, name: str = "signs") -> "SignBook":
        """The signs that `to_json` wrote. name: of the file, for errors.

        Raises DataError for any other text, and for one of a newer version.
        """
        try:
            document = json.loads(text)
            version = document["signread_signs"]
            if isinstance(version, int) and version > VERSION:
                raise DataError(f"{name}: signs of version {version}, this signread knows {VERSION}; update signread")
            if version != VERSION:
                raise DataError(f"{name}: signs of version {version!r}, expected {VERSION}")
            book = cls({})
            for sign in document["signs"]:
                book = book.add(sign["name"], [_sample(one) for one in sign["examples"]])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DataError(
                f"{name}: not a file of signs, or damaged ({type(error).__name__}: {str(error)[:100]}); expected what "
                "`signread signs export` or the page writes"
            ) from error
        return book

    @classmethod
    def load(cls, path: Path) -> "SignBook":
        """The signs in a file. Raises DataError where it is none."""
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            raise DataError(f"{path}: cannot be read as signs ({reason})") from error
        return cls.from_json(text, str(path))

    @classmethod
    def own(cls, path: Path | None = None, *, needed: bool = False) -> "SignBook":
        """One's own signs; none yet where there is no file, unless that was named.

        needed: whether it is an error that there are none. Raises DataError.
        """
        file = own_file(path)
        book = cls.load(file) if file.exists() or path is not None else cls({})
        if needed and not len(book):
            raise DataError(f"{file}: {NO_SIGNS}")
        return book

    def save(self, path: Path) -> None:
        """Writes them, all or nothing. Raises OutputError."""
        write_atomically(path, self.to_json() + "\n")


def own_file(path: Path | None = None) -> Path:
    """The file of one's own signs: the one that is named, $SIGNREAD_SIGNS, or the one in the user's data folder."""
    named = path or os.environ.get(OWN_SIGNS)
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("signread")) / "signs.json"


def checked_name(name: str) -> str:
    """A sign's name, as it is kept. Raises DataError for one that is empty, too long, unprintable or a letter."""
    plain = " ".join(unicodedata.normalize("NFC", name).split()) if isinstance(name, str) else ""
    if not plain or not plain.isprintable():
        raise DataError(f"{name!r}: cannot be a sign's name; expected printable characters")
    if len(plain) > LONGEST_NAME:
        raise DataError(f"{plain[:LONGEST_NAME]}...: {len(plain)} characters, expected at most {LONGEST_NAME}")
    if len(plain) == 1 and plain.isalnum():
        raise DataError(f"{plain}: would be taken for a letter that is spelled; expected a word")
    return plain


def _packed(sample: Sample) -> str:
    steps = np.concatenate(
        [sample.hands.reshape(STEPS, -1), sample.body.reshape(STEPS, -1), sample.seen], axis=1, dtype=np.float64
    )
    whole = np.clip(np.round(steps * SCALE), -(2**15) + 1, 2**15 - 1).astype("<i2")
    return base64.b64encode(whole.tobytes()).decode("ascii")


def _sample(document: Mapping[str, Any]) -> Sample:
    duration = float(document["duration"])
    whole = np.frombuffer(base64.b64decode(document["points"], validate=True), "<i2")
    if whole.size != STEPS * NUMBERS or not 0 <= duration < float("inf"):
        raise ValueError(f"an example of {whole.size} numbers and {duration} s, expected {STEPS * NUMBERS}")
    steps: Array = whole.reshape(STEPS, NUMBERS).astype(np.float32) / np.float32(SCALE)
    return Sample(
        hands=steps[:, :HANDS].reshape(STEPS, 2, len(HAND), 2),
        body=steps[:, HANDS : HANDS + BODY].reshape(STEPS, len(BODY_PLACES), 2),
        seen=steps[:, HANDS + BODY :].copy(),
        duration=duration,
    )
