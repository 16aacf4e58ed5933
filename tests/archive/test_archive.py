import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from signread import DataError, OutputError, Transcript, open_video
from signread.archive import Settings, archive, search
from signread.archive.jobs import Done, Job, Row, VideoReader
from signread.archive.store import COLUMNS, Store, opened, parts, read_part, write_part
from signread.archive.workers import Processes, work
from signread.output.video import RATE, VideoSink
from signread.parallel import TRIES
from signread.tracking.hand_tracker import HandTracker

HELLO = Path(__file__).parents[1] / "data" / "hello.mp4"
BROKEN = b"no video at all"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Videos, and an archive of them: one under two names, one that is none."""
    folder = tmp_path_factory.mktemp("videos")
    shutil.copy(HELLO, folder / "hello.mp4")
    shutil.copy(HELLO, folder / "same.mp4")
    (folder / "broken.mp4").write_bytes(BROKEN)
    out = tmp_path_factory.mktemp("archive") / "texts"
    summary = archive([folder], out, workers=2)
    assert (summary.videos, summary.read, summary.done_before, len(summary.failed)) == (3, 2, 0, 1)
    return folder, out


def rows_of(out: Path) -> list[dict[str, object]]:
    files = list(out.glob("**/*.parquet"))
    return [row for file in files for row in pyarrow.parquet.read_table(file).to_pylist()]


def test_every_video_has_one_row_with_the_columns_that_never_change(made: tuple[Path, Path]) -> None:
    folder, out = made
    rows = {Path(str(row["path"])).name: row for row in rows_of(out)}
    assert sorted(rows) == ["broken.mp4", "hello.mp4", "same.mp4"]
    assert len(rows_of(out)) == 3
    assert (
        tuple(rows["hello.mp4"])
        == COLUMNS
        == (
            *("path", "fingerprint", "duration_s", "fps", "frames_read", "frames_lost", "seconds"),
            *("text", "letters", "model", "version", "error"),
        )
    )
    hello = rows["hello.mp4"]
    assert (hello["text"], hello["letters"], hello["error"], hello["frames_lost"]) == ("HELLO", 5, "", 0)
    assert hello["fingerprint"] == rows["same.mp4"]["fingerprint"]
    assert {**rows["same.mp4"], "path": ""} == {**hello, "path": ""}
    assert rows["broken.mp4"]["text"] == ""
    assert str(folder / "broken.mp4") in str(rows["broken.mp4"]["error"])


def test_each_video_has_a_transcript_and_subtitles(made: tuple[Path, Path]) -> None:
    files = sorted((made[1] / "transcripts").rglob("*.*"))
    assert [file.suffix for file in files] == [".json", ".srt"]
    assert Transcript.from_json(files[0].read_text()).written() == "HELLO"
    assert "HELLO" in files[1].read_text()


def test_a_second_run_reads_nothing(made: tuple[Path, Path]) -> None:
    folder, out = made
    before = rows_of(out)
    summary = archive([folder], out)
    assert (summary.read, summary.done_before, len(summary.failed)) == (0, 3, 0)
    assert rows_of(out) == before


def test_other_settings_are_other_jobs_and_failed_ones_can_be_tried_again(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, out = made
    mine = tmp_path / "texts"
    shutil.copytree(out, mine)
    summary = archive([folder], mine, settings=Settings(every=2), workers=1)
    assert summary.read == 2
    by_settings = {made_by: rows for rows, made_by in map(read_part, parts(mine))}
    half = next(row for row in by_settings[Settings(every=2).to_json()] if not row.error)
    whole = next(row for row in by_settings[Settings().to_json()] if not row.error)
    assert half.frames_read == (whole.frames_read + 1) // 2
    shutil.copy(HELLO, folder / "broken.mp4")
    try:
        again = archive([folder], mine, retry=True)
        assert (again.read, len(again.failed)) == (1, 0)
        rows, _ = zip(*[read_part(part) for part in parts(mine)], strict=True)
        errors = [row for some in rows for row in some if row.error]
        assert len(errors) == 1  # that of the other settings
    finally:
        (folder / "broken.mp4").write_bytes(BROKEN)


def test_words_are_found_with_their_time_and_one_wrong_letter(made: tuple[Path, Path]) -> None:
    exact = list(search(made[1], "hello"))
    assert sorted(Path(one.path).name for one in exact) == ["hello.mp4", "same.mp4"]
    assert all(one.wrong == 0 and 0 <= one.begin < one.end < 10 for one in exact)
    for near in ("HELO", "HALLO", "HELLOS"):
        assert {one.wrong for one in search(made[1], near)} == {1}, near
    assert not list(search(made[1], "WORLD"))
    assert not list(search(made[1], "HELP"))
    with pytest.raises(DataError, match="no letter to look for"):
        list(search(made[1], "!"))
    with pytest.raises(DataError, match="no archive"):
        list(search(made[0], "hello"))


def test_another_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "out", Settings()):
        before = (tmp_path / "out" / "archive.json").read_text()
        code = "import pathlib; from signread.archive import Settings; from signread.archive.store import opened\n"
        code += f"with opened(pathlib.Path({str(tmp_path / 'out')!r}), Settings(every=2)): pass"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "another run writes here" in other.stderr
        assert (tmp_path / "out" / "archive.json").read_text() == before
    with opened(tmp_path / "out", Settings()):
        pass


def test_what_cannot_be_written_is_said_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="nothing can be saved there"):
        archive([HELLO], tmp_path / "file" / "out")


def test_a_table_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "table").mkdir()
    (tmp_path / "table" / "part-x.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(DataError, match=r"part-x\.parquet: no part of an archive's table"):
        archive([HELLO], tmp_path)


def test_a_table_of_an_older_version_is_gone_on_with(made: tuple[Path, Path], tmp_path: Path) -> None:
    folder, out = made
    mine = tmp_path / "texts"
    shutil.copytree(out, mine)
    (part,) = parts(mine)
    rows, _ = read_part(part)
    write_part(part, [replace(row, version="0.1.0") for row in rows], Settings())
    summary = archive([folder], mine, workers=1)
    assert (summary.done_before, summary.read) == (3, 0)
    assert {row["version"] for row in rows_of(mine)} == {"0.1.0"}
    table = pyarrow.parquet.read_table(part).replace_schema_metadata({"settings": '{"of_a_newer_one": 1}'})
    pyarrow.parquet.write_table(table, part)
    with pytest.raises(DataError, match="of a newer signread"):
        list(search(mine, "hello"))
    pyarrow.parquet.write_table(table.replace_schema_metadata(None), part)
    with pytest.raises(DataError, match=r"has no settings; it was not written by `signread archive`"):
        archive([folder], mine, workers=1)


def test_a_video_at_which_the_decoder_crashes_is_tried_three_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashing, tries = tmp_path / "python", tmp_path / "tries"
    crashing.write_text(f"#!/bin/sh\necho >> {tries}\nkill -SEGV $$\n")
    crashing.chmod(0o755)
    reader = VideoReader(None, Settings())
    monkeypatch.setattr(sys, "executable", str(crashing))
    done = reader.read(Job(str(HELLO), "f"))
    assert tries.read_text().count("\n") == TRIES
    assert done.transcript is None
    assert "hello.mp4: the media library ended with code -11" in done.row.error
    assert done.row.error.endswith("tried 3 times")


class Dying:
    """A crew of one, whose worker ends as often as a job says."""

    idle = 1

    def __init__(self) -> None:
        self.given: list[Job] = []

    def start(self, job: Job) -> None:
        self.given.append(job)
        self.idle = 0

    def finished(self) -> list[tuple[Job, Done | None]]:
        self.idle = 1
        job = self.given[-1]
        died = self.given.count(job) <= int(job.fingerprint)
        return [(job, None if died else Done(Row(path=job.path, fingerprint=job.fingerprint), None))]

    def close(self) -> None:
        pass


def test_a_job_whose_worker_ends_is_tried_again_and_then_put_aside() -> None:
    crew = Dying()
    jobs = [Job("fine", "0"), Job("twice", "2"), Job("always", "99"), Job("last", "0")]
    done = {one.row.path: one.row.error for one in work(crew, iter(jobs), "model")}
    assert sorted(done) == ["always", "fine", "last", "twice"]
    assert [path for path, error in done.items() if error] == ["always"]
    assert f"ended {TRIES} times" in done["always"]
    assert crew.given.count(jobs[2]) == TRIES


def children(process: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == process:
            yield int(folder.name)


def workers_of(process: int) -> Sequence[int]:
    found = []
    for child in children(process):
        try:
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_a_worker_that_is_killed_is_replaced_and_ends_with_its_parent() -> None:
    crew = Processes(1, None, Settings())
    try:
        assert not workers_of(os.getpid())
        job = Job(str(HELLO), "f")
        crew.start(job)
        deadline = time.monotonic() + 60
        while not workers_of(os.getpid()) and time.monotonic() < deadline:
            time.sleep(0.01)  # it has no name of its own before its program is loaded
        (worker,) = workers_of(os.getpid())
        os.kill(worker, signal.SIGKILL)
        assert crew.finished() == [(job, None)]
        crew.start(job)
        ((_, done),) = crew.finished()
        assert done is not None
        assert done.row.text == "HELLO"
    finally:
        crew.close()
    assert not workers_of(os.getpid())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_a_run_that_is_killed_leaves_no_process_and_goes_on(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.mp4").write_bytes(HELLO.read_bytes() + bytes([number]))
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "signread",
        "archive",
        str(tmp_path),
        "--out",
        str(out),
        "--workers",
        "1",
        "--json",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["event"] == "video"
    workers = workers_of(process.pid)
    assert workers
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    summary = archive([tmp_path], out, workers=1)
    assert summary.finished == 3
    assert sorted(Path(str(row["path"])).name for row in rows_of(out)) == ["0.mp4", "1.mp4", "2.mp4"]


def test_rows_in_no_part_yet_are_kept_when_their_run_is_killed(tmp_path: Path) -> None:
    store = Store(tmp_path, Settings())
    for name in ("a", "b"):
        store.add(Done(Row(path=name, fingerprint=name), None))
    assert not parts(tmp_path)
    (journal,) = tmp_path.glob("*.jsonl")
    with journal.open("a") as file:
        file.write('{"path": "cut o')
    assert Store(tmp_path, Settings(every=2)).rows == []
    again = Store(tmp_path, Settings())
    assert [row.path for row in again.rows] == ["a", "b"]
    assert [row.path for row in read_part(parts(tmp_path)[0])[0]] == ["a", "b"]
    assert not journal.exists()


LIMITED = """
import resource, sys
from signread.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits")
def test_a_disk_that_is_full_loses_nothing_that_was_read(tmp_path: Path) -> None:
    HandTracker().close()  # its networks are larger
    out = tmp_path / "out"
    command = [sys.executable, "-c", LIMITED, "archive", str(HELLO), "--out", str(out), "--workers", "1"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "cannot be saved" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not parts(out)
    summary = archive([HELLO], out, workers=1)
    assert (summary.read, summary.done_before) == (0, 1)
    assert [row["text"] for row in rows_of(out)] == ["HELLO"]


def film(file: Path, silences: Sequence[float]) -> None:
    """HELLO again and again, with so many seconds of an empty room after each."""
    time = 0.0
    with VideoSink(file) as sink:
        for silence in silences:
            begun = time
            for frame in open_video(HELLO):
                time = begun + frame.time
                sink.write(frame.image, time)
            empty = np.full_like(frame.image, 128)
            for step in range(1, round(silence * RATE) + 1):
                sink.write(empty, time + step / RATE)
            time += silence + 1 / RATE


def test_pieces_of_a_long_video_have_the_events_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film(tmp_path / "long.mp4", [5.0, 0.5, 6.0, 9.0, 1.0])
    monkeypatch.setattr("signread.archive.run.PIECE_BYTES", 0)
    whole, pieces = tmp_path / "whole", tmp_path / "pieces"
    assert archive([tmp_path / "long.mp4"], whole, piece=math.inf, workers=1).pieces == 0
    assert archive([tmp_path / "long.mp4"], pieces, piece=9.0, workers=2).pieces >= 4
    (one,), (other,) = rows_of(whole), rows_of(pieces)
    same = ("text", "letters", "frames_read", "frames_lost", "duration_s", "fps", "fingerprint")
    assert {name: one[name] for name in same} == {name: other[name] for name in same}
    assert str(one["text"]).count("HELLO") >= 3
    texts = [next((out / "transcripts").rglob("*.json")).read_text() for out in (whole, pieces)]
    assert texts[0] == texts[1]


PIECES = """
import signread.archive.run as run, sys
run.PIECE_BYTES = 0
run.archive([sys.argv[1]], sys.argv[2], piece=9.0, workers=1)
"""


def test_pieces_of_a_run_that_was_killed_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    video, out = tmp_path / "long.mp4", tmp_path / "out"
    film(video, [9.5, 0.5])
    process = subprocess.Popen([sys.executable, "-c", PIECES, str(video), str(out)])
    while process.poll() is None and not list((out / "pieces").glob("*.json")):
        time.sleep(0.01)
    process.kill()
    process.wait()
    (first,) = (out / "pieces").glob("*.json")
    kept = Done.from_json(first.read_text())
    first.write_text(replace(kept, row=replace(kept.row, frames_read=10_000)).to_json())  # to be known again
    monkeypatch.setattr("signread.archive.run.PIECE_BYTES", 0)
    summary = archive([video], out, piece=9.0, workers=1)
    (row,) = rows_of(out)
    assert (summary.read, row["text"]) == (1, "HELLO\nHELLO")
    assert int(str(row["frames_read"])) > 10_000
    assert not list((out / "pieces").glob("*"))
