import sys

import pytest

from signread.errors import MissingExtraError
from signread.language.confusions import CONFUSIONS
from signread.language.correction import as_spelled, correct, likeliest
from signread.language.lexicon import _counts, has_words, lexicon
from signread.types import Event

from ..conformance.vectors import word


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        ("HELLO", "HELLO"),
        ("HELO", "HELLO"),  # the second of a double letter missed
        ("UMMER", "SUMMER"),
        ("FANILY", "FAMILY"),
        ("COFFEEE", "COFFEE"),
        ("MORMING", "MORNING"),
        ("DONT", "DONT"),
    ],
)
def test_the_likeliest_word(spelled: str, meant: str) -> None:
    assert likeliest(word(spelled))[0].word == meant
    assert correct(word(spelled)) == meant


@pytest.mark.parametrize("name", ["ANNA", "ZOE", "NGUYEN", "XQZJ", "A", "WQXK"])
def test_names_and_unknown_words_stay_as_they_are(name: str) -> None:
    assert correct(word(name)) == name


def test_what_the_letters_looked_like_decides() -> None:
    assert likeliest(word("HAT", 0.6, A="I"))[0].word == "HIT"
    assert likeliest(word("HAT", 0.95))[0].word == "HAT"


@pytest.mark.parametrize(("spelled", "meant"), [("K TCHEN", "KITCHEN"), ("MO NG", "MOVING"), ("FR ND", "FRIEND")])
def test_where_it_took_long_letters_were_missed(spelled: str, meant: str) -> None:
    def probability(letters: str) -> float:
        return {one.word: one.probability for one in likeliest(word(letters), 5)}.get(meant, 0.0)

    assert correct(word(spelled)) == meant
    assert probability(spelled) > probability(spelled.replace(" ", ""))


def test_probabilities_are_those_of_alternatives_and_fall() -> None:
    probabilities = [one.probability for one in likeliest(word("BRDWN"), 5)]
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0.5 < sum(probabilities) <= 1 + 1e-9


def test_letters_of_another_alphabet_stay_alone() -> None:
    gesture = tuple(Event(kind="letter", time=0.0, letter=name) for name in ("thumbs up", "7"))
    assert correct(gesture) == as_spelled(gesture) == "thumbs up 7"


def test_confusions_are_shares() -> None:
    for shares in CONFUSIONS.values():
        assert sum(shares.values()) == pytest.approx(1, abs=0.03)


def test_without_the_word_list_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon.cache_clear()
    _counts.cache_clear()
    monkeypatch.setitem(sys.modules, "spellchecker", None)
    try:
        assert not has_words()
        with pytest.raises(MissingExtraError, match=r"needs the extra `words`; install it with: pip install"):
            correct(word("HELOO"))
    finally:
        lexicon.cache_clear()
        _counts.cache_clear()
