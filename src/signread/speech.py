"""Saying text with the system's voice, in programs of their own: the camera never waits for it."""

import queue
import shutil
import subprocess
import sys
import threading

WINDOWS = "Add-Type -AssemblyName System.Speech; (New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak($input)"
VOICES = (("spd-say", "--wait", "--pipe-mode"), ("espeak-ng", "--stdin"), ("espeak", "--stdin"))
"""Programs of Linux that say what comes in on standard input, best first."""
PATIENCE = 20.0
"""Seconds after which a voice that does not end is ended."""
WAITING = 8
"""Words that may wait to be said; older ones are dropped, for they are no longer news."""


def voice() -> tuple[str, ...] | None:
    """The command that says what it gets on standard input; None on a machine without a voice."""
    if sys.platform == "darwin":
        return ("say",)
    if sys.platform == "win32":
        return ("powershell", "-NoProfile", "-Command", WINDOWS)
    return next((command for command in VOICES if shutil.which(command[0])), None)


class Speaker:
    """Says one text after the other; a context manager.

    trouble: what keeps it from speaking, None as long as nothing does.
    """

    def __init__(self) -> None:
        self.trouble: str | None = None
        self._command = voice()
        self._texts: queue.Queue[str | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        if self._command is None:
            names = ", ".join(command[0] for command in VOICES)
            self.trouble = f"no voice on this machine; install one of {names}"
        else:
            self._thread.start()

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
        """What is being said is finished, what waits is not."""
        if not self._thread.is_alive():
            return
        while not self._texts.empty():
            self._texts.get_nowait()
        self._texts.put(None)
        self._thread.join(PATIENCE)

    def _work(self) -> None:
        while (text := self._texts.get()) is not None:
            try:
                subprocess.run(  # noqa: S603
                    self._command or (), input=text.encode(), capture_output=True, check=True, timeout=PATIENCE
                )
            except (OSError, subprocess.SubprocessError) as error:
                self.trouble = f"the voice {(self._command or ('',))[0]} failed ({error})"
                return
