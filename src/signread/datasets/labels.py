"""What people call their folders, and which letter that is."""

import re
import unicodedata
from collections.abc import Iterable

from signread.errors import DataError
from signread.handshapes.alphabet import LETTERS, NO_LETTER, letter_of_label

_FILLERS = """
    alphabet asl aug augmented capital class copy cropped data dataset final folder frame frames gesture hand hands
    image images img imgs label left letter letters lower lowercase new old photo photos pic pics picture pictures right
    set sign signs small test train upper uppercase video videos
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that stand beside a letter and say nothing."""
_NOTHINGS = """
    background blank delete del empty idle negative neutral no nobody nohand none nosign nothing other rest space
    unknown
"""
NOTHINGS = frozenset(_NOTHINGS.split())
"""Words for pictures that show no letter."""
TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def own_label(label: str) -> str:
    """A label of one's own as it is meant: without blanks around it, and a single letter as a capital."""
    name = label.strip()
    return name.upper() if len(name) == 1 and name.isascii() else name


def american_meanings(labels: Iterable[str], where: str) -> dict[str, str | None]:
    """What each label of a set says of the American alphabet: a letter, "nothing", None for what no picture shows.

    Small letters, blanks and words around a letter ("letter_b", "C new") are plain, and so are numbers from 0 to 25 as
    Sign Language MNIST has them, or from 1 to 26. What is no letter at all is "nothing"; see `unknown_labels`.

    Raises DataError, naming `where` and the labels, for what may be a letter or something else.
    """
    labels = sorted(set(labels))
    first = _first_number(labels, where)
    doubtful = [label for label in labels if first is None and _is_doubtful(label)]
    if doubtful:
        raise DataError(
            f"{where}: {_listed(doubtful)} may stand for a letter or for something else; call the folder by the letter "
            "alone, or by a name without a single letter in it"
        )
    if first is None:
        return {label: _meaning(label) for label in labels}
    return {
        label: letter_of_label(LETTERS[int(label) - first]) if label.strip().isdecimal() else _meaning(label)
        for label in labels
    }


def label_of_file(stem: str) -> str | None:
    """The label that the name of a file names where no folder does: A_test is A, nothing_test is nothing."""
    single = _single_letter(stem)
    if single is not None and single.isalpha():
        return single
    words = {token.lower() for token in TOKENS.findall(stem)} - FILLERS
    return NO_LETTER if words and words <= NOTHINGS else None


def unknown_labels(labels: Iterable[str]) -> list[str]:
    """The labels that `american_meanings` takes for "nothing" though they do not say so."""
    return sorted(
        label
        for label in set(labels)
        if _meaning(label) == NO_LETTER
        and not label.strip().isdecimal()
        and not NOTHINGS & {token.lower() for token in TOKENS.findall(label)}
    )


def _meaning(label: str) -> str | None:
    single = _single_letter(label)
    return letter_of_label(single if single is not None else label.strip())


def _single_letter(label: str) -> str | None:
    """The letter that a label names, where all around it says nothing."""
    name = unicodedata.normalize("NFKC", label).strip()
    if len(name) == 1:
        return name
    singles, others = _words(name)
    return singles[0] if len(singles) == 1 and others <= FILLERS else None


def _words(name: str) -> tuple[list[str], set[str]]:
    """The single letters in a name, and its longer words in small letters; numbers left out."""
    words = [token for token in TOKENS.findall(name) if not token.isdecimal()]
    return [word for word in words if len(word) == 1], {word.lower() for word in words if len(word) > 1}


def _is_doubtful(label: str) -> bool:
    singles, others = _words(label)
    return bool(singles) and _single_letter(label) is None and not others & NOTHINGS


def _first_number(labels: list[str], where: str) -> int | None:
    """The number of A where letters are numbered; None where they are not."""
    numbers = {int(label) for label in labels if label.strip().isdecimal()}
    others = [label for label in labels if not label.strip().isdecimal()]
    if not numbers or max(numbers) < 10 or any(_meaning(label) != NO_LETTER for label in others):
        return None  # no numbers, the digits that hands show, or letters beside them
    if 0 in numbers and max(numbers) < len(LETTERS):
        return 0
    if 0 not in numbers and max(numbers) == len(LETTERS):
        return 1
    raise DataError(
        f"{where}: its labels are the numbers {min(numbers)} to {max(numbers)}, which may be letters from A = 0 or "
        "A = 1 on, or something else; call the folders by their letters"
    )


def _listed(names: list[str], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(repr(name) for name in names[:most]) + more
