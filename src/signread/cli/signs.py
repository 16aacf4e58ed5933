"""signread signs: one's own whole signs, recorded a few times each and read from then on."""

import argparse
from dataclasses import asdict
from pathlib import Path

from signread.cli.options import Commands, add_command, add_json, make_progress, print_json, say, whole_number
from signread.errors import DataError, OutputError, PictureError
from signread.signs.book import NO_SIGNS, OWN_SIGNS, SignBook, checked_name, own_file
from signread.signs.matcher import Matcher
from signread.signs.recording import doubts, example_of, recorded
from signread.signs.sequence import Sample
from signread.signs.sign_net import SignNet
from signread.signs.spotter import Spotted, spot
from signread.signs.tracking import track_clip
from signread.sources import open_camera, open_path
from signread.tracking.holistic import HolisticTracker

TAKES = 5
"""Examples of a sign that a camera records."""
STATES = {"rest": "let your hands rest", "sign": "sign now", "signing": "..."}


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "signs",
        lambda _: command.print_help(),
        "Records your own whole signs, three to five times each, and reads them. Only landmarks are kept, no pictures.",
        "signread signs record hello hello-1.mp4 hello-2.mp4 hello-3.mp4",
        "signread signs record 'my name' --camera 0",
        "signread signs read talk.mp4",
    )
    actions = command.add_subparsers(metavar="ACTION")
    _add_record(actions)
    _add_others(actions)


def _add_record(actions: Commands) -> None:
    record = add_command(
        actions,
        "record",
        record_sign,
        "Adds examples of a sign: from clips of it, or from the camera, from where the hands rest to where they rest.",
        "signread signs record hello hello-1.mp4 hello-2.mp4 hello-3.mp4",
        "signread signs record signs/          (a folder: signs/<sign>/*.mp4)",
        "signread signs record hello           (the camera)",
    )
    record.add_argument("name", metavar="NAME", help="the sign, or a folder <sign>/*.mp4 of many")
    record.add_argument("clips", nargs="*", type=Path, metavar="CLIP", help="a video in which it is signed once")
    record.add_argument(
        "--camera", type=whole_number(0), default=0, metavar="N", help="the camera's number (default 0)"
    )
    record.add_argument(
        "--takes", type=whole_number(1, 20), default=TAKES, metavar="N", help="examples from the camera (default 5)"
    )
    _add_file(record)


def _add_others(actions: Commands) -> None:
    listing = add_command(actions, "list", list_signs, "Names the signs and their examples.", "signread signs list")
    _add_file(listing)
    add_json(listing)
    remove = add_command(actions, "remove", remove_sign, "Forgets a sign.", "signread signs remove hello")
    remove.add_argument("name", metavar="NAME")
    _add_file(remove)
    export = add_command(
        actions,
        "export",
        export_signs,
        "Writes the signs to a file, for another machine, the page, or a friend.",
        "signread signs export mine.signs.json",
    )
    export.add_argument("out", type=Path, metavar="OUT.json")
    _add_file(export)
    importing = add_command(
        actions,
        "import",
        import_signs,
        "Adds the signs of a file to your own.",
        "signread signs import theirs.signs.json",
    )
    importing.add_argument("source", type=Path, metavar="FILE.json")
    _add_file(importing)
    reading = add_command(
        actions,
        "read",
        read_signs,
        "Reads your signs in videos. `signread read --signs` reads letters and signs together.",
        "signread signs read talk.mp4 --json",
    )
    reading.add_argument("paths", nargs="+", type=Path, metavar="VIDEO")
    _add_file(reading)
    add_json(reading)


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--signs",
        type=Path,
        metavar="FILE.json",
        help=f"where your signs are kept (default: ${OWN_SIGNS}, or a file in your own data folder)",
    )


