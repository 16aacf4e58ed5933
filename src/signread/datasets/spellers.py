"""People who spell what is asked of them: the handshapes of those whose pictures are there."""

from collections.abc import Callable, Mapping, Sequence

from signread.datasets.pictures import letters_of
from signread.datasets.sources import is_left_out
from signread.datasets.tracked_hands import Pictures, tracked_hands
from signread.errors import DataError
from signread.handshapes.alphabet import NO_LETTER
from signread.synthetic.person import MOVING, Person
from signread.synthetic.shapes import Array, upright

FEWEST_LETTERS = 10
"""That a person must know to spell; I and D among them, for J and Z have their shapes."""
FEWEST_SHAPES = 2
"""Of a letter."""
SHAPED = tuple(letter for letter, shapes in MOVING.items() if letter in shapes)
"""The letters that move of which pictures show the handshape."""


def spellers(sets: Sequence[Pictures], on_picture: Callable[[str, int], None]) -> dict[str, Person]:
    """The people of the sets by their names. on_picture: told the source, and how many more of its pictures are done.

    Raises DataError where no set shows enough letters, or none shows hands at rest.
    """
    shapes = {one.name: _shapes(one, on_picture) for one in sets}
    # What a set of nothing but "nothing" shows are hands at rest, or such as do something else.
    rests = [shape for of in shapes.values() if set(of) == {NO_LETTER} for shape in of[NO_LETTER]]
    others = [shape for of in shapes.values() if set(of) != {NO_LETTER} for shape in of.get(NO_LETTER, ())]
    people = {}
    for name, of in shapes.items():
        known = {letter: some for letter, some in of.items() if letter != NO_LETTER and len(some) >= FEWEST_SHAPES}
        if rests and len(known) >= FEWEST_LETTERS and {"I", "D"} <= set(known):
            people[name] = Person(known, rests, others)
    if not people:
        raise DataError(
            f"{', '.join(shapes) or 'no pictures'}: nobody here shows I, D and {FEWEST_LETTERS} letters in all, or no "
            "hand is at rest; expected pictures of people as <letter>/*.jpg, and a set of nothing but nothing/*.jpg"
        )
    return people


def _shapes(pictures: Pictures, on_picture: Callable[[str, int], None]) -> Mapping[str, list[Array]]:
    """The handshapes of a source by what they show; NO_LETTER for what is none."""
    hands = tracked_hands(pictures, lambda done: on_picture(pictures.name, done), views=1)
    shapes: dict[str, list[Array]] = {}
    letters = letters_of(pictures.entries, pictures.name)
    for points, sign, picture in zip(hands.points, hands.handedness, hands.picture, strict=True):
        label = hands.entries[picture].label
        meant = label if label in SHAPED else letters[label]
        if meant is not None and (label in SHAPED or not is_left_out(pictures.name, label)):
            shapes.setdefault(meant, []).append(upright(points, float(sign)))
    return shapes
