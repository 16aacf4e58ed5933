"""signread doctor: what is here, what is missing, and what can be mended."""

import argparse
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from signread import __version__
from signread.cli.options import Commands, add_command, add_json, print_json, say
from signread.errors import SignreadError
from signread.hands import bundle

NEEDED = ("numpy", "onnxruntime", "opencv-contrib-python", "mediapipe")
FOR_TRAINING = ("torch", "onnx", "onnxscript", "safetensors")


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "doctor",
        run,
        "Says what is installed and what is missing, and mends what it can: the hand tracker's networks.",
        "signread doctor",
        "signread doctor --wheel mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl",
    )
    command.add_argument(
        "--wheel",
        type=Path,
        metavar="FILE",
        help=f"take the hand tracker's networks from this wheel of {bundle.WHEEL}, for a machine without a network",
    )
    add_json(command)


def run(given: argparse.Namespace) -> None:
    if given.wheel is not None:
        bundle.make_bundle(given.wheel)
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("signread", lambda: __version__),
        ("python", lambda: f"{platform.python_version()}, {platform.system()}"),
        ("packages", lambda: _versions(NEEDED)),
        ("hand bundle", _hand_bundle),
        ("hand tracker", _hand_tracker),
        ("letter model", _letter_model),
        ("training", lambda: _versions(FOR_TRAINING)),
        ("camera", _camera),
        ("display", _display),
    )
    found: dict[str, dict[str, str | bool]] = {}
    for name, look in checks:
        try:
            found[name] = {"there": True, "what": look()}
        except SignreadError as error:
            found[name] = {"there": False, "what": str(error)}
        if not given.json:
            print(f"{'ok' if found[name]['there'] else '--':4}{name:14}{found[name]['what']}", flush=True)
    if given.json:
        print_json(found)
    needed = [name for name in ("packages", "hand bundle", "hand tracker", "letter model") if not found[name]["there"]]
    if needed:
        raise SignreadError(f"reading hands is not possible here yet: {', '.join(needed)}")
    say("Pictures and videos can be read.")


def _versions(packages: tuple[str, ...]) -> str:
    there, missing = [], []
    for package in packages:
        try:
            there.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        extra = "'.[train]'" if packages == FOR_TRAINING else "."
        raise SignreadError(f"{', '.join(missing)} missing; install with: pip install {extra}")
    return ", ".join(there)


def _hand_bundle() -> str:
    before = bundle.is_whole(bundle.cached_bundle())
    path = bundle.hand_bundle()
    made = "" if before or os.environ.get(bundle.OWN) else ", made just now"
    return f"{path}{made}"


def _hand_tracker() -> str:
    from signread.hands.tracker import HandTracker

    HandTracker(28).close()
    return "starts"


def _letter_model() -> str:
    from signread.letters.model import LetterModel

    model = LetterModel()
    return f"{model.path.name}, {len(model.letters)} letters, {model.parameters:,} parameters"


def _camera() -> str:
    from signread.frames import open_camera

    frames = open_camera(0)
    height, width = next(frames).image.shape[:2]
    frames.close()
    return f"camera 0, {width} x {height}"


def _display() -> str:
    from signread.live import require_display

    require_display()
    return os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform
