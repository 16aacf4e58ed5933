"""Nothing that is read, and nobody who reads, is reported to anyone: not by the libraries beneath, either."""

import os
import socket
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parent / "data"
READING = """
import sys
from signread import Reader, open_video
with Reader() as reader:
    assert [reading.text for reading in reader.read(open_video(sys.argv[1]))][-1] == "HELLO"
"""


def test_libraries_report_nothing(tmp_path: Path, hand_networks: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CI"}  # in which they report nothing
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "TMPDIR"):
        (tmp_path / name).mkdir()
        environment[name] = str(tmp_path / name)
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.5)
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        environment |= {"https_proxy": address, "http_proxy": address, "SIGNREAD_HAND_BUNDLE": str(hand_networks)}
        subprocess.run([sys.executable, "-c", READING, str(DATA / "hello.mp4")], env=environment, check=True)
        try:
            reported = proxy.accept()[0].recv(1000)
        except TimeoutError:
            reported = b""
    assert reported == b""
    assert [path.name for path in tmp_path.rglob("*") if "onnx" in path.name.lower()] == []
