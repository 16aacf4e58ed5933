import subprocess
import sys
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
