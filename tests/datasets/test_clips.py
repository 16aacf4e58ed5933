from pathlib import Path

import pytest

from signread import DataError
from signread.datasets.clips import is_clips, read_clips

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
