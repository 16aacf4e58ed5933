from pathlib import Path

import pytest

from signread import DataError
from signread.archive import archive
from signread.archive.addresses import find_videos, fingerprint, state
from signread.archive.jobs import Row
from signread.errors import PictureError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.mp4", "a.MKV", "deep/er/c.webm", "notes.txt", "deep/._d.mp4", "picture.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def names(found: list[str], folder: Path) -> list[str]:
    return [str(Path(one).relative_to(folder)) for one in found]


def test_a_folder_stands_for_all_videos_in_it(folder: Path) -> None:
    assert names(find_videos([str(folder)]), folder) == ["a.MKV", "b.mp4", "deep/er/c.webm"]


def test_patterns_and_videos_named_twice(folder: Path) -> None:
    found = find_videos([f"{folder}/**/*.webm", f"{folder}/b.mp4", str(folder)])
    assert names(found, folder) == ["deep/er/c.webm", "b.mp4", "a.MKV"]


def test_lists_are_relative_to_themselves(folder: Path) -> None:
    (folder / "list.txt").write_text("# ours\nb.mp4\n\ndeep/er/c.webm\n")
    (folder / "table.csv").write_text("speaker,path\nAnna,b.mp4\n", encoding="utf-8-sig")
    assert names(find_videos([str(folder / "list.txt")]), folder) == ["b.mp4", "deep/er/c.webm"]
    assert names(find_videos([str(folder / "table.csv")]), folder) == ["b.mp4"]


def test_other_stores_are_reached_by_fsspec(folder: Path) -> None:
    from fsspec.implementations.memory import MemoryFileSystem

    memory = MemoryFileSystem()
    memory.pipe("/talks/one.mp4", b"one")
    memory.pipe("/talks/two.txt", b"two")
    assert find_videos(["memory://talks"]) == ["memory:///talks/one.mp4"]
    assert find_videos(["memory://talks/*.mp4"]) == ["memory:///talks/one.mp4"]
    (folder / "one.mp4").write_bytes(b"one")
    assert fingerprint("memory://talks/one.mp4") == fingerprint(str(folder / "one.mp4"))
    with pytest.raises(DataError, match="memory://nowhere: cannot be reached"):
        find_videos(["memory://nowhere"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("empty", "no video found; expected files that end in one of"),
        ("nowhere", "no such file or folder"),
        ("bad.csv", "columns name; expected one called path"),
        ("latin.txt", "expected a list in UTF-8"),
    ],
)
def test_what_names_no_video_is_an_error(given: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.csv").write_text("name\nb.mp4\n")
    (tmp_path / "latin.txt").write_bytes("Übung.mp4".encode("latin-1"))
    with pytest.raises(DataError, match=said):
        find_videos([str(tmp_path / given)])


def test_a_fingerprint_is_of_the_content_and_a_state_changes_with_it(tmp_path: Path) -> None:
    one, other = tmp_path / "one.mp4", tmp_path / "other.mp4"
    one.write_bytes(b"same")
    other.write_bytes(b"same")
    assert fingerprint(str(one)) == fingerprint(str(other))
    assert state(str(one)) != state(str(other))
    before = state(str(one))
    one.write_bytes(b"longer")
    assert state(str(one)) != before
    with pytest.raises(PictureError, match="cannot be read"):
        fingerprint(str(tmp_path / "gone.mp4"))


def test_a_video_of_another_store_is_named_by_its_address(tmp_path: Path) -> None:
    from fsspec.implementations.memory import MemoryFileSystem

    MemoryFileSystem().pipe("/talks/broken.mp4", b"no video")
    rows: list[Row] = []
    archive(["memory://talks/broken.mp4"], tmp_path / "out", workers=1, on_row=lambda row, _: rows.append(row))
    assert [row.path for row in rows] == ["memory://talks/broken.mp4"]
    assert "memory://talks/broken.mp4" in rows[0].error
