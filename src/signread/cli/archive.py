"""signread archive and search: many videos as a table, and words in it."""

import argparse
import json
import sys
from pathlib import Path

from rich.progress import BarColumn, TextColumn, TimeRemainingColumn

from signread.archive import Settings, Summary, archive, search
from signread.archive.jobs import Row
from signread.cli.options import (
    Commands,
    add_cluster,
    add_command,
    add_hand,
    add_json,
    hand_of,
    make_progress,
    print_json,
    say,
    whole_number,
)

MOST_NAMED = 5


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "archive",
        run,
        "Reads many videos into a table of texts with times; run again, it goes on where it was.",
        "signread archive lectures/ --out texts",
        "signread archive 'lectures/**/*.mp4' more.csv s3://bucket/talks --out texts --every 2",
        "signread archive lectures/ --out texts --cluster auto",
    )
    command.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a video, a folder of them, a pattern, a list (.txt, or .csv with a column path), or an address",
    )
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the archive")
    command.add_argument("--model", type=Path, metavar="MODEL.onnx", help="the letter model (default: the shipped one)")
    command.add_argument(
        "--every", type=whole_number(1, 100), default=1, metavar="N", help="read each N-th frame (default 1: all)"
    )
    add_hand(command)
    command.add_argument(
        "--workers", type=whole_number(1, 10_000), metavar="N", help="how many processes (default: as many as cores)"
    )
    add_cluster(command, "read")
    command.add_argument("--retry", action="store_true", help="try again what could not be read before")
    command.add_argument("--json", action="store_true", help="print events for programs, a line of JSON each")
    command = add_command(
        commands,
        "search",
        run_search,
        "Finds a word in an archive, one wrong letter allowed, and prints video and time.",
        "signread search texts anna",
    )
    command.add_argument("archive", type=Path, metavar="DIR", help="folder that `signread archive` made")
    command.add_argument("word", metavar="WORD")
    add_json(command)


def run(args: argparse.Namespace) -> None:
    settings = Settings(every=args.every, hand=hand_of(args))
    counts = TextColumn("{task.completed} of {task.total} videos, {task.fields[failed]} failed")
    speed = TextColumn("{task.fields[speed]:.1f} hours of video an hour")
    with make_progress(counts, BarColumn(), speed, TimeRemainingColumn()) as progress:
        task = progress.add_task("", total=None, failed=0, speed=0.0)

        def on_row(row: Row, summary: Summary) -> None:
            progress.update(
                task,
                total=summary.videos,
                completed=summary.finished,
                failed=len(summary.failed),
                speed=summary.speed,
            )
            if args.json:
                _event("video", path=row.path, seconds=row.seconds, letters=row.letters, error=row.error)

        summary = archive(
            args.paths,
            args.out,
            model=args.model,
            settings=settings,
            workers=args.workers,
            cluster=args.cluster,
            retry=args.retry,
            on_row=on_row,
        )
    failed = summary.failed
    if args.json:
        _event(
            "end",
            videos=summary.videos,
            read=summary.read,
            done_before=summary.done_before,
            failed=len(failed),
            seconds=round(summary.seconds, 3),
            seconds_of_video=round(summary.seconds_of_video, 3),
        )
        return
    for row in failed[:MOST_NAMED]:
        say(f"signread: {row.error}")
    if len(failed) > MOST_NAMED:
        say(f"signread: and {len(failed) - MOST_NAMED} more, see `error` in the table")
    print(
        f"{args.out}: {summary.videos} videos: {summary.read} read, {summary.done_before} done before, "
        f"{len(failed)} could not be read; {summary.speed:.1f} hours of video an hour"
    )


def run_search(args: argparse.Namespace) -> None:
    found = sorted(search(args.archive, args.word), key=lambda one: (one.wrong, one.path, one.begin))
    if args.json:
        print_json([{name: getattr(one, name) for name in one.__dataclass_fields__} for one in found])
        return
    for one in found:
        print(f"{one.path}  {_clock(one.begin)}  {one.word}")
    if not found:
        say(f"signread: {args.word}: not found in {args.archive}")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes) // 60}:{int(minutes) % 60:02}:{rest:04.1f}"


def _event(kind: str, **values: object) -> None:
    json.dump({"event": kind, **values}, sys.stdout)
    print(flush=True)
