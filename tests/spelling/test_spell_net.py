from pathlib import Path

import numpy as np
import pytest

from signread.errors import ModelError
from signread.recognition.onnx_file import shipped
from signread.spelling.spell_net import OUTPUTS, SpellNet
from signread.spelling.window import STEPS


def test_the_shipped_network_gives_probabilities_the_same_for_both_hands_and_any_size() -> None:
    net, grid = SpellNet(), np.random.default_rng(0).normal(300, 40, (STEPS, 21, 2)).astype(np.float32)
    grid[5:9] = np.nan
    given = net.read(grid, 1.0)
    assert given.shape == (len(OUTPUTS),)
    assert given.sum() == pytest.approx(1, abs=1e-5)
    assert np.allclose(net.read(grid * np.array([-1, 1], np.float32), -1.0), given, atol=1e-4)
    assert np.allclose(net.read(grid * 2.5 + 100, 1.0), given, atol=1e-3)


def test_what_is_no_spell_net_is_named(tmp_path: Path) -> None:
    with (
        shipped("letters.onnx") as file,
        pytest.raises(ModelError, match=r"letters.onnx: takes crop, handedness, landm"),
    ):
        SpellNet(file)
    with pytest.raises(ModelError, match="no such model file"):
        SpellNet(tmp_path / "gone.onnx")
    rubbish = tmp_path / "rubbish.onnx"
    rubbish.write_bytes(b"rubbish")
    with pytest.raises(ModelError, match="not an ONNX model"):
        SpellNet(rubbish)
