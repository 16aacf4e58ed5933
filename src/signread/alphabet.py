"""The American manual alphabet, as Sign Language MNIST numbers it."""

LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""All letters; a letter's label number is its place here (A is 0, Z is 25)."""

MOVING = frozenset("JZ")
"""Letters that are a movement, not a shape: no single picture shows them."""

NO_LETTER = "nothing"
"""The name of a model's output, and of a label in training data, for hands that show no letter."""

STILL = tuple(letter for letter in LETTERS if letter not in MOVING)
"""The 24 letters that a single picture shows."""

STILL_LABELS = tuple(LETTERS.index(letter) for letter in STILL)
"""The label numbers of the still letters: 0 to 24 without 9."""
