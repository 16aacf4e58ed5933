import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import DataError
from signread.datasets.pictures import is_picture_set, picture_sets


def jpeg(value: int = 90, size: int = 24) -> bytes:
    _, data = cv2.imencode(".png", np.full((size, size + 4, 3), value, np.uint8))
    return data.tobytes()


def fill(folder: Path, names: list[str]) -> Path:
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(jpeg(number * 10))
    return folder


def pack(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return path


def test_labels_alone(tmp_path: Path) -> None:
    folder = fill(tmp_path / "mine", ["B/10.png", "A/2.png", "A/10.png", "A/9.JPG", "A/notes.txt", ".hidden/C/1.png"])
    (one,) = picture_sets(folder)
    assert [(entry.signer, entry.label, entry.name) for entry in one.entries] == [
        ("mine", "A", "A/2.png"),
        ("mine", "A", "A/9.JPG"),
        ("mine", "A", "A/10.png"),
        ("mine", "B", "B/10.png"),
    ]
    values = {entry.name: int(image[0, 0, 0]) for entry, image in one.pictures()}
    assert values == {"B/10.png": 0, "A/2.png": 10, "A/10.png": 20, "A/9.JPG": 30}


def test_signers_and_a_zip_of_them(tmp_path: Path) -> None:
    folder = fill(tmp_path / "people", ["ann/A/1.png", "ann/B/1.png", "bo/A/1.png"])
    (one,) = picture_sets(folder)
    (packed,) = picture_sets(pack(tmp_path / "people.zip", folder))
    assert [entry.signer for entry in one.entries] == ["ann", "ann", "bo"]
    assert one.entries == packed.entries
    assert one.name == packed.name == "people"
    assert one.fingerprint() == packed.fingerprint()
    for (_, image), (_, other) in zip(one.pictures(), packed.pictures(), strict=True):
        np.testing.assert_array_equal(image, other)


def test_a_folder_of_zips_is_one_source_each(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in ("b", "a"):
        pack(folder / f"{name}.zip", fill(tmp_path / name, ["A/1.png", "B/1.png"]))
    assert [one.name for one in picture_sets(folder)] == ["a", "b"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "no picture in it"),
        (["1.png"], "1.png has 0 folders above it"),
        (["x/y/z/1.png"], "has 3 folders above it"),
        (["A/1.png", "ann/A/1.png"], "lie at different depths"),
    ],
)
def test_what_is_no_set_is_said(tmp_path: Path, names: list[str], said: str) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    with pytest.raises(DataError, match=said):
        picture_sets(fill(folder, names))
    with pytest.raises(DataError, match=said):
        picture_sets(pack(tmp_path / "odd.zip", folder))


def test_damage_is_said(tmp_path: Path) -> None:
    whole = pack(tmp_path / "whole.zip", fill(tmp_path / "m", ["A/1.png", "B/1.png"])).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"cut.zip: not a folder or .zip that can be read"):
        picture_sets(cut)
    flipped = bytearray(whole)
    place = whole.index(b"IHDR") + 2
    flipped[place : place + 4] = b"\xff\xff\xff\xff"
    bad = tmp_path / "bad.zip"
    bad.write_bytes(bytes(flipped))
    (one,) = picture_sets(bad)
    with pytest.raises(DataError, match=r"bad.zip: cannot be read"):
        list(one.pictures())
    with pytest.raises(DataError, match="no such file or folder"):
        picture_sets(tmp_path / "nowhere")
    (tmp_path / "m" / "A" / "1.png").write_bytes(b"no picture")
    (one,) = picture_sets(tmp_path / "m")
    with pytest.raises(DataError, match=r"A/1.png: not a picture that can be read"):
        list(one.pictures())


def test_names_that_climb_out_of_the_archive_touch_nothing(tmp_path: Path) -> None:
    path = tmp_path / "climbs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../A/1.png", jpeg())
        archive.writestr("../B/1.png", jpeg())
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DataError, match="no picture in it"):
        picture_sets(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_pictures_are_told_from_tables(tmp_path: Path, small_zip: Path, small_folder: Path) -> None:
    assert is_picture_set(fill(tmp_path / "m", ["A/1.png"]))
    assert is_picture_set(pack(tmp_path / "m.zip", tmp_path / "m"))
    assert not is_picture_set(small_zip)
    assert not is_picture_set(small_folder)
    assert not is_picture_set(tmp_path / "nowhere")
    fill(small_folder, ["amer_sign2.png", "american/A/1.png"])  # as Kaggle has them beside its tables
    assert not is_picture_set(small_folder)


def test_an_archive_may_name_its_members_oddly(tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("./A/1.png", jpeg())
        archive.writestr("./B/1.png", jpeg())
        archive.writestr("./B/2.png/", b"")
    (one,) = picture_sets(path)
    assert [entry.label for entry, _ in one.pictures()] == ["A", "B"]
