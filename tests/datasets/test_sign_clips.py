from pathlib import Path

import pytest

from signread.datasets.sign_clips import open_signs, sign_videos
from signread.errors import DataError
from tests.signs.people import across, archive, signed, up


def test_folders_tell_signs_and_signers(tmp_path: Path) -> None:
    for name in ("ann/hello/1.mp4", "ann/hello/2.MP4", "ben/yes/1.mov", ".x/hello/1.txt", "ann/hello/.3.mp4"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [(file.name, signer, sign) for file, signer, sign in sign_videos(tmp_path)] == [
        ("1.mp4", "ann", "hello"),
        ("2.MP4", "ann", "hello"),
        ("1.mov", "ben", "yes"),
    ]
    assert {signer for _, signer, _ in sign_videos(tmp_path / "ann")} == {"signer"}


def test_archives_are_read_one_or_many(tmp_path: Path) -> None:
    one = archive(tmp_path / "a.npz", {("ann", "hello"): [signed(across)], ("ann", "yes"): [signed(up)]})
    archive(tmp_path / "b.npz", {("ben", "hello"): [signed(across, left=True)]})
    assert [(clip.signer, clip.word) for clip in open_signs(one)] == [("ann", "hello"), ("ann", "yes")]
    assert len(open_signs(tmp_path)) == 3
    assert open_signs(one)[0].sequence.hands.shape[1:] == (2, 21, 2)


@pytest.mark.parametrize("name", ["", "nowhere", "file.txt"])
def test_what_holds_no_signs_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("no video")
    with pytest.raises(DataError, match=r"expected videos of signs as <sign>/\*.mp4 or <signer>/<sign>/\*.mp4"):
        open_signs(tmp_path / name)
