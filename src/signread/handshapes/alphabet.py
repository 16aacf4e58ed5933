"""The American manual alphabet, as Sign Language MNIST numbers it."""

LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""All letters; a letter's label number is its place here (A is 0, Z is 25)."""

DYNAMIC = frozenset("JZ")
"""Letters that are a movement, not a shape: no single picture shows them."""

NO_LETTER = "nothing"
"""The name of a model's output, and of a label in training data, for hands that show no letter."""

STATIC = tuple(letter for letter in LETTERS if letter not in DYNAMIC)
"""The 24 letters that a single picture shows."""

AMERICAN = (*STATIC, NO_LETTER)
"""What a model of the American manual alphabet tells apart in single pictures."""

LOOK_ALIKES = {"0": "O", "2": "V", "6": "W", "9": "F"}
"""Digits of American Sign Language that have the shape of a letter."""
AMBIGUOUS = frozenset({*DYNAMIC, "1"})
"""Labels that no single picture shows, and the digit that is neither a letter (D, sloppily) nor none."""


def letter_of_label(label: str) -> str | None:
    """What a label of a picture set says of the American manual alphabet: a letter, "nothing", None for ambiguous."""
    name = label.upper() if len(label) == 1 else label
    if name in STATIC:
        return name
    if name in AMBIGUOUS:
        return None
    return LOOK_ALIKES.get(name, NO_LETTER)


STATIC_LABELS = tuple(LETTERS.index(letter) for letter in STATIC)
"""The label numbers of the static letters: 0 to 24 without 9."""
