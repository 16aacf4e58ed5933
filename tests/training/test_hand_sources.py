"""From labelled pictures to a training set, with the real tracker on real pictures."""

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from signread import DataError
from signread.datasets.pictures import picture_sets
from signread.datasets.tracked_hands import tracked_hands
from signread.handshapes.alphabet import AMERICAN, letter_of_label
from signread.training.tasks.hand_sources import HandSources, open_sources, read_sources
from signread.training.tasks.task import Labelling

from ..conftest import DATA

pytestmark = pytest.mark.usefixtures("hand_networks")


@pytest.fixture(scope="module")
def some_hands(hands_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pictures of each of three letters, and some of no hand at all."""
    folder = tmp_path_factory.mktemp("hands")
    for source, labels in (("Lolzorus", ("B", "L", "Y")), ("no-hand", ("keptsecret_nothing",))):
        with zipfile.ZipFile(hands_data / "train" / f"{source}.zip") as archive:
            for label in labels:
                target = folder / "some" / ("nothing" if source == "no-hand" else label)
                target.mkdir(parents=True)
                for number in range(4):
                    (target / f"{number}.jpg").write_bytes(archive.read(f"{label}/{number}.jpg"))
    return folder / "some"


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("A", "A"),
        ("J", None),
        ("Z", None),
        ("0", "O"),
        ("9", "F"),
        ("1", None),
        ("5", "nothing"),
        ("del", "nothing"),
        ("b", "B"),
        ("z", None),
    ],
)
def test_labels_of_the_american_alphabet(label: str, meant: str | None) -> None:
    assert letter_of_label(label) == meant


def sources(folder: Path, labelling: Labelling, told: list[tuple[str, int]] | None = None) -> HandSources:
    """Read in this process."""
    heard = [] if told is None else told
    return read_sources(
        [replace(one, views=2) for one in picture_sets(folder)],
        labelling,
        labels=None,
        validation_fraction=0.0,
        on_picture=lambda *done: heard.append(done),
        workers=0,
    )


def test_views_are_found_once_and_then_kept(some_hands: Path) -> None:
    (one,) = picture_sets(some_hands)
    done: list[int] = []
    first = tracked_hands(one, done.append, views=3, workers=0)
    again = tracked_hands(one, done.append, views=3, workers=0)
    assert sum(done) == 16
    np.testing.assert_array_equal(first.crops, again.crops)
    np.testing.assert_array_equal(first.points, again.points)
    as_it_is = first.picture[first.view == 0]
    assert {first.entries[place].label for place in as_it_is} == {"B", "L", "Y"}
    assert first.not_found == 4
    assert (first.handedness[first.view == 0] == 1).all()
    assert (first.handedness[first.view == 1] == -1).all()


def test_what_cannot_be_read_is_said_of_kept_views_as_well(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for label in ("B", "L"):
        (tmp_path / "one" / label).mkdir(parents=True)
        shutil.copy(DATA / "Lolzorus" / f"{label}.jpg", tmp_path / "one" / label)
    (tmp_path / "one" / "L" / "bad.jpg").write_bytes(b"no picture")
    (one,) = picture_sets(tmp_path / "one")
    done: list[int] = []
    for _ in range(2):
        caplog.clear()
        assert len(tracked_hands(one, done.append, views=1, workers=0).entries) == 3
        assert "1 of 3 pictures cannot be read" in caplog.text
    assert sum(done) == 2
    (strict,) = picture_sets(tmp_path / "one", strict=True)
    with pytest.raises(DataError, match=r"L/bad\.jpg"):
        tracked_hands(strict, done.append, views=1, workers=0)


def test_own_labels_and_american_ones(some_hands: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(some_hands, own)
    shutil.rmtree(own / "nothing")
    (own / "L").rename(own / "thumb and finger")
    told: list[tuple[str, int]] = []
    read = sources(own, "own", told)
    assert read.labels == ("B", "Y", "thumb and finger")
    assert sum(count for _, count in told) == 12
    assert "own (12 hands in 12 pictures, sha256 " in read.description
    with pytest.raises(DataError, match="too few pictures in which a hand is found: A 0, C 0"):
        sources(own, "american")
    assert AMERICAN[-1] == "nothing"


def test_a_label_without_hands_is_named(some_hands: Path) -> None:
    with pytest.raises(DataError, match=r"hand is found: nothing 0; expected at least 3 a label"):
        sources(some_hands, "own")


def test_one_label_is_too_few(some_hands: Path, tmp_path: Path) -> None:
    shutil.copytree(some_hands / "B", tmp_path / "one" / "B")
    with pytest.raises(DataError, match="one: pictures of fewer than 2 labels"):
        sources(tmp_path / "one", "own")


def test_sources_need_names_of_their_own(some_hands: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="two sources are called some"):
        open_sources([some_hands, some_hands])
    with pytest.raises(DataError, match=r"no sign_mnist_train.csv in this folder.*; or pictures as <label>"):
        open_sources([tmp_path])
