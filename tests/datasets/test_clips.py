from pathlib import Path

import pytest

from signread import DataError
from signread.datasets.clips import is_clips, read_clips, spelled_text

from ..conftest import write_video


def folder(path: Path, table: str) -> Path:
    write_video(path / "a.mp4", count=2)
    (path / "clips.csv").write_bytes(table.encode())
    return path


def test_clips_are_named_with_their_text(tmp_path: Path) -> None:
    path = folder(tmp_path, "\ufefffile,signer,text,seconds_per_letter\r\na.mp4,me,hello  you,0.8\r\na.mp4,me,,\r\n")
    assert is_clips(path)
    first, second = read_clips(path)
    assert (first.path, first.text, first.seconds_per_letter) == (path / "a.mp4", "HELLO YOU", 0.8)
    assert (second.text, second.seconds_per_letter) == ("", None)


def test_a_folder_without_a_table_is_none(tmp_path: Path) -> None:
    assert not is_clips(tmp_path)
    assert not is_clips(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "no column file and text"),
        ("file\na.mp4\n", "no column text"),
        ("file,text\n", "names no clip"),
        ("file,text\nb.mp4,B\n", "row 2: b.mp4 is no video that is there"),
        ("file,text\na.mp4\n", "row 2: found"),
        ("file,text\n../a.mp4,A\n", "lies outside"),
        ("file,text\n/a.mp4,A\n", "lies outside"),
        ("file,text\nclips.csv,A\n", "is no video"),
        ("file,text\na.mp4," + "A" * 200_000 + "\n", "no table"),
        ("file,text,seconds_per_letter\na.mp4,A,soon\n", "'soon' seconds per letter"),
        ("file,text,seconds_per_letter\na.mp4,A,nan\n", "'nan' seconds per letter"),
    ],
)
def test_a_wrong_table_is_an_error_in_words(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_clips(folder(tmp_path, table))


def test_a_table_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "clips.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="cannot be read"):
        read_clips(tmp_path)


@pytest.mark.parametrize(
    "table",
    [
        b"File;Text;seconds_per_letter\r\na.mp4;hello you;0,8\r\n",
        b"sep=;\r\nfile;text;seconds_per_letter\r\na.mp4;hello you;0,8\r\n",
        "\ufefffile\ttext\tseconds_per_letter\r\na.mp4\thello you\t0.8\r\n".encode("utf-16-le"),
        "file,text,seconds_per_letter\na.mp4,hello you,0.8\n".encode("utf-16"),
        b"file, text , seconds_per_letter\n a.mp4 , hello you ,0.8\n\n,,\n  ,  ,\n",
        b".,text\n".replace(b".", b"seconds_per_letter,file") + b"0.8,.\\a.mp4,hello you\n",
    ],
    ids=["semicolons", "sep", "utf-16", "utf-16 with mark", "blanks and empty rows", "backslash"],
)
def test_tables_as_spreadsheets_write_them(tmp_path: Path, table: bytes) -> None:
    write_video(tmp_path / "a.mp4", count=2)
    (tmp_path / "clips.csv").write_bytes(table)
    (clip,) = read_clips(tmp_path)
    assert (clip.path.name, clip.text, clip.seconds_per_letter) == ("a.mp4", "HELLO YOU", 0.8)


def test_names_of_windows_in_its_own_encoding(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write_video(tmp_path / "sub" / "café.mp4", count=2)
    (tmp_path / "clips.csv").write_bytes("file,text\r\nsub\\café.mp4,CAFE\r\n".encode("cp1252"))
    (clip,) = read_clips(tmp_path)
    assert clip.path == tmp_path / "sub" / "café.mp4"


def test_what_no_hand_spells_is_taken_away_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (one,) = read_clips(folder(tmp_path, 'file,text\na.mp4,"Hello, it\'s Zoë!"\n'))
    assert one.text == "HELLO ITS ZOE"
    assert "no hand spells punctuation" in caplog.text
    assert spelled_text("and/or 3 e-mails…") == "AND OR 3 EMAILS"
