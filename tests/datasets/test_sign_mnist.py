import zipfile
from pathlib import Path

import numpy as np
import pytest

from signread import DataError
from signread.datasets import sign_mnist
from signread.datasets.mnist_files import CsvFile, Part
from signread.datasets.mnist_table import HEADER, faults, summed_up
from signread.datasets.sign_mnist import read

from ..conftest import csv_bytes, small_set

GOOD_ROW = b"0," + b",".join([b"7"] * 784)


def row(label: bytes = b"0", **pixels: bytes) -> bytes:
    values = [b"7"] * 784
    for name, value in pixels.items():
        values[int(name.removeprefix("pixel")) - 1] = value
    return b",".join([label, *values])


def test_folder_file_and_zip_give_the_same_pictures(small_folder: Path, small_zip: Path) -> None:
    images, labels, _ = small_set(1)
    for path in (small_folder, small_zip, small_folder / "sign_mnist_train.csv", small_folder / "sign_mnist_test.csv"):
        data = read(path, "train")
        np.testing.assert_array_equal(data.images, images)
        np.testing.assert_array_equal(data.labels, labels)
        assert (data.images.dtype.name, data.labels.dtype.name) == ("uint8", "uint8")


def test_the_two_parts_are_not_mixed_up(small_zip: Path) -> None:
    np.testing.assert_array_equal(read(small_zip, "test").images, small_set(2)[0])


def test_a_csv_of_another_name_stands_for_the_part_that_is_asked_for(small_folder: Path) -> None:
    own = (small_folder / "sign_mnist_test.csv").rename(small_folder / "mine.csv")
    part: Part
    for part in ("train", "test"):
        np.testing.assert_array_equal(read(own, part).images, small_set(2)[0])


def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path) -> None:
    images, labels, _ = small_set(3, photographs=1)
    content = csv_bytes(images, labels)
    for number, variant in enumerate((content.replace(b"\r\n", b"\n"), b"\xef\xbb\xbf" + content, content[:-2])):
        file = tmp_path / f"{number}.csv"
        file.write_bytes(variant)
        np.testing.assert_array_equal(read(file, "test").images, images)


