import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from signread import OutputError
from signread.files import write_atomically


def test_content_is_replaced_and_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_atomically(path, "one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="file/inside: cannot be saved"):
        write_atomically(tmp_path / "file" / "inside", "y")


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")
    # A limit on the size of files is a full disk that every Unix has.
    script = (
        "import resource, sys; from pathlib import Path; from signread.files import write_atomically\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_atomically(Path(sys.argv[1]), bytes(5000))"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert "OutputError" in ended.stderr
    assert "what was there before is unchanged" in ended.stderr
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "file").write_text("before")
    (tmp_path / "link").symlink_to("far/file")
    write_atomically(tmp_path / "link", "after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "far" / "file").read_text() == "after"


def test_a_pipe_and_a_device_are_written_to_and_stay(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reading = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reading.start()
    write_atomically(pipe, "through")
    reading.join()
    assert received == [b"through"]
    assert pipe.is_fifo()
    write_atomically(Path(os.devnull), "gone")
    assert Path(os.devnull).is_char_device()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="a system without /dev/stdout")
def test_standard_output_is_written_to_whatever_it_is(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from signread.files import write_atomically\n"
        "print('first'); write_atomically(Path('/dev/stdout'), 'second\\n'); print('third')"
    )
    expected = b"first\nsecond\nthird\n"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == expected
    with (tmp_path / "out").open("wb") as file:
        subprocess.run([sys.executable, "-c", script], stdout=file, check=True)
    assert (tmp_path / "out").read_bytes() == expected


def test_names_may_be_as_long_as_they_can(tmp_path: Path) -> None:
    for name in ("x" * 250 + ".srt", "\u4e2d" * 84):
        write_atomically(tmp_path / name, "text")
        assert (tmp_path / name).read_text() == "text"
