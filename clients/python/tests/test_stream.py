"""The stream against a server on a socket, which does what gateways do on a bad day."""

import http.server
import json
import socket
import threading
import time
import unittest

from wardcast_client import (
    AlertStream,
    Connected,
    Event,
    Finished,
    FixedToken,
    Gap,
    Reconnecting,
    Refused,
    SignInNeeded,
    Tickets,
    Tokens,
)
from wardcast_client.http import Server

SILENT = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: p0\n\n"
HEAD = b"retry: 10\nid: p0\n\n"


def alert(number: int) -> bytes:
    return b'id: p%d\ndata: {"event":"alert","alert_id":"%d"}\n\n' % (number, number)


class Gateway:
    """Answers each connection with the next of its answers, and keeps the requests."""

    def __init__(self, *answers):
        self.requests = []
        remaining = list(answers)
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                gateway.requests.append((self.path, dict(self.headers)))
                status, body = remaining.pop(0) if remaining else (204, b"")
                self.send_response(status)
                kind = "text/event-stream" if status == 200 else "application/problem+json"
                self.send_header("Content-Type", kind)
                if status in (429, 503):
                    self.send_header("Retry-After", "7")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % self._server.server_address[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class Renewable(Tokens):
    def __init__(self):
        self.tokens = ["first", "second"]

    def current(self):
        return self.tokens[0]

    def renew(self, refused):
        if len(self.tokens) == 1:
            raise SignInNeeded("the last one")
        assert refused == self.tokens.pop(0)


class Ageing(Tokens):
    """A token that is due for its renewal 0.2 s after it was got."""

    def __init__(self):
        self.count = 0
        self.due = None

    def current(self):
        self.count += 1
        self.due = time.monotonic() + 0.2 if self.count == 1 else None
        return "token-%d" % self.count

    def renew(self, refused):
        raise SignInNeeded("not asked for")

    def renew_in(self):
        return None if self.due is None else self.due - time.monotonic()


class StreamTest(unittest.TestCase):
    def follow(self, gateway, tokens=None, position=None):
        self.pauses = []
        self.stream = AlertStream(
            Server(gateway.url),
            tokens or FixedToken("token"),
            "/stream",
            position=position,
            sleep=self.pauses.append,
            random_source=lambda: 1.0,
        )
        return list(self.stream)

    def test_it_comes_back_to_where_it_was(self):
        with Gateway((200, HEAD + alert(1)), (200, HEAD.replace(b"p0", b"p1") + alert(2))) as there:
            happened = self.follow(there)
        self.assertEqual(["1", "2"], [h.data["alert_id"] for h in happened if isinstance(h, Event)])
        self.assertEqual(
            [None, "p1", "p2"], [headers.get("Last-Event-ID") for _, headers in there.requests]
        )
        self.assertEqual([Connected, Event, Reconnecting] * 2 + [Finished], list(map(type, happened)))

    def test_who_saw_nothing_yet_comes_back_to_the_beginning(self):
        with Gateway((200, HEAD)) as there:
            self.follow(there)
        self.assertEqual("p0", there.requests[1][1]["Last-Event-ID"])

    def test_half_an_event_is_no_event_and_moves_no_position(self):
        with Gateway((200, HEAD + alert(1)[:-8])) as there:
            happened = self.follow(there)
        self.assertFalse([h for h in happened if isinstance(h, Event)])
        self.assertEqual("p0", self.stream.position)

    def test_a_gap_is_told_and_the_old_position_stays_until_it_is_closed(self):
        gap = b'event: gap\ndata: {"type":"gap","reason":"lost","rooms":["patient:1:alerts"]}\n\n'
        with Gateway((200, HEAD + gap)) as there:
            happened = self.follow(there, position="old")
        self.assertIn(Gap("lost", ["patient:1:alerts"]), happened)

    def test_a_refill_that_begins_again_brings_nothing_twice(self):
        gap = b'event: gap\ndata: {"type":"gap","reason":"lost","rooms":["patient:1:alerts"]}\n\n'
        one, two = (alert(number).split(b"\n", 1)[1] for number in (1, 2))
        begun = (200, b"retry: 10\n\n" + gap + one)
        whole = (200, b"retry: 10\n\n" + gap + one + two + b"id: p9\n\n" + alert(3))
        gaps = []
        with Gateway(begun, whole) as there:
            stream = AlertStream(
                Server(there.url), FixedToken("t"), "/stream", position="old", sleep=lambda _: None
            )
            told = [data["alert_id"] for data in stream.events(on_gap=gaps.append)]
        self.assertEqual(["1", "2", "3"], told)
        self.assertEqual(2, len(gaps))
        self.assertEqual("old", there.requests[1][1]["Last-Event-ID"])

    def test_a_gap_cannot_be_overlooked(self):
        stream = AlertStream(Server("http://localhost:1"), FixedToken("t"), "/stream")
        with self.assertRaises(TypeError):
            stream.events()

    def test_each_connection_has_a_ticket_of_its_own(self):
        tickets = iter(["t1", "t2", "t3"])
        with Gateway((401, b"{}"), (200, HEAD)) as there:
            self.follow(there, Tickets(lambda: next(tickets)))
        self.assertEqual(
            ["/stream?ticket=t1", "/stream?ticket=t2", "/stream?ticket=t3"],
            [path for path, _ in there.requests],
        )
        self.assertNotIn("Authorization", there.requests[0][1])

    def test_a_token_is_replaced_before_it_ends_and_nobody_notices(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        heads = []

        def serve():
            for number in (1, 2):
                connection, _ = listener.accept()
                self.addCleanup(connection.close)
                heads.append(connection.recv(65_536).decode())
                connection.sendall(SILENT.replace(b"id: p0\n\n", alert(number)))

        threading.Thread(target=serve, daemon=True).start()
        url = "http://127.0.0.1:%d" % listener.getsockname()[1]
        stream = AlertStream(Server(url), Ageing(), "/stream")
        happened = []
        for happening in stream:
            happened.append(type(happening))
            if isinstance(happening, Event) and happening.data["alert_id"] == "2":
                stream.close()
        self.assertEqual([Connected, Event, Event], happened)
        self.assertIn("Bearer token-1", heads[0])
        self.assertIn("Bearer token-2", heads[1])
        self.assertIn("Last-Event-ID: p1", heads[1])

    def test_pauses_grow_and_honour_what_the_server_asks_for(self):
        with Gateway((503, b"{}"), (503, b"{}"), (200, HEAD), (502, b"")) as there:
            self.follow(there)
        self.assertEqual([7.0, 7.0], self.pauses[:2])
        self.assertEqual(0.01, round(self.pauses[2], 3))

    def test_a_refusal_is_final_and_in_the_servers_words(self):
        problem = json.dumps({"code": "no_access_to_patient", "detail": "No access."}).encode()
        with Gateway((403, problem)) as there, self.assertRaises(Refused) as refusal:
            self.follow(there)
        self.assertEqual((403, "No access."), (refusal.exception.status, str(refusal.exception)))

    def test_a_token_that_ended_is_renewed_at_once(self):
        ended = b'event: token_expired\ndata: {"reason":"token_expired"}\n\n'
        with Gateway((200, HEAD + ended), (200, HEAD)) as there:
            self.follow(there, Renewable())
        self.assertEqual(
            ["Bearer first", "Bearer second"],
            [headers["Authorization"] for _, headers in there.requests[:2]],
        )
        self.assertEqual(0.0, self.pauses[0])

    def test_a_token_that_cannot_be_renewed_ends_it(self):
        with Gateway((401, b"{}")) as there, self.assertRaises(SignInNeeded):
            self.follow(there)

    def test_a_renewed_token_that_is_refused_too_ends_it(self):
        with Gateway((401, b"{}"), (401, b"{}")) as there, self.assertRaises(SignInNeeded):
            self.follow(there, Renewable())

    def accept(self, listener):
        connection, _ = listener.accept()
        self.addCleanup(connection.close)
        connection.sendall(SILENT)

    def test_a_silent_stream_is_a_dead_stream(self):
        listener = socket.create_server(("127.0.0.1", 0))
        with listener:
            url = "http://127.0.0.1:%d" % listener.getsockname()[1]
            stream = AlertStream(Server(url), FixedToken("t"), "/stream", silence=0.1)
            threading.Thread(target=self.accept, args=(listener,), daemon=True).start()
            happened = []
            for happening in stream:
                happened.append(type(happening))
                if isinstance(happening, Reconnecting):
                    stream.close()
        self.assertEqual([Connected, Reconnecting], happened)

    def test_it_comes_back_when_the_node_drains_and_not_when_access_ended(self):
        draining = b'retry: 20\nevent: closed\ndata: {"reason":"draining"}\n\n'
        revoked = b'event: closed\ndata: {"reason":"access_revoked"}\n\n'
        with Gateway((200, HEAD + draining), (200, HEAD + revoked)) as there:
            happened = self.follow(there)
        self.assertEqual(Finished("access_revoked"), happened[-1])
        self.assertEqual(2, len(there.requests))


if __name__ == "__main__":
    unittest.main()