def test_a_second_read_comes_from_the_cache_and_a_changed_file_does_not(
    small_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(small_folder, "train")
    with monkeypatch.context() as patched:
        patched.setattr(sign_mnist, "_parse", lambda _: pytest.fail("read the CSV again"))
        second = read(small_folder, "train")
    np.testing.assert_array_equal(first.images, second.images)
    np.testing.assert_array_equal(first.groups, second.groups)
    images, labels, _ = small_set(5)
    (small_folder / "sign_mnist_train.csv").write_bytes(csv_bytes(images, labels))
    np.testing.assert_array_equal(read(small_folder, "train").images, images)


BAD_FILES = {
    "empty": (b"", "found an empty file"),
    "binary": (b"\x00\x01\xff\xfe" * 5000, "bytes that are no text"),
    "another header": (b"a,b,c\r\n" + GOOD_ROW, "(3 columns)"),
    "one column renamed": (
        HEADER.replace(b"pixel3,", b"pixle3,") + b"\r\n" + GOOD_ROW,
        "column pixel3: found 'pixle3'",
    ),
    "no row": (HEADER + b"\r\n", "no row after it"),
    "783 values": (HEADER + b"\r\n" + GOOD_ROW + b"\r\n" + GOOD_ROW[:-4], "row 2: found 783 values, expected 785"),
    "786 values": (HEADER + b"\r\n" + GOOD_ROW + b",7", "row 1: found 786 values, expected 785"),
    "cut off": (HEADER + b"\r\n" + GOOD_ROW + b"\r\n" + GOOD_ROW[:400], "row 2: found 201 values"),
    "pixel 256": (HEADER + b"\r\n" + row(pixel5=b"256"), "row 1, column pixel5: found '256'"),
    "pixel -1": (HEADER + b"\r\n" + row(pixel784=b"-1"), "row 1, column pixel784: found '-1'"),
    "pixel 1.5": (HEADER + b"\r\n" + row(pixel1=b"1.5"), "row 1, column pixel1: found '1.5'"),
    "pixel abc": (HEADER + b"\r\n" + row(pixel1=b"abc"), "expected a whole number in 0..255"),
    "pixel missing": (HEADER + b"\r\n" + row(pixel9=b""), "row 1, column pixel9: found ''"),
    "label 9": (HEADER + b"\r\n" + row(b"9"), "row 1, column label: found '9' (J is a movement)"),
    "label 25": (HEADER + b"\r\n" + row(b"25"), "found '25' (Z is a movement)"),
    "label 26": (HEADER + b"\r\n" + GOOD_ROW + b"\r\n" + row(b"26"), "row 2, column label: found '26'"),
    "label -1": (HEADER + b"\r\n" + row(b"-1"), "row 1, column label: found '-1'"),
    "text in utf-16": ("label,pixel1".encode("utf-16"), "bytes that are no text"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    content, expected = BAD_FILES[name]
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read(file, "train")
    assert expected in str(caught.value)
    assert "bad.csv" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_all_faults_are_found_not_only_the_first(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    rows = [HEADER, row(b"9", pixel1=b"x"), GOOD_ROW, row(pixel2=b"300", pixel784=b""), GOOD_ROW + b",1"]
    file.write_bytes(b"\r\n".join(rows))
    places = [(fault.row, fault.column) for fault in faults(CsvFile(file))]
    assert places == [(1, "label"), (1, "pixel1"), (3, "pixel2"), (3, "pixel784"), (4, "")]


def test_faults_that_repeat_are_one_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    rows = [HEADER, *[row(b"9", pixel3=b"300")] * 40, *[GOOD_ROW + b",1"] * 7]
    file.write_bytes(b"\r\n".join(rows))
    summary = summed_up(faults(CsvFile(file)), 20)
    assert [(fault.row, fault.column, fault.count) for fault in summary] == [
        (1, "label", 40),
        (1, "pixel3", 40),
        (41, "", 7),
    ]
    assert str(summary[1]).endswith("expected a whole number in 0..255; and 39 more like it")


def test_pixels_that_were_divided_by_255_are_named_as_such(tmp_path: Path) -> None:
    file = tmp_path / "divided.csv"
    divided = b"0," + b",".join([b"0.0274", b"1.0"] * 392)
    file.write_bytes(HEADER + b"\r\n" + b"\r\n".join([divided] * 30))
    (fault,) = summed_up(faults(CsvFile(file)), 20)
    assert fault.count == 30
    with pytest.raises(DataError, match="decimals from 0 to 1, as of a division by 255, expected whole numbers"):
        read(file, "train")


def test_tables_as_spreadsheets_and_pandas_write_them(tmp_path: Path) -> None:
    images, labels, _ = small_set(3, photographs=1)
    content = csv_bytes(images, labels)
    quoted = b",".join(b'"%s"' % name.upper() for name in HEADER.split(b","))
    variants = {
        "semicolons": content.replace(b",", b";"),
        "sep": b"sep=;\r\n" + content.replace(b",", b";"),
        "decimals": b"\r\n".join(
            [HEADER, *(b",".join(one + b".0" for one in line.split(b",")) for line in content.splitlines()[1:])]
        ),
        "capitals": content.replace(HEADER, quoted),
        "empty rows": content + b"\r\n" + b"," * 784 + b"\r\n\r\n",
    }
    for name, variant in variants.items():
        file = tmp_path / f"{name}.csv"
        file.write_bytes(variant)
        np.testing.assert_array_equal(read(file, "test").images, images)
        np.testing.assert_array_equal(read(file, "test").labels, labels)
        assert list(faults(CsvFile(file))) == []


def test_archives_as_windows_and_kaggles_program_make_them(tmp_path: Path, small_csvs: dict[str, bytes]) -> None:
    member = zipfile.ZipInfo("x")
    member.filename = "outer\\sign_mnist_train.csv"
    with zipfile.ZipFile(tmp_path / "windows.zip", "w") as archive:
        archive.writestr(member, small_csvs["sign_mnist_train.csv"])
    each = tmp_path / "each"
    each.mkdir()
    for part in ("train", "test"):
        with zipfile.ZipFile(each / f"sign_mnist_{part}.csv.zip", "w") as archive:
            archive.writestr(f"sign_mnist_{part}.csv", small_csvs[f"sign_mnist_{part}.csv"])
    called = tmp_path / "called"
    called.mkdir()
    (called / "sign_mnist_train.csv").write_bytes((each / "sign_mnist_train.csv.zip").read_bytes())
    images = small_set(1)[0]
    for path in (tmp_path / "windows.zip", each, each / "sign_mnist_test.csv.zip", called):
        np.testing.assert_array_equal(read(path, "train").images, images)
    np.testing.assert_array_equal(read(each / "sign_mnist_train.csv.zip", "test").images, small_set(2)[0])


def test_a_good_file_has_no_faults(small_zip: Path) -> None:
    assert list(faults(CsvFile(small_zip, "sign_mnist_train.csv"))) == []


@pytest.mark.parametrize(
    "member", ["../sign_mnist_train.csv", "/tmp/sign_mnist_train.csv", "..\\x.csv", "C:/x.csv", "./../x.csv"]
)
def test_a_zip_that_points_out_of_itself_is_not_opened(
    member: str, tmp_path: Path, small_csvs: dict[str, bytes]
) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sign_mnist_train.csv", small_csvs["sign_mnist_train.csv"])
        archive.writestr(member, b"x")
    with pytest.raises(DataError, match="points out of the archive"):
        read(path, "train")


def test_a_damaged_zip_is_refused(tmp_path: Path, small_zip: Path) -> None:
    whole = small_zip.read_bytes()
    changed = bytearray(whole)
    changed[1000:1100] = bytes(100)
    for number, content in enumerate((whole[: len(whole) // 2], bytes(changed), b"", b"PK\x03\x04rubbish")):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(content)
        with pytest.raises(DataError):
            read(path, "train")


def test_what_is_not_there_is_named(tmp_path: Path, small_folder: Path) -> None:
    with pytest.raises(DataError, match="no such file or folder"):
        read(tmp_path / "nowhere", "train")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=r"no sign_mnist_train\.csv in this folder"):
        read(tmp_path / "empty", "train")
    (small_folder / "sign_mnist_test.csv").unlink()
    with pytest.raises(DataError, match="beside the other one"):
        read(small_folder / "sign_mnist_train.csv", "test")


def test_kaggles_own_files(real_zip: Path) -> None:
    train, test = read(real_zip, "train"), read(real_zip, "test")
    assert train.images.shape == (27_455, 28, 28)
    assert test.images.shape == (7_172, 28, 28)
    assert train.groups.max() + 1 == 1_143
    assert np.bincount(train.labels, minlength=26)[[9, 25]].tolist() == [0, 0]
    # by the tutorial's eyes: the first rows are D, G, C, C, N
    assert train.labels[:5].tolist() == [3, 6, 2, 2, 13]
