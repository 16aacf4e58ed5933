from pathlib import Path

import numpy as np
import pytest

from signread.errors import DataError
from signread.handshapes.alphabet import LETTERS
from signread.synthetic import words
from signread.synthetic.strips import SIDE, strip
from signread.synthetic.words import read_archive, write_words

from .people import somebody

PEOPLE = {"somebody": somebody()}


@pytest.fixture(autouse=True)
def few_in_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "SEQUENCES", 8)


def test_every_frame_of_a_word_says_its_letter(tmp_path: Path) -> None:
    write_words(PEOPLE, tmp_path, 8, seed=1)
    sequences = read_archive(tmp_path / "words-00000.npz", 99)
    assert len(sequences) == 8
    for word, speed, film in sequences:
        shown = {
            int(number): LETTERS[letter] for number, letter in zip(film.number, film.shown, strict=True) if letter >= 0
        }
        assert set(shown.values()) <= set(word) or not word
        assert (speed > 0) == bool(word)
        drawn = strip(film, word)
        assert drawn.shape[0] == SIDE
        assert drawn.min() < 100


def test_what_was_interrupted_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    made: list[tuple[str, int]] = []
    write_words(PEOPLE, tmp_path, 12, seed=3, on_archive=lambda file, count: made.append((file.name, count)))
    assert made == [("words-00000.npz", 8), ("words-00001.npz", 4)]
    before = (tmp_path / "words-00001.npz").read_bytes()
    (tmp_path / "words-00001.npz").unlink()
    write_words(PEOPLE, tmp_path, 12, seed=3)
    assert (tmp_path / "words-00001.npz").read_bytes() == before


@pytest.mark.parametrize(("count", "seed"), [(12, 4), (20, 3)])
def test_a_folder_that_was_begun_otherwise_is_left_alone(count: int, seed: int, tmp_path: Path) -> None:
    write_words(PEOPLE, tmp_path, 12, seed=3)
    with pytest.raises(DataError, match="was begun with"):
        write_words(PEOPLE, tmp_path, count, seed=seed)
    with pytest.raises(DataError, match="was begun with"):
        write_words({"somebody else": somebody()}, tmp_path, 12, seed=3)


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "words-00000.npz").write_bytes(b"PK\x03\x04")
    with pytest.raises(DataError, match=r"words-00000\.npz: damaged, or no archive"):
        read_archive(tmp_path / "words-00000.npz", 1)
    np.savez(tmp_path / "other.npz", word=np.array(["A"]))
    with pytest.raises(DataError, match=r"other\.npz: damaged, or no archive"):
        read_archive(tmp_path / "other.npz", 1)
