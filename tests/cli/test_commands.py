"""The command line as people meet it: what it prints, and how it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from signread import open_video
from signread.cli import main

from ..conftest import hand_picture, write_video

pytestmark = pytest.mark.usefixtures("hand_networks")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "hand.png"
    cv2.imwrite(str(path), hand_picture())
    return path


def test_pictures_are_read_one_a_line(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(picture), str(picture.parent)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(line.endswith(str(picture)) and "%" in line for line in lines)


def test_one_bad_picture_in_a_folder_spoils_only_itself(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (picture.parent / "bad.jpg").write_bytes(b"no picture")
    assert main(["read", str(picture.parent), "--json"]) == 2
    printed = capsys.readouterr()
    assert [document["path"] for document in json.loads(printed.out)] == [str(picture)]
    assert "bad.jpg: not a picture" in printed.err
    assert "1 of 2 could not be read" in printed.err


def test_json_is_one_document_and_nothing_else(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video = write_video(tmp_path / "v.mp4")
    assert main(["read", str(picture), str(video), "--tracker", "centre", "--threshold", "0", "--json"]) == 0
    documents = json.loads(capsys.readouterr().out)
    assert [document["path"] for document in documents] == [str(picture), str(video)]
    assert len(documents[1]["readings"]) == 12
    reading = documents[1]["readings"][3]
    assert reading["time"] == pytest.approx(3 / 12, abs=1e-3)
    assert (reading["letter"] or "nothing") == reading["alternatives"][0]["letter"]


def test_annotate_writes_pictures_for_a_second_and_videos_at_their_times(picture: Path, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", count=13, rate=12.0)
    out = tmp_path / "out.mp4"
    assert main(["read", str(picture), str(video), "--annotate", str(out)]) == 0
    times = [frame.time for frame in open_video(out)]
    assert times[-1] == pytest.approx(2.0, abs=0.05)  # one second of picture, one of video


def test_live_reads_files_instead_where_there_is_no_camera(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["live", "--camera", "63", "--instead", str(picture)]) == 0
    printed = capsys.readouterr()
    assert f"reading {picture} instead" in printed.err
    assert str(picture) in printed.out


def test_data_check_says_what_is_there(small_zip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "check", str(small_zip)]) == 0
    printed = capsys.readouterr().out
    assert "288 pictures of 28 x 28" in printed
    assert "96 groups of near-duplicates (photographs), of 3 to 3 pictures" in printed
    assert printed.count("no faults") == 2
    assert main(["data", "check", str(small_zip), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["train"]["near_duplicate_groups"]["groups"] == 96


def test_data_check_lists_every_fault(small_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = small_folder / "sign_mnist_train.csv"
    lines = file.read_bytes().split(b"\r\n")
    lines[4] = b"9" + lines[4][lines[4].index(b",") :]
    lines[7] = lines[7] + b",1"
    file.write_bytes(b"\r\n".join(lines))
    assert main(["data", "check", str(small_folder)]) == 2
    printed = capsys.readouterr()
    assert "row 4, column label: found '9' (J is a movement)" in printed.out
    assert "row 7: found 786 values" in printed.out
    assert "2 faults" in printed.err


def test_data_show_draws(small_zip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "show", str(small_zip), "--out", str(tmp_path / "figures")]) == 0
    assert len(list((tmp_path / "figures").iterdir())) == 25
    assert "montage-A.png" in capsys.readouterr().err


def test_training_prints_its_run_as_json(small_zip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["train", "fast", "--epochs", "2", "--data", str(small_zip), "--out", str(tmp_path / "run"), "--json"]
    assert main(arguments) == 0
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)["epochs"]) == 2
    assert "epoch 2/2" in printed.err
    assert main([*arguments, "--resume"]) == 0  # nothing is left to do
    assert main([*arguments[:3], "3", *arguments[4:], "--resume"]) == 2
    assert "was started with epochs 2, not 3" in capsys.readouterr().err
    assert main(arguments) == 2
    assert "already there" in capsys.readouterr().err


REFUSED = {
    "read nowhere.jpg": "nowhere.jpg",
    "read nowhere.mp4": "nowhere.mp4",
    "read . --model nowhere.onnx": "nowhere.onnx",
    "read text.txt": "neither a picture nor a video",
    "live --camera 63 --model text.txt": "text.txt: not an ONNX model",
    "data check nowhere.zip": "nowhere.zip",
    "data check text.txt": "fault",
    "data show text.txt": "text.txt: header",
    "train fast --data nowhere.zip": "nowhere.zip",
    "train fast --data text.txt": "text.txt: header",
    "evaluate --data text.txt": "text.txt: header",
    "evaluate nowhere --data text.txt": "nowhere: no such model file",
    "evaluate . --data text.txt": "no run here",
    "export nowhere -o m.onnx": "nowhere: no run here",
    "export nowhere -o m.txt": "written as .onnx",
    "compare nowhere": "nowhere: no run here",
}


@pytest.mark.parametrize("line", REFUSED)
def test_bad_input_is_one_line_and_exit_code_2(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.txt").write_text("hello\nworld\n")
    assert main(line.split()) == 2
    errors = capfd.readouterr().err.splitlines()
    assert len(errors) == 1
    assert REFUSED[line] in errors[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["text.txt"]


def test_wrong_words_are_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    for line in ("", "sing", "train", "train huge --data x", "train fast --data x --epochs 0", "read"):
        with pytest.raises(SystemExit) as stopped:
            main(line.split())
        assert stopped.value.code == 2
    assert "usage: signread" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["live", "read", "data fetch", "data check", "data show", "train", "export", "evaluate", "compare"]
)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command.split(), "--help"])
    assert stopped.value.code == 0
    assert f"signread {command}" in capsys.readouterr().out.split("example:")[1]


def test_a_reader_of_our_output_may_leave_early(picture: Path) -> None:
    script = f"{sys.executable} -m signread read {picture} {picture} | true"
    ended = subprocess.run(["bash", "-o", "pipefail", "-c", script], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_video_is_not_written_over_while_it_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    video = write_video(tmp_path / "v.mp4")
    before = video.read_bytes()
    assert main(["read", str(video), "--annotate", str(video)]) == 2
    assert "would be read and written at once" in capsys.readouterr().err
    assert video.read_bytes() == before


def test_a_name_that_is_no_utf8_is_read(tmp_path: Path) -> None:
    name = b"\xff.mp4"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(write_video(tmp_path / "v.mp4").read_bytes())
    command = [os.fsencode(sys.executable), b"-m", b"signread", b"read", os.fsencode(tmp_path) + b"/" + name]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"signread: no letter was held long enough to be read\n")


def test_a_terminal_without_our_letters_and_a_closed_output_are_no_trouble(picture: Path) -> None:
    odd = picture.with_name("händ 手.png")
    odd.write_bytes(picture.read_bytes())
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "signread", "read", str(odd)]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    closed = subprocess.run(f"'{sys.executable}' -m signread read '{picture}' >&-", shell=True, check=False)
    assert closed.returncode == 0


def test_what_the_system_refuses_is_one_line(
    small_zip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    assert main(["data", "show", str(small_zip), "--out", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err == f"signread: {tmp_path / 'file'}: File exists\n"
    assert main(["read", "x" * 300 + ".png"]) == 2
    assert "File name too long" in capsys.readouterr().err


def test_training_data_is_no_exam(small_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = (small_folder / "sign_mnist_train.csv").rename(small_folder / "mine.csv")
    run = str(tmp_path / "cost$5_$6")
    assert main(["train", "fast", "--epochs", "1", "--data", str(own), "--out", run]) == 0
    assert main(["evaluate", run, "--data", str(own)]) == 2
    assert "was trained on these very pictures" in capsys.readouterr().err
