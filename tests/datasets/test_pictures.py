import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import DataError
from signread.datasets.pictures import Part, is_picture_set, picture_sets


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
        (["word/1.png", "word/of/more/1.png"], "word/1.png has 1 folders above it"),
    ],
)
def test_what_is_no_set_is_said(tmp_path: Path, names: list[str], said: str) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    with pytest.raises(DataError, match=said):
        picture_sets(fill(folder, names))
    with pytest.raises(DataError, match=said):
        picture_sets(pack(tmp_path / "odd.zip", folder))


def test_damage_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
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
    assert [entry.name for entry, _ in one.pictures()] == ["B/1.png"]
    assert "A/1.png: cannot be read (Bad CRC-32" in caplog.text
    assert "1 of 2 pictures cannot be read" in caplog.text
    (strict,) = picture_sets(bad, strict=True)
    with pytest.raises(DataError, match=r"bad\.zip, A/1\.png: cannot be read"):
        list(strict.pictures())
    with pytest.raises(DataError, match="no such file or folder"):
        picture_sets(tmp_path / "nowhere")
    (tmp_path / "m" / "A" / "1.png").write_bytes(b"no picture")
    (tmp_path / "m" / "B" / "1.png").write_bytes(b"none either")
    (one,) = picture_sets(tmp_path / "m")
    with pytest.raises(DataError, match="not one of its 2 pictures can be read"):
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


def signers_and_labels(folder: Path, part: Part | None = None) -> list[tuple[str, str]]:
    (one,) = picture_sets(folder, part)
    return sorted({(entry.signer, entry.label) for entry in one.entries})


def test_a_set_that_is_divided_gives_the_part_that_is_wanted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = fill(tmp_path / "d", ["train/A/1.png", "train/B/1.png", "valid/A/1.png", "test/C/1.png"])
    assert signers_and_labels(folder, "train") == [("d", "A"), ("d", "B")]
    assert "its part train is read; test (1), valid (1) is left alone" in caplog.text
    assert signers_and_labels(folder, "test") == [("d", "C")]
    assert signers_and_labels(folder) == [("d", "A"), ("d", "B"), ("d", "C")]
    assert signers_and_labels(pack(tmp_path / "d.zip", folder), "test") == [("d", "C")]
    people = fill(tmp_path / "p", ["Train/ann/A/1.png", "Test/bo/A/1.png"])
    assert signers_and_labels(people, "test") == [("bo", "A")]
    only_test = fill(tmp_path / "t", ["test/A/1.png", "valid/B/1.png"])
    with pytest.raises(DataError, match="has no part train"):
        picture_sets(only_test, "train")


def test_a_signer_called_test_is_one_where_others_are_not(tmp_path: Path) -> None:
    folder = fill(tmp_path / "d", ["test/A/1.png", "ann/A/1.png"])
    assert signers_and_labels(folder, "train") == [("ann", "A"), ("test", "A")]


def test_folders_at_different_depths_and_around_everything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = fill(tmp_path / "d", ["A/1.png", "ann/B/1.png", "ann/C/more/1.png", "1.png", "notes/1.png"])
    assert signers_and_labels(folder) == [("ann", "B"), ("ann", "C"), ("d", "A")]
    assert "2 pictures whose folders name no letter are passed over, 1.png for instance" in caplog.text
    wrapped = fill(tmp_path / "w", ["outer/inner/ann/A/1.png", "outer/inner/bo/B/1.png"])
    assert signers_and_labels(wrapped) == [("ann", "A"), ("bo", "B")]


def test_labels_may_stand_in_the_names_of_files(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = fill(tmp_path / "d", ["A_test.jpg", "b2.jpg", "nothing_test.jpg", "holiday.jpg"])
    assert signers_and_labels(folder) == [("d", "A"), ("d", "b"), ("d", "nothing")]
    assert "holiday.jpg for instance" in caplog.text


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    real = fill(tmp_path / "elsewhere", ["1.png", "2.png"])
    folder = fill(tmp_path / "d", ["B/1.png"])
    (folder / "A").symlink_to(real)
    (folder / "B" / "again").symlink_to(folder)
    (folder / "B" / "nowhere.png").symlink_to(tmp_path / "gone.png")
    (one,) = picture_sets(folder)
    assert [entry.name for entry in one.entries] == ["A/1.png", "A/2.png", "B/1.png"]


def test_what_is_passed_over_is_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = fill(tmp_path / "d", ["A/1.png", "A/._1.png", "A/Thumbs.db", "readme.txt", "__MACOSX/A/1.png", "B/1.png"])
    (folder / "C").mkdir()
    picture_sets(folder)
    assert "no pictures are passed over: 1 .db, 1 .txt, 2 hidden" in caplog.text
    assert "folders without a picture: C" in caplog.text


def test_archives_of_windows_and_of_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "windows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(("A\\1.png", "B\\1.png", "B\\2.png")):
            archive.writestr(named(name), jpeg(number))
    assert signers_and_labels(path) == [("windows", "A"), ("windows", "B")]
    (one,) = picture_sets(path)
    assert [int(image[0, 0, 0]) for _, image in one.pictures()] == [0, 1, 2]


def foreign_zip(path: Path, name: bytes) -> Path:
    """A zip with one picture under a name in bytes that says nothing of its encoding."""
    placeholder = b"x" * len(name)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(placeholder.decode(), jpeg())
    path.write_bytes(path.read_bytes().replace(placeholder, name))
    return path


def test_names_in_other_encodings_are_read_where_they_are_plain(tmp_path: Path) -> None:
    assert signers_and_labels(foreign_zip(tmp_path / "a.zip", "Ñandú/A/1.png".encode())) == [("Ñandú", "A")]
    with pytest.raises(DataError, match="in an encoding that cannot be told"):
        picture_sets(foreign_zip(tmp_path / "b.zip", "Ñandú/A/1.png".encode("cp1252")))


def named(name: str) -> zipfile.ZipInfo:
    """A member of exactly this name: zipfile itself would write slashes."""
    member = zipfile.ZipInfo("x")
    member.filename = name
    return member


def test_a_gallery_beside_zips_is_passed_over(tmp_path: Path) -> None:
    folder = fill(tmp_path / "sources", ["gallery.jpg"])
    pack(folder / "one.zip", fill(tmp_path / "one", ["A/1.png"]))
    assert [pictures.name for pictures in picture_sets(folder)] == ["one"]


def test_what_was_made_up_is_known_by_the_truth_beside_it(tmp_path: Path) -> None:
    folder = fill(tmp_path / "sources", ["made.npz"])
    for name in ("made", "real"):
        pack(folder / f"{name}.zip", fill(tmp_path / name, ["A/1.png"]))
    made, real = picture_sets(folder)
    assert (made.made_up, real.made_up) == (True, False)
    assert made.views < real.views
