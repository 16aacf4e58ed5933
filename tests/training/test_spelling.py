from pathlib import Path

import numpy as np
import pytest
import torch

from signread.datasets import spellers
from signread.datasets.tracked_hands import Pictures, TrackedHands
from signread.errors import DataError, UsageError
from signread.handshapes.alphabet import LETTERS
from signread.networks.spell_net import SpellNet
from signread.spelling.spell_net import OUTPUTS
from signread.spelling.window import STEPS
from signread.synthetic.camera import Filmed
from signread.synthetic.motions import BETWEEN, NOT_SPELLING
from signread.training.recipes import RECIPES
from signread.training.tasks.spelling import SPELLING
from signread.training.tasks.spelling_set import Cast, SpellingSet, targets_of, windows
from signread.training.tasks.task import DataRequest

from ..synthetic.people import somebody

NOBODY = Cast(names=(), people=(), words=())


@pytest.fixture(scope="module")
def cast() -> Cast:
    walk = np.cumsum(np.random.default_rng(0).normal(0, 0.01, (40, 1, 2)), axis=0)
    return Cast(
        names=("somebody",), people=(somebody(),), words=(np.random.default_rng(1).random((21, 2)) * 0.1 + walk,)
    )


def test_what_a_hand_shows_is_an_output() -> None:
    a, j, z = (LETTERS.index(letter) for letter in "AJZ")
    film = Filmed(
        times=np.arange(9) * 0.1,
        points=np.zeros((9, 21, 3), np.float32),
        shown=np.array([a, BETWEEN, a, a, a, j, j, z, NOT_SPELLING]),
        complete=np.array([True, True, True, True, True, False, True, True, True]),
        number=np.array([0, -1, 1, 1, 1, 2, 2, 3, -1]),
    )
    assert [OUTPUTS[place] for place in targets_of(film)] == [
        *("letters", "letters", "again", "again", "again", "into J", "J", "Z", "not spelling"),
    ]


def test_windows_have_all_outputs_and_are_the_same_each_time(cast: Cast) -> None:
    ((made, targets),) = windows(cast, 120, seed=0)
    assert made.shape == (len(targets), STEPS, 21, 2)
    assert set(targets) == set(range(len(OUTPUTS)))
    assert np.isfinite(made[:, -1].astype(float)).all()
    ((again, _),) = windows(cast, 120, seed=0)
    ((other, _),) = windows(cast, 120, seed=1)
    assert np.array_equal(made, again, equal_nan=True)
    assert not np.array_equal(made[:50], other[:50], equal_nan=True)


def test_people_who_are_left_out_are_validated_on_and_never_taught(cast: Cast) -> None:
    data = SpellingSet(cast, cast, "fingerprint", clips=(30, 20))
    taught = data.epoch(torch.Generator().manual_seed(0))
    assert set(taught.tolist()).isdisjoint(data.validation.tolist())
    assert len(taught) + len(data.validation) == len(data.targets)
    assert len(SpellingSet(cast, NOBODY, "fingerprint", clips=(30, 20)).validation) == 0


def test_a_window_is_read_the_same_wherever_the_hand_is_and_whichever_it_is(cast: Cast) -> None:
    torch.manual_seed(0)
    network, data = SpellNet().eval(), SpellingSet(cast, NOBODY, "fingerprint", clips=(10, 0))
    points, right = data.inputs(torch.arange(8), None)
    given = network(points, right)
    assert torch.allclose(given.exp().sum(1), torch.ones(8), atol=1e-5)
    assert torch.allclose(network(points * torch.tensor([-1.0, 1.0]), -right), given, atol=1e-4)
    assert torch.allclose(network(points * 50 + 300, right), given, atol=1e-2)
    varied, _ = data.inputs(torch.arange(8), torch.Generator().manual_seed(0))
    assert not torch.equal(varied.nan_to_num(), points.nan_to_num())


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two people who show ten letters, and hands at rest; as pictures that no tracker needs to see."""
    for name, labels in (("one", "ABCDEFGHIL"), ("other", "ABCDEFGHIL"), ("rests", ["nothing"])):
        for label in labels:
            for number in range(2):
                file = tmp_path / name / label / f"{number}.jpg"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(b"")

    def tracked(pictures: Pictures, on_picture: object, views: int) -> TrackedHands:  # noqa: ARG001
        count = len(pictures.entries)
        random = np.random.default_rng(len(pictures.name))
        return TrackedHands(
            entries=pictures.entries,
            picture=np.arange(count),
            view=np.zeros(count, int),
            points=random.normal(200, 40, (count, 21, 3)).astype(np.float32),
            handedness=np.ones(count, np.int8),
            crops=np.zeros((count, 8, 8), np.uint8),
        )

    monkeypatch.setattr(spellers, "tracked_hands", tracked)
    return tmp_path


def request(people: Path, **changed: object) -> DataRequest:
    paths = tuple(people / name for name in ("one", "other", "rests"))
    return DataRequest(**{"recipe": RECIPES["spelling"], "paths": paths, **changed})  # type: ignore[arg-type]


def test_who_is_left_out_is_neither_learnt_from_nor_named(people: Path) -> None:
    everybody = SPELLING.prepare(request(people), lambda *_: None)
    one = SPELLING.prepare(request(people, leave_out=("other",)), lambda *_: None)
    assert everybody.description == "made-up movements of one, other"
    assert one.description == "made-up movements of one"
    assert len(one.fingerprints) == len(everybody.fingerprints) - 1
    assert one.fingerprint != everybody.fingerprint  # so that a run is not resumed with other people
    assert one.labels == OUTPUTS


def test_what_cannot_be_learnt_from_is_named(people: Path) -> None:
    with pytest.raises(UsageError, match="spelling takes no --init"):
        SPELLING.prepare(request(people, initial_weights="shipped"), lambda *_: None)
    with pytest.raises(DataError, match="nobody: no such source to leave out; there are one other rests"):
        SPELLING.prepare(request(people, leave_out=("nobody",)), lambda *_: None)
    with pytest.raises(DataError, match=r"one, other: nobody here shows I, D and 10 letters .*, or no hand is at rest"):
        SPELLING.prepare(request(people, leave_out=("rests",)), lambda *_: None)
