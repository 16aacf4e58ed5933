from contextlib import nullcontext
from pathlib import Path

import cv2
import moderngl
import numpy as np
import pytest

from signread.cli import main
from signread.errors import SignreadError
from signread.handshapes.joint_angles import american
from signread.synthetic.anatomy import average_hand
from signread.synthetic.attitude import attitude, forearm
from signread.synthetic.renderer import NoOpenGLError, Renderer
from signread.synthetic.sheet import SIDE, Fit, contact_sheet


def test_a_palm_turned_half_round_shows_its_back_with_the_thumb_on_the_left() -> None:
    thumb = average_hand().joints[0, -1]
    assert thumb[0] > 0
    assert (attitude(0, 0, 180) @ thumb)[0] < 0
    up = attitude(90, 0, 180)[:, 1]
    assert up.tolist() == pytest.approx([1, 0, 0], abs=1e-9)  # so an H points, as one sees it who stands before it


def test_a_forearm_goes_straight_on_unless_the_hand_is_turned_away_from_it() -> None:
    straight = forearm(attitude(-19, 0, 0))[:, 1]
    assert float(straight[1]) > 0.98
    bent = forearm(attitude(0, 170, 0))[:, 1]
    assert float(bent[1]) == pytest.approx(0.5, abs=1e-6)  # 60 degrees, and no more


@pytest.mark.usefixtures("opengl")
def test_a_sheet_shows_every_handshape_from_four_sides_and_as_it_is_shown() -> None:
    some = [shape for shape in american() if shape.letter in "5L"]
    seen: list[Fit] = []
    sheet = contact_sheet(average_hand(), some, seen.append)
    assert sheet.shape == (SIDE, 3 * 5 * SIDE, 3)
    assert [fit.handshape.name for fit in seen] == ["L usual", "5 usual"]
    tiles = [sheet[:, column * SIDE : (column + 1) * SIDE] for column in range(10)]
    assert all((tile < 180).any(2).mean() > 0.03 for tile in tiles)
    assert np.abs(tiles[0].astype(int) - tiles[2]).mean() > 5


@pytest.mark.usefixtures("opengl")
def test_the_command_draws_and_measures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sheet.png"
    assert main(["synthesize", "sheet", "--only", "v", "--out", str(out)]) == 0
    assert "V usual" in capsys.readouterr().out
    picture = cv2.imread(str(out))
    assert picture is not None
    assert picture.shape == (SIDE, 15 * SIDE, 3)


def test_what_there_is_not_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (
        (["--only", "%"], "--only %: there is no such handshape"),
        (["--out", str(tmp_path / "sheet.jpg")], "the sheet is a .png file"),
        (["--handshapes", str(tmp_path / "none.toml")], "none.toml: cannot be read"),
        (["--seed", "x"], "--seed"),
    ):
        with pytest.raises(SystemExit) if words == "--seed" else nullcontext():
            assert main(["synthesize", "sheet", *arguments]) == 2
        assert words in capsys.readouterr().err


def test_a_machine_without_opengl_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise RuntimeError("eglGetError")

    monkeypatch.setattr(moderngl, "create_standalone_context", none)
    with pytest.raises(NoOpenGLError, match="eglGetError") as error:
        Renderer(8, 8)
    assert isinstance(error.value, SignreadError)
