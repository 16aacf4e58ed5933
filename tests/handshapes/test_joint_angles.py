from pathlib import Path

import numpy as np
import pytest

from signread.errors import DataError
from signread.handshapes.alphabet import LETTERS
from signread.handshapes.joint_angles import ANGLES, DIGITS, SPREAD, american, read_handshapes

HAND = """
thumb = [10, 20, 0, 5, 5]
index = [2, 2, 2, -4]
middle = [1, 2, 2, -1]
ring = [2, 2, 2, 1]
little = [3, 3, 3, 4]
"""


def table(folder: Path, text: str) -> Path:
    file = folder / "shapes.toml"
    file.write_text(text, "utf-8")
    return file


def test_every_letter_and_digit_has_a_handshape() -> None:
    shapes = american()
    assert {shape.letter for shape in shapes} == {*LETTERS, *"0123456789"}
    assert len({shape.name for shape in shapes}) == len(shapes)
    assert all(shape.share > 0 for shape in shapes)


def test_straight_fingers_are_straight_and_bent_ones_bent() -> None:
    bent = {shape.letter: shape.angles[1:, :3].sum(1) > 100 for shape in american() if shape.variant == "usual"}
    assert bent["V"].tolist() == [False, False, True, True]
    assert bent["W"].tolist() == [False, False, False, True]
    assert bent["Y"].tolist() == [True, True, True, False]
    assert bent["S"].all()
    assert not bent["5"].any()


def test_a_v_is_a_u_with_its_fingers_apart() -> None:
    shapes = {shape.name: shape.angles for shape in american()}
    assert np.abs(shapes["V usual"] - shapes["U usual"])[:, :SPREAD].max() < 3
    apart = [shapes[name][1, SPREAD] - shapes[name][2, SPREAD] for name in ("U usual", "V usual")]
    assert apart[0] < 0
    assert apart[1] > 15


def test_a_table_of_ones_own_is_read(tmp_path: Path) -> None:
    text = f"['Ä'.usual]{HAND}wrist = [0, 30, 0]\n['Ä'.other]\nlike = 'Ä.usual'\nshare = 3\nindex = [40, 2, 2, 0]\n"
    usual, other = read_handshapes(table(tmp_path, text))
    assert (usual.name, other.name, other.share) == ("Ä usual", "Ä other", 3.0)
    assert other.wrist == usual.wrist == (0.0, 30.0, 0.0)
    assert other.angles[1].tolist() == [40, 2, 2, 0, 0]
    assert (np.delete(other.angles, 1, 0) == np.delete(usual.angles, 1, 0)).all()
    assert usual.angles.shape == (len(DIGITS), max(map(len, ANGLES.values())))


def test_j_and_z_are_paths() -> None:
    paths = {shape.letter: np.array(shape.path) for shape in american() if shape.path}
    assert set(paths) == {"J", "Z"}
    assert all(path[0, 0] == 0 and path[-1, 0] == 1 for path in paths.values())


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("[[0, 1]]", "should be rows of 6 numbers"),
        ("7", "should be rows"),
        ("[[0, 0, 0, 0, 0, 0], [0.5, 0, 0, 0, 1, 0]]", "should rise from 0 to 1"),
        ("[[0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 99, 0]]", "99 palms"),
        ("[[0, 0, 0, 0, 0, true], [1, 0, 0, 0, 9, 0]]", "should be rows"),
    ],
)
def test_a_path_that_is_none_is_named(path: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=complaint):
        read_handshapes(table(tmp_path, f"[J.mine]{HAND}path = {path}\n"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[A", "not a TOML file"),
        ("A = 3", "A: found 3 where a handshape should be"),
        ("[A]\nthumb = [1, 2, 3, 4, 5]", r"\[A\]: a handshape has a letter and a variant"),
        (f"[A.usual]{HAND}toe = 1", r"\[A.usual\]: unknown: toe"),
        ("[A.usual]\nthumb = [10, 20, 0, 5, 5]", r"\[A.usual\] index = None: should be 4 angles"),
        (f"[A.usual]{HAND.replace('[2, 2, 2, -4]', '[2, 170, 2, -4]')}", r"index: pip = 170: a hand can do -10 to 125"),
        (f"[A.usual]{HAND.replace('[2, 2, 2, -4]', '[2, nan, 2, -4]')}", "pip = nan: a hand can do"),
        (f"[A.usual]{HAND}wrist = [0, 0]", "wrist = .*: should be 3 angles in degrees: lean, tip, turn"),
        (f"[A.usual]{HAND}touches = [['toe tip', 'index tip']]", "'toe tip' is no spot of a hand"),
        (f"[A.usual]{HAND}touches = [['thumb tip front', 'index tip']]", "'thumb tip front' is no spot"),
        (f"[A.usual]{HAND}touches = ['thumb tip']", "should be pairs of spots"),
        (f"[A.usual]{HAND}share = 0", "share = 0: should be a number above 0"),
        ("[A.usual]\nlike = 'B.usual'", "like = 'B.usual': there is no such handshape"),
        ("[A.usual]\nlike = 'A.usual'", "there is no such handshape"),
    ],
)
def test_what_is_wrong_in_a_table_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        read_handshapes(table(tmp_path, text))


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none.toml: cannot be read"):
        read_handshapes(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match=r"binary.toml: cannot be read"):
        read_handshapes(tmp_path / "binary.toml")
