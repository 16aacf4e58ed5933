import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from signread.archive import archive
from signread.archive.jobs import Settings
from signread.archive.on_ray import Tasks
from signread.errors import DeviceError

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not made for this Python")
HELLO = Path(__file__).parents[1] / "data" / "hello.mp4"


def test_a_cluster_reads_what_processes_read(tmp_path: Path) -> None:
    for name in ("one", "other"):
        shutil.copy(HELLO, tmp_path / f"{name}.mp4")
    (tmp_path / "broken.mp4").write_bytes(b"none")
    texts: dict[str, str] = {}
    summary = archive(
        [tmp_path],
        tmp_path / "out",
        cluster="local",
        workers=1,
        on_row=lambda row, _: texts.update({Path(row.path).name: row.text}),
    )
    assert texts == {"one.mp4": "HELLO", "other.mp4": "HELLO", "broken.mp4": ""}
    assert (summary.read, len(summary.failed)) == (2, 1)


def test_a_cluster_that_is_not_there_is_named() -> None:
    with pytest.raises(DeviceError, match="no Ray cluster can be reached there"):
        Tasks(1, None, Settings(), "auto")


def test_a_cluster_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signread.parallel.ray_cluster.REACH_S", 3.0)
    with pytest.raises(DeviceError, match=r"127\.0\.0\.1:9: no Ray cluster can be reached there \(no answer in 3 s\)"):
        Tasks(1, None, Settings(), "127.0.0.1:9")
