"""signread app: the browser app, served to this machine's browser."""

import argparse
import webbrowser

from signread.app.server import LOOPBACK, make_server, page_files
from signread.cli.options import Commands, add_command, say, whole_number

LAST_PORT = 65535


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "app",
        run,
        "Serves the browser app on this machine and opens it; Ctrl-C ends it.",
        "signread app",
        "signread app --port 8400 --no-browser",
    )
    command.add_argument("--host", default="127.0.0.1", help="the address to listen on (default %(default)s)")
    command.add_argument(
        "--port", type=whole_number(0, LAST_PORT), default=8400, help="the port (default %(default)s; 0: any free one)"
    )
    command.add_argument("--no-browser", action="store_true", help="do not open the browser")


def run(given: argparse.Namespace) -> None:
    server = make_server(given.host, given.port, page_files())
    host = f"[{given.host}]" if ":" in given.host else given.host
    address = f"http://{host}:{server.server_port}/"
    print(address, flush=True)
    if given.host not in LOOPBACK:
        say(
            f"signread: WARNING: everybody who reaches {given.host} can open this page; browsers give it no "
            "camera there, unless it is served by https"
        )
    say("signread: pictures stay in the browser; Ctrl-C ends the server")
    if not given.no_browser:
        webbrowser.open(address)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
