"""A mail server with TLS and a login, for the journeys: `server.py FOLDER USER PASSWORD`.

The first line that it says is JSON: the ports (`starttls`, `implicit`, `plain`), and the file with the certificate of
its authority (`ca`). Each line after is a letter. The server's name is `localhost`, and nothing else.
"""

import json
import ssl
import sys
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


def say(what):
    print(json.dumps(what), flush=True)


class Post:
    def __init__(self, protected=False):
        # From the first byte, which aiosmtpd does not note.
        self.protected = protected

    async def handle_DATA(self, server, session, envelope):
        say({
            "to": envelope.rcpt_tos,
            "text": envelope.content.decode(),
            "tls": self.protected or session.ssl is not None,
            "signed_in": bool(session.authenticated),
        })
        return "250 OK"


class OnAFreePort(Controller):
    """The kernel chooses the port."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def main():
    folder, user, password = Path(sys.argv[1]), *sys.argv[2:]
    authority = trustme.CA()
    ca = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(ca))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)

    def login(server, session, envelope, mechanism, given):
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    asks = {"authenticator": login, "auth_required": True}
    servers = {
        "starttls": OnAFreePort(
            Post(), hostname="127.0.0.1", port=0, tls_context=tls, require_starttls=True, **asks
        ),
        "implicit": OnAFreePort(
            # aiosmtpd asks for STARTTLS before a login unless it is told that the connection is protected already.
            Post(True), hostname="127.0.0.1", port=0, ssl_context=tls, auth_require_tls=False, **asks
        ),
        "plain": OnAFreePort(Post(), hostname="127.0.0.1", port=0),
    }
    for server in servers.values():
        server.start()
    say({**{name: server.port for name, server in servers.items()}, "ca": str(ca)})
    sys.stdin.read()
    for server in servers.values():
        server.stop()


main()
