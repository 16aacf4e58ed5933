import sys
from pathlib import Path

import pytest

from signread.errors import PictureError
from signread.sources import isolated

HELLO = Path(__file__).parents[1] / "data" / "hello.mp4"


@pytest.mark.skipif(sys.platform == "win32", reason="a script with a first line takes the place of Python")
def test_a_video_that_gives_no_frame_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "python"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(hanging))
    with pytest.raises(PictureError, match=r"hello\.mp4: no frame for 0\.5 s, 0\.0 s in; given up"):
        isolated.open_isolated(HELLO, patience=0.5)


def test_a_video_read_from_its_middle_has_the_frames_and_times_of_the_whole() -> None:
    whole = [(frame.time, frame.image.sum()) for frame in isolated.open_isolated(HELLO)]
    later = [(frame.time, frame.image.sum()) for frame in isolated.open_isolated(HELLO, begin=1.5)]
    assert later == [frame for frame in whole if frame[0] >= 1.5]
