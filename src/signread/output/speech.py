"""Saying text with the system's voice, in programs of their own: the camera never waits for it."""

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading

WINDOWS = "Add-Type -AssemblyName System.Speech; (New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak($input)"
VOICES = (("spd-say", "--wait", "--pipe-mode"), ("espeak-ng", "--stdin"), ("espeak", "--stdin"))
"""Programs of Linux that say what comes in on standard input, best first."""
PATIENCE = 20.0
"""Seconds after which a voice that does not end is ended."""
GOODBYE = 3.0
"""Seconds that a word which is being said may take when the program ends."""
WAITING = 8
"""Words that may wait to be said; older ones are dropped, for they are no longer news."""


def voices() -> list[tuple[str, ...]]:
    """The commands of this machine that say what they get on standard input, best first."""
    if sys.platform == "darwin":
        return [("say",)]
    if sys.platform == "win32":
        return [("powershell", "-NoProfile", "-Command", WINDOWS)]
    return [command for command in VOICES if shutil.which(command[0])]


class Speaker:
    """Says one text after the other; a context manager.

    trouble: what keeps it from speaking, None as long as nothing does.
    """

    def __init__(self) -> None:
        self.trouble: str | None = None
        self._voices = voices()
        self._texts: queue.Queue[str | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        if self._voices:
            self._thread.start()
        else:
            names = ", ".join(command[0] for command in VOICES)
            self.trouble = f"no voice on this machine; install one of {names}"

    def say(self, text: str) -> None:
        """Says the text after those before it, and returns at once."""
        if self.trouble is not None:
            return
        while True:
            try:
                self._texts.put_nowait(text)
            except queue.Full:
                self._texts.get_nowait()
            else:
                return

    def __enter__(self) -> "Speaker":
        return self

    def __exit__(self, *_: object) -> None:
        """What is being said may end, what waits is not said."""
        if not self._thread.is_alive():
            return
        with contextlib.suppress(queue.Empty):
            while True:
                self._texts.get_nowait()
        self._texts.put(None)
        self._thread.join(GOODBYE)

    def _work(self) -> None:
        while (text := self._texts.get()) is not None:
            while (failed := _said(text, self._voices[0])) is not None:
                self._voices.pop(0)
                if not self._voices:
                    self.trouble = f"no voice of this machine speaks: {failed}"
                    return


def _said(text: str, command: tuple[str, ...]) -> str | None:
    """Says a text, and returns what went wrong, if anything."""
    try:
        running = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            running.communicate(text.encode(), PATIENCE)
        except subprocess.TimeoutExpired:
            return f"{command[0]} did not end within {PATIENCE:.0f} s"
        finally:
            _end(running)
    except OSError as error:
        return f"{command[0]}: {error.strerror}"
    return f"{command[0]} ended with code {running.returncode}" if running.returncode else None


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it has started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()
    running.wait()