def record_sign(args: argparse.Namespace) -> None:
    file = own_file(args.signs)
    book = SignBook.load(file) if file.exists() else SignBook({})
    tracker, net = HolisticTracker(), SignNet()
    if not args.clips and Path(args.name).is_dir():
        added = _from_folder(Path(args.name), tracker)
    else:
        name = checked_name(args.name)
        added = {name: _from_clips(args.clips, tracker) if args.clips else _from_camera(name, args, tracker)}
    for name, examples in added.items():
        book = book.add(name, examples)
        known = book.find(name) or name
        say(f"{known}: {len(examples)} added, {len(book.signs[known])} examples in all")
        for doubt in doubts(net, book, known):
            say(f"signread: {known}: {doubt}")
    book.save(file)
    print(f"{file}: {len(book)} signs")


def _from_clips(clips: list[Path], tracker: HolisticTracker) -> list[Sample]:
    examples = []
    with make_progress() as progress:
        for path in progress.track(clips, description="tracking"):
            with open_path(path) as clip:
                if clip.is_picture:
                    raise PictureError(f"{path}: a picture, expected a video of one sign")
                examples.append(example_of(track_clip(clip, tracker), str(path)))
    return examples


def _from_folder(folder: Path, tracker: HolisticTracker) -> dict[str, list[Sample]]:
    from signread.datasets.sign_clips import sign_videos

    clips: dict[str, list[Path]] = {}
    for video, _, sign in sign_videos(folder):
        clips.setdefault(checked_name(sign), []).append(video)
    return {sign: _from_clips(videos, tracker) for sign, videos in clips.items()}


def _from_camera(name: str, args: argparse.Namespace, tracker: HolisticTracker) -> list[Sample]:
    say(f"{name}: sign it {args.takes} times; let your hands rest between. Ctrl-C ends and keeps nothing.")
    examples: list[Sample] = []
    with open_camera(args.camera) as clip:
        for sequence in recorded(clip, tracker, lambda state: say(f"  {STATES[state]}")):
            try:
                examples.append(example_of(sequence, f"take {len(examples) + 1}"))
                say(f"take {len(examples)} of {args.takes}: {examples[-1].duration:.1f} s")
            except DataError as error:
                say(f"signread: {error}; once more")
            if len(examples) == args.takes:
                return examples
    raise DataError(f"{name}: the camera ended after {len(examples)} of {args.takes} takes; nothing was kept")


def list_signs(args: argparse.Namespace) -> None:
    book = SignBook.own(args.signs)
    if args.json:
        print_json([{"name": name, "examples": len(examples)} for name, examples in book.signs.items()])
        return
    for name, examples in book.signs.items():
        print(f"{name:20} {len(examples)} examples, {sum(one.duration for one in examples) / len(examples):.1f} s")
    if not len(book):
        say(NO_SIGNS)


def remove_sign(args: argparse.Namespace) -> None:
    file = own_file(args.signs)
    book = SignBook.own(args.signs).remove(args.name)
    book.save(file)
    print(f"{file}: {len(book)} signs")


def export_signs(args: argparse.Namespace) -> None:
    if args.out.suffix.lower() != ".json":
        raise OutputError(f"{args.out}: signs are written as .json; give it a name that ends so")
    book = SignBook.own(args.signs, needed=True)
    book.save(args.out)
    print(f"{args.out}: {len(book)} signs, {args.out.stat().st_size:,} bytes")


def import_signs(args: argparse.Namespace) -> None:
    file = own_file(args.signs)
    book = SignBook.load(file) if file.exists() else SignBook({})
    book = book.merge(SignBook.load(args.source))
    book.save(file)
    print(f"{file}: {len(book)} signs")


def read_signs(args: argparse.Namespace) -> None:
    book = SignBook.own(args.signs, needed=True)
    matcher, tracker = Matcher(SignNet(), book.signs), HolisticTracker()
    documents = []
    for path in args.paths:
        with open_path(path, isolated=len(args.paths) > 1) as clip:
            found = spot(track_clip(clip, tracker), matcher)
        documents.append({"path": str(path), "signs": [asdict(one) for one in found]})
        if not args.json:
            _print(f"{path}: " if len(args.paths) > 1 else "", found)
    if args.json:
        print_json(documents)


def _print(prefix: str, found: list[Spotted]) -> None:
    if not found:
        say(f"signread: {prefix}no sign was read")
    for one in found:
        print(f"{prefix}{one.begin:6.2f} to {one.end:.2f} s  {one.name:20} {one.similarity:.2f}")
