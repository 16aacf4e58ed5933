from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from signread.evaluation.edit_distance import align, levenshtein

TEXTS = st.text("ABC", max_size=9)


def test_known_distances() -> None:
    assert levenshtein("KITTEN", "SITTING") == 3
    assert levenshtein("", "ABC") == levenshtein("ABC", "") == 3
    assert levenshtein("HELO", "HELLO") == 1


def test_letters_are_paired_in_order() -> None:
    assert align("GFDBYE", "GOODBYE")[0] == (0, 0)
    assert align("GFDBYE", "GOODBYE")[-4:] == [(2, 3), (3, 4), (4, 5), (5, 6)]


@given(TEXTS, TEXTS)
def test_a_distance_is_a_metric_between_its_bounds(one: str, other: str) -> None:
    distance = levenshtein(one, other)
    assert distance == levenshtein(other, one)
    assert (distance == 0) == (one == other)
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))
    assert distance <= len(one) + len(other) - 2 * same


@given(TEXTS, TEXTS)
def test_the_alignment_names_every_letter_once(one: str, other: str) -> None:
    pairs = align(one, other)
    assert [mine for mine, _ in pairs if mine is not None] == list(range(len(one)))
    assert [its for _, its in pairs if its is not None] == list(range(len(other)))
