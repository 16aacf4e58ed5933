from pathlib import Path

import numpy as np
import pytest

from signread.datasets import word_sequences
from signread.errors import DataError


def write(file: Path, **changed: object) -> Path:
    """Two words of three frames; in the first only the left hand is there, and not in its last frame."""
    hands = np.full((6, 21, 3), word_sequences.UNSEEN, np.int16)
    left, right = hands.copy(), hands.copy()
    left[:2] = np.arange(63).reshape(21, 3) * 100
    left[3:], right[3:] = 4096, 2048
    arrays = {
        "word": np.array(["hello", "yes"]),
        "signer": np.array(["a", "b"]),
        "start": np.array([0, 3]),
        "count": np.array([3, 3]),
        "left": left,
        "right": right,
        "scale": np.float32(8192),
    }
    np.savez(file, **{name: value for name, value in {**arrays, **changed}.items() if value is not None})  # type: ignore[arg-type]
    return file


def test_each_hand_of_each_word_is_a_sequence(tmp_path: Path) -> None:
    source = word_sequences.read(write(tmp_path / "some.npz"))
    assert source.name == "some"
    assert [(one.word, one.signer, len(one.points)) for one in source.sequences] == [
        ("hello", "a", 3),
        ("yes", "b", 3),
        ("yes", "b", 3),
    ]
    first, second, third = source.sequences
    assert np.isnan(first.points[2]).all()
    assert first.points[0, 1] == pytest.approx([300 / 8192, 400 / 8192])
    assert (second.points == 0.5).all()
    assert (third.points == 0.25).all()


def test_archives_are_looked_for_in_folders(tmp_path: Path) -> None:
    write(tmp_path / "b.npz")
    write(tmp_path / "a.npz")
    (tmp_path / "other.txt").write_text("")
    assert [file.name for file in word_sequences.archives(tmp_path)] == ["a.npz", "b.npz"]
    assert word_sequences.archives(tmp_path / "other.txt") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"left": None},
        {"scale": None},
        {"count": np.array([3, 9])},
        {"left": np.zeros((6, 20, 3))},
        {"word": np.array(["a"])},
    ],
)
def test_archives_that_are_none_are_named(tmp_path: Path, changed: dict[str, object]) -> None:
    with pytest.raises(DataError, match=r"bad.npz: expected an .npz of word sequences"):
        word_sequences.read(write(tmp_path / "bad.npz", **changed))


@pytest.mark.parametrize(("place", "byte"), [(6, 0x41), (8, 0x63)], ids=["encrypted", "packed otherwise"])
def test_members_that_cannot_be_unpacked_are_damage(tmp_path: Path, place: int, byte: int) -> None:
    file = write(tmp_path / "bad.npz")
    content = bytearray(file.read_bytes())
    for header in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(header) + place + 2 * (header == b"PK\x01\x02")] = byte
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"bad\.npz: expected an .npz"):
        word_sequences.read(file)


def test_nothing_in_an_archive_is_run(tmp_path: Path) -> None:
    write(tmp_path / "pickled.npz", word=np.array([{"a": 1}, None], object))
    (tmp_path / "rubbish.npz").write_bytes(b"PK\x03\x04rubbish")
    (tmp_path / "empty.npz").write_bytes(b"")
    for name in ("pickled", "rubbish", "empty"):
        with pytest.raises(DataError, match=rf"{name}\.npz: expected an .npz .*, found another file or a damaged one$"):
            word_sequences.read(tmp_path / f"{name}.npz")
    with pytest.raises(DataError, match=r"gone\.npz: no such file"):
        word_sequences.read(tmp_path / "gone.npz")
