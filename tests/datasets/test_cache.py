import os
from pathlib import Path

import numpy as np
import pytest

from signread.datasets.cache import Arrays, cached
from signread.files import cache_folder


def make() -> Arrays:
    return {"numbers": np.arange(1000)}


def refuse() -> Arrays:
    pytest.fail("made again")


def test_a_damaged_entry_is_made_anew(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("x")
    cached(source, "numbers", make)
    (entry,) = (cache_folder() / "data").iterdir()
    whole = entry.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    for damaged in (bytes(flipped), whole[:100], b""):
        entry.write_bytes(damaged)
        np.testing.assert_array_equal(cached(source, "numbers", make)["numbers"], np.arange(1000))
        assert entry.read_bytes() == whole
    np.testing.assert_array_equal(cached(source, "numbers", refuse)["numbers"], np.arange(1000))


def test_a_touched_source_is_read_again(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("x")
    cached(source, "numbers", make)
    os.utime(source, (1, 1))
    assert cached(source, "numbers", lambda: {"numbers": np.zeros(1)})["numbers"].tolist() == [0]


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.write_text("x")
    monkeypatch.setenv("SIGNREAD_CACHE", str(source / "under-a-file"))
    assert len(cached(source, "numbers", make)["numbers"]) == 1000
