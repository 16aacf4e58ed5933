"""signread app: the browser app, served to this machine's browser."""

import argparse
import webbrowser

from signread.cli.options import Commands, add_command, say, whole_number
from signread.webapp.server import LOOPBACK, make_server, page_files

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


def run(args: argparse.Namespace) -> None:
    server = make_server(args.host, args.port, page_files())
    host = f"[{args.host}]" if ":" in args.host else args.host
    address = f"http://{host}:{server.server_port}/"
    print(address, flush=True)
    if args.host not in LOOPBACK:
        say(
            f"signread: WARNING: everybody who reaches {args.host} can open this page; browsers give it no "
            "camera there, unless it is served by https"
        )
    say("signread: pictures stay in the browser; Ctrl-C ends the server")
    if not args.no_browser:
        _open_browser(address)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")


def _open_browser(address: str) -> None:
    """Opens a browser that has a window; of a text browser, or none, only says what to do."""
    try:
        browser = webbrowser.get()
        in_the_terminal = type(browser) is webbrowser.GenericBrowser
        opened = not in_the_terminal and browser.open(address)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        say(f"signread: no browser with a window is found here; open {address} in one yourself")
