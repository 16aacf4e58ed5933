"""Serves the browser app to this machine's browser: a few files, and no others."""

import gzip
import json
import socket
import sys
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from signread.errors import DeviceError, SignreadError
from signread.recognition.letter_model import SHIPPED, LetterModel
from signread.recognition.onnx_file import shipped
from signread.recognition.turned import UPRIGHTS
from signread.signs.sign_net import SHIPPED as SHIPPED_SIGNS
from signread.spelling.spell_net import SHIPPED as SHIPPED_NET
from signread.tracking.bundle import HANDS, make_all
from signread.tracking.holistic_bundle import POSE

PAGE = "page"
"""The folder of the built page, beside this file."""
TYPES = {
    ".glb": "model/gltf-binary",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".onnx": "application/octet-stream",
    ".task": "application/octet-stream",
    ".webp": "image/webp",
}
"""The files there are, by their ending; the page has no others."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob: mediastream:",
        "style-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(self), on-device-speech-recognition=(self), geolocation=()",
    "Cache-Control": "no-cache",
}
GOODBYE = b"""self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await self.clients.claim();
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url).catch(() => null);
})()));
"""
"""A service worker that does nothing, in place of one that another program's page has left at this address, and which
would go on showing that page. It does not take itself away: our page's worker follows it in its place, and a farewell
that came late would take that one away. Its caches stay: they are the other program's."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """A file as it is sent: its type, and its content plain and packed."""

    kind: str
    plain: bytes
    packed: bytes


def page_files(root: Path | None = None) -> dict[str, Served]:
    """Every file of the app by its address: the built page, both networks, the hand tracker's bundle.

    root: the folder of the built page, the one that `make web` fills if left out.

    Raises SignreadError when the page was not built, and ModelError when the bundle is not to be had.
    """
    root = root or Path(str(files("signread.webapp") / PAGE))
    if not (root / "index.html").is_file():
        raise SignreadError(
            f"{root}: the browser app is not built; in a checkout `make web` does that (it needs Node.js)"
        )
    served = {
        f"/{file.relative_to(root).as_posix()}": _served(file.suffix, file.read_bytes())
        for file in sorted(root.rglob("*"))
        if file.is_file() and file.suffix in TYPES
    }
    served["/"] = served["/index.html"]
    with shipped(SHIPPED) as file:
        model = LetterModel(file)
        served["/letters.onnx"] = _served(".onnx", file.read_bytes())
    with shipped(SHIPPED_NET) as file:
        served["/spelling.onnx"] = _served(".onnx", file.read_bytes())
    about = {
        "labels": model.labels,
        "threshold": model.threshold,
        "cropSize": model.crop_size,
        "uprights": dict(UPRIGHTS),
    }
    served["/letters.json"] = _served(".json", json.dumps(about).encode())
    with shipped(SHIPPED_SIGNS) as file:
        served["/signs.onnx"] = _served(".onnx", file.read_bytes())
    make_all(HANDS, POSE)
    for bundle in (HANDS, POSE):
        served[f"/{bundle.file}"] = _served(".task", bundle.path().read_bytes())
    return served


def _served(suffix: str, content: bytes) -> Served:
    return Served(TYPES[suffix], content, gzip.compress(content, 6, mtime=0))


class _Handler(BaseHTTPRequestHandler):
    server_version, sys_version = "signread", ""
    protocol_version = "HTTP/1.1"
    served: ClassVar[dict[str, Served]] = {}

    def do_GET(self) -> None:
        self._answer(with_content=True)

    def do_HEAD(self) -> None:
        self._answer(with_content=False)

    def _answer(self, *, with_content: bool) -> None:
        file = self.served.get(unquote(urlsplit(self.path).path))
        if file is None and self.headers.get("Service-Worker") == "script":
            self._send(HTTPStatus.OK, TYPES[".js"], GOODBYE, with_content, packed=False)
            return
        if file is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"not found\n", with_content, packed=False)
            return
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and len(file.packed) < len(file.plain)
        self._send(HTTPStatus.OK, file.kind, file.packed if packed else file.plain, with_content, packed=packed)

    def _send(self, status: HTTPStatus, kind: str, content: bytes, with_content: bool, *, packed: bool) -> None:
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Vary", "Accept-Encoding")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if with_content:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody's visits are written down."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A tab that is closed while it loads is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Server6(_Server):
    address_family = socket.AF_INET6


def make_server(host: str, port: int, served: dict[str, Served]) -> ThreadingHTTPServer:
    """A server of the app's files that is not running yet; port 0 takes any that is free.

    Raises DeviceError when the address cannot be used.
    """
    handler = type("Handler", (_Handler,), {"served": served})
    try:
        server = (_Server6 if ":" in host else _Server)((host, port), handler)
    except (OSError, OverflowError) as error:
        raise DeviceError(
            f"{host}:{port}: cannot be used ({error}); is it in use already? choose another with --port"
        ) from error
    return server
