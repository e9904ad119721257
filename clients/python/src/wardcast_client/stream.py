"""A stream of alerts that comes back by itself, to where it was."""

from __future__ import annotations

import http.client
import json
import random
import socket
import threading
import time
from typing import Any, Callable, Iterator

from .errors import Refused, SignInNeeded, Unreachable
from .happenings import Connected, Event, Finished, Gap, Happening, Reconnecting
from .http import Server, require_success
from .sse import Frame, FrameReader
from .tokens import Tokens

#: Seconds without a byte after which a stream counts as dead: the server says something every 30 s.
SILENCE = 45.0

#: Repeats of more refilled events than this are not recognised; they then come twice.
MOST_REMEMBERED = 10_000

#: The longest pause between two attempts, in seconds.
LONGEST_PAUSE = 30.0


class AlertStream:
    """What happens on a stream, for one thread to iterate over.

    Every event comes once and in order, also across lost connections and dead gateways, as long as
    ``position`` is kept; where that can't be, there is a ``Gap``. Ends with ``Finished``, with
    ``Refused`` or ``SignInNeeded``, or after ``close()``.
    """

    def __init__(
        self,
        server: Server,
        tokens: Tokens,
        path: str,
        parameters: dict[str, str] | None = None,
        position: str | None = None,
        *,
        silence: float = SILENCE,
        sleep: Callable[[float], object] | None = None,
        random_source: Callable[[], float] = random.random,
    ) -> None:
        self._server = server
        self._tokens = tokens
        self._path = server.path(path, parameters)
        self._silence = silence
        self._closed = threading.Event()
        self._sleep = sleep or self._closed.wait
        self._random = random_source
        self._retry = 2.0
        self._failures = 0
        self._renewed = False
        self._heard = time.monotonic()
        self._socket: socket.socket | None = None
        self._reopening = False
        self._holed = False
        self._refilled: set[str] = set()
        #: Where to come back to; ``None`` before the first frame. Keep it to survive a restart.
        self.position = position

    def close(self) -> None:
        """Ends the iteration, from any thread."""
        self._closed.set()
        open_socket = self._socket
        if open_socket is not None:
            try:
                open_socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # It had ended by itself.

    def events(
        self,
        on_gap: Callable[[Gap], object],
        on_state: Callable[[Connected | Reconnecting | Finished], object] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """The events alone. ``on_gap`` has no default: a hole that nobody looks at looks like peace."""
        for happening in self:
            if isinstance(happening, Event):
                yield happening.data
            elif isinstance(happening, Gap):
                on_gap(happening)
            elif on_state is not None:
                on_state(happening)

    def __iter__(self) -> Iterator[Happening]:
        while not self._closed.is_set():
            token = ""
            try:
                token = self._tokens.current()
                finished = yield from self._connection(token)
                if self._reopening:
                    continue
                if finished is not None:
                    yield finished
                    return
                reason, asked = "the connection ended", None
            except SignInNeeded:
                if self._renewed:
                    raise  # The next token was refused too, so it is not the token.
                self._renewed = True
                self._tokens.renew(token)
                reason, asked = "the token ended", 0.0
            except Unreachable as away:
                reason, asked = str(away), away.retry_after
            if self._closed.is_set():
                return
            pause = self._pause(asked)
            self._failures += 1
            yield Reconnecting(reason, pause, time.monotonic() - self._heard)
            self._sleep(pause)

    def _pause(self, asked: float | None) -> float:
        if asked == 0.0:
            return 0.0
        grown = min(LONGEST_PAUSE, self._retry * 2 ** min(self._failures, 10))
        # Between half and the whole, so that those who left together don't come back together.
        jittered = grown * (0.5 + self._random() / 2)
        return max(jittered, asked or 0.0)

    def _connection(self, token: str) -> Iterator[Happening]:
        reopened, self._reopening = self._reopening, False
        path, by_token = self._tokens.entry(token, self._path)
        headers = {"Accept": "text/event-stream", **by_token}
        if self.position is not None:
            headers["Last-Event-ID"] = self.position
        connection = self._server.connect(self._silence)
        try:
            connection.request("GET", path, headers=headers)
            self._socket = connection.sock
            answer = connection.getresponse()
            if answer.status == 204:
                return Finished("finished")
            if answer.status != 200:
                require_success(answer, answer.read())
                raise Refused(answer.status, "no_stream", f"status {answer.status} (expected: 200)")
            self._heard = time.monotonic()
            self._renewed = False
            if not reopened:
                yield Connected()
            return (yield from self._frames(answer))
        except (OSError, http.client.HTTPException) as broken:
            # socket.timeout is TimeoutError only from Python 3.10 on.
            if self._reopening and isinstance(broken, socket.timeout):
                return None
            self._reopening = False
            raise Unreachable(f"{type(broken).__name__}: {broken}") from broken
        finally:
            self._socket = None
            connection.close()

    def _frames(self, answer: http.client.HTTPResponse) -> Iterator[Happening]:
        reader = FrameReader()
        while not self._closed.is_set():
            # A stream lives as long as its token; with the next one it goes on where it is.
            left = self._tokens.renew_in()
            self._reopening = left is not None and left < self._silence
            if self._reopening and left <= 0:
                return None
            if self._socket is not None:
                self._socket.settimeout(left if self._reopening else self._silence)
            chunk = answer.read1(65_536)
            self._reopening = False
            if not chunk:
                return None
            self._heard = time.monotonic()
            for frame in reader.feed(chunk):
                happening = self._take(frame)
                if isinstance(happening, Finished):
                    return happening
                if happening is not None:
                    yield happening
                # Only now: whoever stopped at the event gets it again after a restart.
                if frame.id is not None:
                    self.position = frame.id
                    self._failures = 0
                    self._holed = False
                    self._refilled.clear()
        return None

    def _take(self, frame: Frame) -> Happening | None:
        if frame.retry_millis is not None:
            self._retry = frame.retry_millis / 1000
        if frame.data is None:
            return None
        data = json.loads(frame.data)
        if frame.event in ("", "message"):
            return Event(data) if frame.id is not None or self._is_new(frame.data) else None
        if frame.event == "gap":
            self._holed = True
            return Gap(data.get("reason", "lost"), data.get("rooms", []))
        if frame.event == "token_expired":
            raise SignInNeeded("the token ended")
        if frame.event == "closed":
            return self._end(data.get("reason", "closed"))
        return None

    def _is_new(self, text: str) -> bool:
        """Who leaves before a gap is closed is refilled from its beginning again."""
        if self._holed and text in self._refilled:
            return False
        if self._holed and len(self._refilled) < MOST_REMEMBERED:
            self._refilled.add(text)
        return True

    @staticmethod
    def _end(reason: str) -> Finished | None:
        """``None`` where the stream is to be opened again."""
        if reason in ("draining", "max_age", "access_unknown", "unresponsive", "rate_exceeded"):
            raise Unreachable(f"the server let go of us: {reason}")
        return Finished(reason)
