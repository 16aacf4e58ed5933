"""Spelled text on the command line: read with subtitles and corrections, evaluate on clips."""

import csv
import json
import shutil
from pathlib import Path

import cv2
import pytest

from signread import open_video
from signread.cli import main
from signread.evaluation.conditions import conditions

from ..conftest import write_video

pytestmark = pytest.mark.usefixtures("hand_networks")


def test_a_clip_is_read_as_text(hello: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    srt, vtt, annotated = (tmp_path / f"hello.{kind}" for kind in ("srt", "vtt", "mp4"))
    options = ["--srt", str(srt), "--vtt", str(vtt), "--annotate", str(annotated), "--correct"]
    assert main(["read", str(hello), *options]) == 0
    printed = capsys.readouterr()
    assert printed.out == "HELLO\n"
    assert printed.err.count("written: ") == 3
    begin, end = srt.read_text("utf-8").splitlines()[1].split(" --> ")
    assert begin == "00:00:00,000"
    assert "00:00:03" < end < "00:00:06"
    assert srt.read_text("utf-8").endswith("\nHELLO\n\n")
    assert vtt.read_text("utf-8").startswith("WEBVTT\n\n00:00:00.000 --> ")
    last = list(open_video(annotated))[-1].image
    plain = cv2.resize(list(open_video(hello))[-1].image, last.shape[1::-1])
    foot = slice(-last.shape[0] // 10, None)
    assert last[foot].max() > 200  # the letters
    assert last[foot].mean() < plain[foot].mean() * 0.7  # on their shade


def test_json_names_every_letter(hello: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(hello), "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert (document["text"], document["corrected"]) == ("HELLO", "HELLO")
    assert [letter["letter"] for letter in document["letters"]] == list("HELLO")
    for number, letter in enumerate(document["letters"]):
        assert letter["begin"] < letter["time"] <= letter["end"]
        assert letter["begin"] == pytest.approx(0.8 * number, abs=0.6)
        assert letter["confidence"] == pytest.approx(letter["alternatives"][0]["probability"])
    assert document["words"][0]["suggestions"][0]["word"] == "HELLO"
    assert len(document["readings"]) == 60


def test_a_video_without_letters_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(write_video(tmp_path / "v.mp4"))]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no letter was held long enough" in printed.err


def test_too_few_frames_a_second_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(write_video(tmp_path / "slow.mp4", 6, 2.0))]) == 0
    assert "slow.mp4: 2.0 frames a second are too few for hands that move" in capsys.readouterr().err
    assert main(["read", str(write_video(tmp_path / "v.mp4", 20, 10.0))]) == 0
    assert "too few" not in capsys.readouterr().err


@pytest.mark.parametrize("paths", [["a.jpg"], ["a.mp4", "b.mp4"], ["."]])
def test_subtitles_are_of_one_video(paths: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", *paths, "--srt", str(tmp_path / "a.srt")]) == 2
    assert "subtitles are of one video" in capsys.readouterr().err


def test_subtitles_into_no_folder_are_refused_before_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "nowhere.mp4", "--vtt", str(tmp_path / "no" / "a.vtt")]) == 2
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--srt", "--vtt", "--annotate"])
@pytest.mark.parametrize(
    ("name", "said"), [("", "is a folder"), (".", "is a folder"), ("in.mp4", "read and written at once")]
)
def test_an_output_is_a_file_of_its_own(
    option: str,
    name: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = write_video(tmp_path / "in.mp4").read_bytes()
    assert main(["read", "in.mp4", option, name]) == 2
    assert said in capsys.readouterr().err
    assert (tmp_path / "in.mp4").read_bytes() == before
    assert main(["read", "in.mp4", "--srt", "o.txt", "--vtt", "o.txt"]) == 2
    assert "written twice" in capsys.readouterr().err


def test_a_folder_named_like_a_video_is_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.mp4").mkdir()
    assert main(["read", str(tmp_path / "d.mp4"), "--srt", str(tmp_path / "o.srt")]) == 2
    assert "subtitles are of one video" in capsys.readouterr().err


def test_clips_are_evaluated(hello: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(hello, tmp_path / "hello.mp4")
    write_video(tmp_path / "nobody.mp4", count=24)
    with (tmp_path / "clips.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["file", "text", "seconds_per_letter"])
        table.writerow(["hello.mp4", "HELLOS", "0.8"])
        table.writerow(["nobody.mp4", "", ""])
    order = ["evaluate", "--data", str(tmp_path), "--robustness", "--json", "--out", str(tmp_path / "out")]
    assert main(order) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["character_error_rate"] == pytest.approx(1 / 6)
    assert [clip["read"] for clip in printed["clips"]] == ["HELLO", ""]
    assert 0 < printed["delay_median"] <= printed["delay_p95"] < 0.8
    assert printed["false_letters_a_minute"] == 0.0
    assert printed["same_at_all_paces"] >= 1
    assert set(printed["clips"][0]["under"]) == set(printed["character_error_rate_under"]) == set(conditions())
    written = (tmp_path / "out" / "report.md").read_text("utf-8")
    assert "| hello.mp4 | HELLOS | HELLO |" in written


def test_a_wrong_table_of_clips_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "clips.csv").write_text("file,text\nnowhere.mp4,A\n")
    assert main(["evaluate", "--data", str(tmp_path)]) == 2
    assert "clips.csv, row 2: nowhere.mp4 is no video that is there" in capsys.readouterr().err
