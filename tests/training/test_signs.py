from pathlib import Path

import numpy as np
import pytest
import torch

from signread.errors import DataError, UsageError
from signread.networks.sign_net import REPETITIONS
from signread.networks.sign_net import SignNet as Network
from signread.signs.sign_net import SignNet
from signread.training import train
from signread.training.onnx_export import export
from signread.training.recipes import RECIPES
from signread.training.tasks import signs_set
from signread.training.tasks.signs import SIGNS_TASK
from signread.training.tasks.signs_set import SIGNS
from signread.training.tasks.task import DataRequest, PreparedData
from tests.signs.people import across, archive, circle, signed, up


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ways = {"across": across, "up": up, "circle": circle}
    folder = tmp_path_factory.mktemp("words")
    for signer in ("ann", "ben"):
        archive(
            folder / f"{signer}.npz",
            {
                (signer, name): [signed(way, seed=seed, left=signer == "ben") for seed in range(REPETITIONS)]
                for name, way in ways.items()
            },
        )
    return folder


def prepared(words: Path, **options: object) -> PreparedData:
    return SIGNS_TASK.prepare(DataRequest(recipe=RECIPES["signs"], paths=(words,), **options), lambda *_: None)  # type: ignore[arg-type]


def test_rows_of_a_batch_are_repetitions_of_signs(words: Path) -> None:
    data = prepared(words).on(torch.device("cpu"))
    rows = data.epoch(torch.Generator())[: RECIPES["signs"].batch]
    assert data.targets[rows].tolist() == [number // REPETITIONS for number in range(SIGNS * REPETITIONS)]
    one, other = (data.inputs(rows, torch.Generator().manual_seed(4)) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    logits, *each = Network()(*one)
    assert logits.shape == (len(rows), SIGNS)
    assert len(each) == 3


def test_a_short_training_tells_signs_apart_and_is_exported(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signs_set, "BATCHES", 5)
    run = train("signs", [words], out=tmp_path / "run", epochs=2, device="cpu")
    first, last = (run.history()[place].loss for place in (0, -1))
    assert last < first
    (tmp_path / "signs.onnx").write_bytes(export(run))
    net = SignNet(tmp_path / "signs.onnx")
    assert net.metadata["recipe"] == "signs"
    assert int(net.metadata["parameters"]) <= 500_000
    random = torch.Generator().manual_seed(1)
    data = prepared(words).on(torch.device("cpu"))
    inputs = data.inputs(data.epoch(random)[:8], random)
    with torch.no_grad():
        wanted = run.network().eval()(*inputs).numpy()
    given = net._session.run(None, dict(zip(("hands", "seen", "body"), (part.numpy() for part in inputs), strict=True)))
    np.testing.assert_allclose(given[0], wanted, atol=1e-4)


def test_what_it_cannot_learn_from_is_said(words: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="signs takes no --init"):
        prepared(words, initial_weights="shipped")
    with pytest.raises(DataError, match="nobody: no such source to leave out; there are ann ben"):
        prepared(words, leave_out=("nobody",))
    archive(tmp_path / "few.npz", {("ann", "up"): [signed(up)]})
    with pytest.raises(DataError, match="at least two signs of 4 repetitions by one person, found 1 signs"):
        prepared(tmp_path)
