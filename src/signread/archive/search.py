"""Words in an archive, with one wrong letter allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from signread.archive.jobs import Row, Settings, transcript_file
from signread.archive.store import parts, read_part
from signread.errors import DataError
from signread.language.correction import as_spelled
from signread.transcript import Transcript

SHORT = 3
"""Letters up to which a word must be as it was asked for: with one wrong letter nearly all would be."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a video. begin, end: seconds. wrong: letters by which it differs, 0 or 1."""

    path: str
    begin: float
    end: float
    word: str
    wrong: int


def search(folder: str | Path, word: str) -> Iterator[Found]:
    """Where a word was spelled, video by video. Raises DataError for what is no archive, or no word."""
    wanted = "".join(character for character in word.upper() if character.isalnum())
    if not wanted:
        raise DataError(f"{word!r}: no letter to look for")
    folder = Path(folder)
    tables = parts(folder)
    if not tables:
        raise DataError(f"{folder}: no archive; `signread archive VIDEOS --out {folder}` makes one")
    for part in tables:
        rows, made_by = read_part(part)
        for row in rows:
            if any(_wrong(spelled, wanted) is not None for spelled in row.text.split()):
                yield from _in_video(folder, row, made_by, wanted)


def _in_video(folder: Path, row: Row, made_by: str, wanted: str) -> Iterator[Found]:
    file = transcript_file(folder, row, Settings.from_json(made_by))
    try:
        transcript = Transcript.from_json(file.read_text(encoding="utf-8"))
    except (OSError, DataError) as error:
        raise DataError(f"{file}: the transcript of {row.path} cannot be read ({error})") from error
    for letters in transcript.words:
        spelled = as_spelled(letters)
        wrong = _wrong(spelled, wanted)
        if wrong is not None:
            yield Found(row.path, letters[0].begin, letters[-1].end, spelled, wrong)


def _wrong(spelled: str, wanted: str) -> int | None:
    """0 for the word itself, 1 where one letter is another, missing or too many; None for another word."""
    if spelled == wanted:
        return 0
    if len(wanted) <= SHORT or abs(len(spelled) - len(wanted)) > 1:
        return None
    shorter, longer = sorted((spelled, wanted), key=len)
    same = next((place for place, pair in enumerate(zip(shorter, longer, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return 1
    rest = shorter[same + (len(shorter) == len(longer)) :]
    return 1 if rest == longer[same + 1 :] else None
