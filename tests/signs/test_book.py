import json
from pathlib import Path

import numpy as np
import pytest

from signread import DataError
from signread.signs.book import LONGEST_NAME, MOST_EXAMPLES, VERSION, SignBook, checked_name
from signread.signs.segments import sample_of
from tests.signs.people import across, signed, up

ONE, OTHER = sample_of(signed(across)), sample_of(signed(up))


def test_signs_come_back_from_a_file_as_they_were(tmp_path: Path) -> None:
    book = SignBook({}).add("hello", [ONE, OTHER]).add("my name", [OTHER])
    book.save(tmp_path / "signs.json")
    again = SignBook.load(tmp_path / "signs.json")
    assert list(again.signs) == ["hello", "my name"]
    np.testing.assert_allclose(again.signs["hello"][0].hands, ONE.hands, atol=2e-4)
    np.testing.assert_allclose(again.signs["my name"][0].body, OTHER.body, atol=2e-4)
    assert again.signs["hello"][0].duration == pytest.approx(ONE.duration, abs=1e-3)
    assert again.to_json() == book.to_json()


def test_a_sign_is_known_whatever_its_capitals() -> None:
    book = SignBook({}).add("Hello", [ONE]).add("hello", [OTHER])
    assert {name: len(some) for name, some in book.signs.items()} == {"Hello": 2}
    assert len(book.remove(" HELLO ")) == 0
    with pytest.raises(DataError, match="no such sign; there are Hello"):
        book.remove("bye")


def test_merged_books_have_every_example_once() -> None:
    mine, theirs = SignBook({}).add("hello", [ONE]), SignBook({}).add("HELLO", [ONE, OTHER]).add("bye", [ONE])
    merged = mine.merge(theirs)
    assert {name: len(some) for name, some in merged.signs.items()} == {"hello": 2, "bye": 1}
    assert merged.merge(theirs).to_json() == merged.to_json()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "cannot be a sign's name"),
        (" \n ", "cannot be a sign's name"),
        ("a\x00b", "cannot be a sign's name"),
        ("A", "would be taken for a letter"),
        ("x" * (LONGEST_NAME + 1), "41 characters, expected at most 40"),
    ],
)
def test_names_that_are_none_are_said(name: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        SignBook({}).add(name, [ONE])


def test_names_are_kept_plain() -> None:
    assert checked_name("  good   morning ") == "good morning"
    with pytest.raises(DataError, match=f"expected at most {MOST_EXAMPLES}"):
        SignBook({}).add("hello", [ONE] * (MOST_EXAMPLES + 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a file of signs, or damaged"),
        ("[]", "not a file of signs, or damaged"),
        ('{"signread_signs": 99, "signs": []}', "signs of version 99, this signread knows 1; update signread"),
        ('{"signread_signs": "x", "signs": []}', "signs of version 'x', expected 1"),
        (
            '{"signread_signs": 1, "signs": [{"name": "hello", "examples": [{"duration": 1, "points": "AAAAAAAA"}]}]}',
            "3200",
        ),
        (
            '{"signread_signs": 1, "signs": [{"name": "hello", "examples": [{"duration": 1, "points": "!"}]}]}',
            "damaged",
        ),
    ],
)
def test_a_file_that_is_none_is_said(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "signs.json"
    file.write_text(text)
    with pytest.raises(DataError, match=message):
        SignBook.load(file)
    with pytest.raises(DataError, match="cannot be read as signs"):
        SignBook.load(tmp_path / "none.json")


def test_a_file_that_was_cut_short_is_said(tmp_path: Path) -> None:
    SignBook({}).add("hello", [ONE]).save(tmp_path / "signs.json")
    text = (tmp_path / "signs.json").read_text()
    (tmp_path / "signs.json").write_text(text[: len(text) // 2])
    with pytest.raises(DataError, match="damaged"):
        SignBook.load(tmp_path / "signs.json")
    assert json.loads(text)["signread_signs"] == VERSION


def test_ones_own_signs_may_not_be_there_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNREAD_SIGNS", str(tmp_path / "mine.json"))
    assert len(SignBook.own()) == 0
    with pytest.raises(DataError, match=r"mine.json: no signs yet; record one: signread signs record NAME CLIP"):
        SignBook.own(needed=True)
    with pytest.raises(DataError, match="cannot be read as signs"):
        SignBook.own(tmp_path / "other.json")
