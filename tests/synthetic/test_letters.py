import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread.cli import main
from signread.datasets.pictures import picture_sets
from signread.errors import DataError
from signread.handshapes.joint_angles import Handshape, american
from signread.skeleton import HAND
from signread.synthetic.letters import write_letters
from signread.synthetic.photographs import SIDE, photograph
from signread.synthetic.renderer import Renderer
from signread.synthetic.signer import Signer

pytestmark = pytest.mark.usefixtures("opengl")


@pytest.fixture(scope="module")
def shapes() -> list[Handshape]:
    return [shape for shape in american() if shape.name in ("L usual", "5 usual", "V usual")]


@pytest.fixture(scope="module")
def made(shapes: list[Handshape], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    assert write_letters(shapes, folder, people=2, pictures=12, seed=3) == 12
    return folder


def somebody(shapes: list[Handshape], seed: int) -> Signer:
    return Signer(shapes, {shape.name: shape.angles for shape in shapes}, np.random.default_rng(seed))


def test_they_are_pictures_to_train_on(made: Path) -> None:
    (pictures,) = picture_sets(made)
    assert {(entry.signer, entry.label) for entry in pictures.entries} == {
        (f"person-0000{person}", letter) for person in range(2) for letter in "5LV"
    }
    for _, picture in pictures.pictures():
        assert picture.shape == (SIDE, SIDE, 3)
        assert picture.std() > 5


def test_the_truth_lies_beside_them(made: Path) -> None:
    with zipfile.ZipFile(made / "letters-0000.zip") as archive, np.load(made / "letters-0000.npz") as truth:
        assert truth["names"].tolist() == archive.namelist()
        assert truth["points"].shape == (12, len(HAND), 3)
        assert set(truth["handedness"].tolist()) <= {-1, 1}
        seen, depth = truth["points"][..., :2], truth["depth"]
        for points, visible, depths in zip(seen, truth["visible"], depth, strict=True):
            inside = ((points >= 0) & (points < SIDE)).all(1)
            column, row = points[inside].astype(int).T
            assert (depths[row, column] > 0).mean() > 0.85  # joints lie within the hand
            assert visible.sum() > 10
            assert not visible[~inside].any()
        assert 2500 < np.median(depth[depth > 0]) < 20_000  # tenths of a millimetre


def test_an_open_hand_shows_what_its_angles_say(shapes: list[Handshape]) -> None:
    random = np.random.default_rng(0)
    with Renderer(SIDE, SIDE) as renderer:
        for seed in range(3):
            one = photograph(somebody(shapes, seed), "5", renderer, random)
            wrist, thumb, little = one.points[0], one.points[4], one.points[20]
            assert one.points[9:13, 1].max() < wrist[1]  # the middle finger points up
            assert (thumb[0] > little[0]) == (one.handedness > 0)  # the palm is to the viewer
            assert np.abs(one.angles[1:, 1]).max() < 30


def test_people_differ_in_skin_and_sleeves(shapes: list[Handshape]) -> None:
    people = [somebody(shapes, seed) for seed in range(6)]
    tones = [person.arm.looks.colours.mean() for person in people]
    assert max(tones) > 2 * min(tones)
    assert {person.arm.sleeve is None for person in people} == {True, False}


def test_what_was_interrupted_goes_on_and_the_bytes_are_the_same(
    shapes: list[Handshape], made: Path, tmp_path: Path
) -> None:
    write_letters(shapes, tmp_path, people=2, pictures=12, seed=3)
    for name in ("letters-0000.zip", "letters-0000.npz"):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes()
    before = (tmp_path / "letters-0000.zip").stat().st_mtime_ns
    told: list[tuple[str, int]] = []
    write_letters(shapes, tmp_path, people=2, pictures=12, seed=3, on_part=lambda *part: told.append(part))
    assert told == [("letters-0000", 12)]
    assert (tmp_path / "letters-0000.zip").stat().st_mtime_ns == before
    with pytest.raises(DataError, match="was begun with seed 3, not 4"):
        write_letters(shapes, tmp_path, people=2, pictures=12, seed=4)
    with pytest.raises(DataError, match="was begun with made_from"):
        write_letters(shapes[1:], tmp_path, people=2, pictures=12, seed=3)


@pytest.mark.slow
def test_several_processes_make_the_same(shapes: list[Handshape], tmp_path: Path) -> None:
    for name, people in (("one", 5), ("two", 10)):
        write_letters(shapes, tmp_path / name, people=people, pictures=3 * people, seed=1)
    same = [(tmp_path / name / "letters-0000.zip").read_bytes() for name in ("one", "two")]
    assert same[0] == same[1]


def test_the_command_makes_them_before_rooms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room, table, out = tmp_path / "rooms" / "room.png", tmp_path / "two.toml", tmp_path / "out"
    room.parent.mkdir(parents=True)
    cv2.imwrite(str(room), np.full((300, 400, 3), (40, 200, 40), np.uint8))
    fingers = "".join(f"{finger} = [5, 5, 5, 0]\n" for finger in ("index", "middle", "ring", "little"))
    table.write_text(f"[flat.usual]\nthumb = [60, 15, 0, 0, 0]\n{fingers}", "utf-8")
    arguments = ["--people", "1", "--pictures", "3", "--rooms", str(room.parent), "--handshapes", str(table)]
    assert main(["synthesize", "letters", *arguments, "--out", str(out)]) == 0
    assert "3 pictures; people: 1, archives: 1" in capsys.readouterr().out
    with zipfile.ZipFile(out / "letters-0000.zip") as archive:
        content = np.frombuffer(archive.read("person-00000/flat/000.jpg"), np.uint8)
    corner = np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR))[:8, :8].reshape(-1, 3).mean(0)
    assert corner[1] > 1.3 * max(corner[0], corner[2])  # the green room
