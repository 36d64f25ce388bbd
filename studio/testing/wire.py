"""A server on this machine that answers over real sockets what a test says: for tools that speak to a service.

It keeps every request that came, plays failures before its usual answers, can break off in the middle of a body, and
speaks over websockets. Knows nothing of any service's format.
"""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Part:
    """A field of a form; ``filename`` is empty where it is no file."""

    name: str
    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """A request as it came. Header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def said(self) -> bytes:
        """What was sent, whatever mark a multipart body was divided by this time."""
        if not self.headers.get("content-type", "").startswith("multipart/"):
            return self.body
        return repr(self.form).encode()

    @property
    def form(self) -> list[Part]:
        """The parts of a multipart body, in order."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        message = BytesParser().parsebytes(head + self.body)
        parts = []
        for part in message.walk():
            if part.is_multipart():
                continue
            content = part.get_payload(decode=True)
            name = str(part.get_param("name", header="content-disposition"))
            parts.append(
                Part(
                    name,
                    part.get_filename() or "",
                    part.get_content_type(),
                    content if isinstance(content, bytes) else b"",
                )
            )
        return parts


@dataclass(frozen=True)
class Sent:
    """An answer. ``share`` of the body is sent before the connection breaks; ``hangs`` says nothing until the end."""

    body: bytes = b""
    status: int = 200
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    share: float = 1.0
    hangs: bool = False


def as_json(value: object, status: int = 200, **headers: str) -> Sent:
    """An answer in JSON; underscores in the names of ``headers`` are hyphens."""
    named = {name.replace("_", "-"): one for name, one in headers.items()}
    return Sent(json.dumps(value).encode(), status, headers=named)


Say = Callable[[str | bytes], None]


@dataclass(frozen=True)
class Talk:
    """An answer that is a websocket: ``speak`` is called with what sends a message, and the connection ends after it.

    What the other side says is not listened to, but that it goes: what is sent after that raises ``OSError``.
    """

    speak: Callable[[Say], None]


Answer = Callable[[Received], "Sent | Talk"]


class WireServer:
    """Answers with ``script`` first, one entry a request, then with ``answer``. Use as a context manager."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.script: deque[Sent | Talk | Answer] = deque()
        self.received: list[Received] = []
        self.most_at_once = 0
        self._at_once = 0
        self._guard = threading.Lock()
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> WireServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def _next(self, received: Received) -> Sent | Talk:
        with self._guard:
            self.received.append(received)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            step = self.script.popleft() if self.script else self.answer
        return step if isinstance(step, (Sent, Talk)) else step(received)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve()

            def do_HEAD(self) -> None:
                self._serve()

            def do_POST(self) -> None:
                self._serve()

            def do_PUT(self) -> None:
                self._serve()

            def do_DELETE(self) -> None:
                self._serve()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """A test's output is its own."""

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                try:
                    answer = server._next(Received(self.command, self.path, headers, body))
                    if isinstance(answer, Talk):
                        self._talk(answer)
                    else:
                        self._send(answer)
                except (BrokenPipeError, ConnectionResetError):
                    # Whoever asked has given up.
                    self.close_connection = True
                finally:
                    with server._guard:
                        server._at_once -= 1

            def _talk(self, talk: Talk) -> None:
                from websockets.datastructures import Headers
                from websockets.http11 import Request
                from websockets.protocol import State
                from websockets.server import ServerProtocol

                self.close_connection = True
                protocol, guard = ServerProtocol(), threading.Lock()

                def flush() -> None:
                    self.wfile.write(b"".join(protocol.data_to_send()))

                def say(message: str | bytes) -> None:
                    with guard:
                        if protocol.state is not State.OPEN:
                            raise ConnectionResetError("the other side has gone")
                        if isinstance(message, str):
                            protocol.send_text(message.encode())
                        else:
                            protocol.send_binary(message)
                        flush()

                def listen() -> None:
                    with suppress(OSError):
                        while data := self.connection.recv(65_536):
                            with guard:
                                protocol.receive_data(data)
                                flush()
                                if protocol.close_expected():
                                    self.connection.shutdown(socket.SHUT_WR)

                # It wants to have read the request itself.
                request = Request(self.path, Headers(self.headers.items()))
                protocol.receive_data(request.serialize())
                protocol.send_response(protocol.accept(request))
                flush()
                # It answers when the other side says that it goes.
                threading.Thread(target=listen, daemon=True).start()
                talk.speak(say)

            def _send(self, sent: Sent) -> None:
                self.close_connection = True
                if sent.hangs:
                    server._over.wait()
                    return
                self.send_response(sent.status)
                headers = {
                    "content-type": sent.media_type,
                    "content-length": str(len(sent.body)),
                    "connection": "close",
                }
                for name, value in (headers | sent.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(sent.body[: round(len(sent.body) * sent.share)])

        return Handler
