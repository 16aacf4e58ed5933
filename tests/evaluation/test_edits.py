from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from signread.evaluation.edits import aligned, distance

TEXTS = st.text("ABC", max_size=9)


def test_known_distances() -> None:
    assert distance("KITTEN", "SITTING") == 3
    assert distance("", "ABC") == distance("ABC", "") == 3
    assert distance("HELO", "HELLO") == 1


def test_letters_are_paired_in_order() -> None:
    assert aligned("GFDBYE", "GOODBYE")[0] == (0, 0)
    assert aligned("GFDBYE", "GOODBYE")[-4:] == [(2, 3), (3, 4), (4, 5), (5, 6)]


@given(TEXTS, TEXTS)
def test_a_distance_is_a_metric_between_its_bounds(one: str, other: str) -> None:
    found = distance(one, other)
    assert found == distance(other, one)
    assert (found == 0) == (one == other)
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))
    assert found <= len(one) + len(other) - 2 * same


@given(TEXTS, TEXTS)
def test_the_alignment_names_every_letter_once(one: str, other: str) -> None:
    pairs = aligned(one, other)
    assert [mine for mine, _ in pairs if mine is not None] == list(range(len(one)))
    assert [its for _, its in pairs if its is not None] == list(range(len(other)))
