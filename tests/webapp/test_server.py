import gzip
import http.client
import json
import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from signread import SignreadError
from signread.cli import main
from signread.spelling.thresholds import Thresholds
from signread.webapp.assets import write_assets
from signread.webapp.server import make_server, page_files

pytestmark = pytest.mark.usefixtures("hand_networks")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>" + " " * 500)
    (tmp_path / "assets" / "main.js").write_text("go()")
    (tmp_path / "wasm").mkdir()
    (tmp_path / "wasm" / "it.wasm").write_bytes(b"\0asm" * 100)
    (tmp_path / "secret.txt").write_text("not for the page")
    return tmp_path


@pytest.fixture
def connection(page: Path) -> Iterator[http.client.HTTPConnection]:
    with make_server("127.0.0.1", 0, page_files(page)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        yield made
        made.close()
        server.shutdown()


def get(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer, answer.read()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/assets/main.js", "text/javascript; charset=utf-8"),
        ("/wasm/it.wasm", "application/wasm"),
        ("/letters.json", "application/json"),
        ("/letters.onnx", "application/octet-stream"),
        ("/spelling.onnx", "application/octet-stream"),
        ("/hand_landmarker.task", "application/octet-stream"),
    ],
)
def test_the_apps_files_are_served_with_their_types(
    connection: http.client.HTTPConnection, path: str, kind: str
) -> None:
    answer, content = get(connection, path)
    assert (answer.status, answer.getheader("Content-Type")) == (200, kind)
    assert content
    packed, packed_content = get(connection, path, Accept_Encoding="gzip")
    if packed.getheader("Content-Encoding") == "gzip":
        packed_content = gzip.decompress(packed_content)
    assert packed_content == content


@pytest.mark.parametrize(
    "path",
    ["/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2fsecret.txt", "//etc/passwd", "/etc/passwd"],
)
def test_nothing_else_is_served(connection: http.client.HTTPConnection, path: str) -> None:
    answer, content = get(connection, path)
    assert (answer.status, content) == (404, b"not found\n")


def test_every_answer_keeps_the_page_to_itself(connection: http.client.HTTPConnection) -> None:
    for path in ("/", "/nowhere"):
        answer, _ = get(connection, path)
        policy = answer.getheader("Content-Security-Policy") or ""
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert "http" not in policy
        assert answer.getheader("Cross-Origin-Opener-Policy") == "same-origin"
        assert answer.getheader("Cross-Origin-Embedder-Policy") == "require-corp"
        assert answer.getheader("X-Content-Type-Options") == "nosniff"


def test_a_head_has_no_content_and_nothing_can_be_sent(connection: http.client.HTTPConnection) -> None:
    answer, content = get(connection, "/", "HEAD")
    assert (answer.status, content) == (200, b"")
    answer, _ = get(connection, "/", "POST")
    assert answer.status == 501


def test_the_model_says_what_its_letters_are(page: Path) -> None:
    about = json.loads(page_files(page)["/letters.json"].plain)
    assert (len(about["labels"]), about["cropSize"]) == (25, 64)


def test_a_page_that_is_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(SignreadError, match="`make web`"):
        page_files(tmp_path)


def test_an_address_that_cannot_be_used_is_named(page: Path) -> None:
    files = page_files(page)
    with make_server("127.0.0.1", 0, files) as taken, pytest.raises(SignreadError, match="choose another with --port"):
        make_server("127.0.0.1", taken.server_port, files)
    with pytest.raises(SignreadError, match="cannot be used"):
        make_server("no.such.host.invalid", 0, files)


def test_a_newer_address_serves_too(page: Path) -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with make_server("::1", 0, page_files(page)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visit = http.client.HTTPConnection("::1", server.server_port, timeout=20)
        assert get(visit, "/")[0].status == 200
        visit.close()
        server.shutdown()


def test_a_tab_closed_while_loading_is_no_error(page: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (page / "large.js").write_bytes(random.Random(0).randbytes(30_000_000))
    with make_server("127.0.0.1", 0, page_files(page)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as visitor:
            visitor.sendall(b"GET /large.js HTTP/1.1\r\nHost: x\r\n\r\n")
            assert visitor.recv(1)
            # closed at once, what is unread makes the server's writing fail
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        visit = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        assert get(visit, "/")[0].status == 200
        visit.close()
        time.sleep(0.3)
        server.shutdown()
    assert capfd.readouterr().err == ""


def test_a_port_is_a_port(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["app", "--port", "70000"])
    assert "from 0 to 65535" in capsys.readouterr().err


def test_the_page_is_built_from_pythons_own_numbers(tmp_path: Path) -> None:
    write_assets(tmp_path)
    thresholds = json.loads((tmp_path / "src" / "generated" / "thresholds.json").read_text())
    assert thresholds["doubt"] == Thresholds().doubt
    lexicon = json.loads((tmp_path / "public" / "words.json").read_text())
    words = lexicon["words"]["5"]
    assert "HELLO" in {words[place : place + 5] for place in range(0, len(words), 5)}
    assert len(lexicon["priors"]["5"]) == len(words) // 5
