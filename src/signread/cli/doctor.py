"""signread doctor: what is here, what is missing, and what can be mended."""

import argparse
import contextlib
import os
import platform
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from signread.cli.options import Commands, add_command, add_json, print_json, say
from signread.errors import MissingExtraError, SignreadError
from signread.tracking.bundle import HANDS, WHEEL, Bundle, make_all
from signread.tracking.holistic_bundle import HOLISTIC, POSE
from signread.version import __version__

NEEDED = ("numpy", "onnxruntime", "opencv-contrib-python", "mediapipe")
EXTRAS = {
    "train": ("torch", "onnx", "onnxscript", "safetensors", "kagglehub"),
    "words": ("pyspellchecker",),
    "report": ("matplotlib",),
    "desktop": ("pyperclip",),
}


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "doctor",
        run,
        "Says what is installed and what is missing, and mends what it can: the trackers' networks.",
        "signread doctor",
        "signread doctor --wheel mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl",
    )
    command.add_argument(
        "--wheel",
        type=Path,
        metavar="FILE",
        help=f"take the trackers' networks from this wheel of {WHEEL}, for a machine without a network",
    )
    add_json(command)


def run(args: argparse.Namespace) -> None:
    if args.wheel is not None:
        for bundle in (HANDS, HOLISTIC, POSE):
            bundle.make(args.wheel)
    else:
        with contextlib.suppress(SignreadError):  # it is said below, by each
            make_all(HANDS, HOLISTIC, POSE)
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("signread", lambda: __version__),
        ("python", lambda: f"{platform.python_version()}, {platform.system()}"),
        ("packages", lambda: _versions(NEEDED)),
        ("hand bundle", partial(_bundle, HANDS)),
        ("body bundle", partial(_bundle, HOLISTIC)),
        ("hand tracker", _hand_tracker),
        ("letter model", _letter_model),
        ("spelling", _spell_net),
        ("signs", _sign_net),
        *((f"extra {extra}", partial(_extra, extra)) for extra in EXTRAS),
        ("camera", _camera),
        ("display", _display),
    )
    answers: dict[str, dict[str, str | bool]] = {}
    for name, look in checks:
        try:
            answers[name] = {"there": True, "what": look()}
        except SignreadError as error:
            answers[name] = {"there": False, "what": str(error)}
        if not args.json:
            print(f"{'ok' if answers[name]['there'] else '--':4}{name:14}{answers[name]['what']}", flush=True)
    if args.json:
        print_json(answers)
    needed = [
        name
        for name in ("packages", "hand bundle", "hand tracker", "letter model", "spelling")
        if not answers[name]["there"]
    ]
    if needed:
        raise SignreadError(f"reading hands is not possible here yet: {', '.join(needed)}")
    say("Pictures and videos can be read.")


def _versions(packages: tuple[str, ...]) -> str:
    there, missing = _installed(packages)
    if missing:
        raise SignreadError(f"{', '.join(missing)} missing; install signread again")
    return ", ".join(there)


def _extra(extra: str) -> str:
    there, missing = _installed(EXTRAS[extra])
    if missing:
        raise MissingExtraError(f"{', '.join(missing)} missing: that", extra)
    return ", ".join(there)


def _installed(packages: tuple[str, ...]) -> tuple[list[str], list[str]]:
    there, missing = [], []
    for package in packages:
        try:
            there.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    return there, missing


def _bundle(bundle: Bundle) -> str:
    before = bundle.is_whole()
    path = bundle.path()
    made = "" if before or os.environ.get(bundle.own) else ", made just now"
    return f"{path}{made}"


def _hand_tracker() -> str:
    from signread.tracking.hand_tracker import HandTracker

    HandTracker().close()
    return "starts"


def _letter_model() -> str:
    from signread.recognition.letter_model import LetterModel

    model = LetterModel()
    return f"{model.path.name}, {len(model.labels)} letters, {model.parameters:,} parameters"


def _spell_net() -> str:
    from signread.spelling.spell_net import SHIPPED, SpellNet

    return f"{SHIPPED}, {int(SpellNet().metadata['parameters']):,} parameters"


def _sign_net() -> str:
    from signread.signs.sign_net import SHIPPED, SignNet

    return f"{SHIPPED}, {int(SignNet().metadata['parameters']):,} parameters"


def _camera() -> str:
    from signread.sources import open_camera

    with open_camera(0) as clip:
        width, height = clip.size or (0, 0)
    return f"{clip.name}, {width} x {height}"


def _display() -> str:
    from signread.desktop.window import require_display

    require_display()
    return os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform
