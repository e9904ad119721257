"""Where the access token comes from, and how the next one is got before it ends."""

from __future__ import annotations

import base64
import json
import threading
import time
import urllib.parse
from typing import Callable, Protocol

from .errors import Refused, SignInNeeded
from .http import Server

#: Seconds before its end at which a token is replaced.
BEFORE_THE_END = 60.0


class Tokens(Protocol):
    """A port: something that has a good token, or knows that there is none."""

    def current(self) -> str:
        """A token to use now. Raises ``SignInNeeded`` if there is none."""

    def renew(self, refused: str) -> None:
        """Called when the server refused that one. Raises ``SignInNeeded`` if it was the last."""

    def entry(self, token: str, path: str) -> tuple[str, dict[str, str]]:
        """The path and the headers that open a stream with that token."""
        return path, {"Authorization": "Bearer " + token}

    def renew_in(self) -> float | None:
        """Seconds until ``current`` has another token; ``None`` if nobody knows, or never."""
        return None


class FixedToken(Tokens):
    """A token that was given; it lives as long as it lives."""

    def __init__(self, token: str) -> None:
        self._token = token

    def current(self) -> str:
        return self._token

    def renew(self, refused: str) -> None:
        raise SignInNeeded("the token is over or was never good (expected: a new one)")


class Tickets(Tokens):
    """A new single-use ticket for each stream, where a token must not be known.

    ``ticket`` answers the next one. Raise ``SignInNeeded`` in it when there are no more, and
    ``Unreachable`` when there is none now. For streams alone: a ticket asks no other question.
    """

    def __init__(self, ticket: Callable[[], str]) -> None:
        self._ticket = ticket

    def current(self) -> str:
        return self._ticket()

    def renew(self, refused: str) -> None:
        """The next connection has another one anyway."""

    def entry(self, token: str, path: str) -> tuple[str, dict[str, str]]:
        joint = "&" if "?" in path else "?"
        return f"{path}{joint}{urllib.parse.urlencode({'ticket': token})}", {}


class SignedIn(Tokens):
    """A session: signs in with a password once, then refreshes. Safe for several threads."""

    def __init__(self, server: Server, username: str, password: str) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._take(
            server.ask(
                "POST",
                "/api/v1/auth/login",
                body={"username": username, "password": password},
            )
        )

    def _take(self, answer: dict) -> None:
        self._access = str(answer["access_token"])
        self._refresh = str(answer["refresh_token"])
        lifetime = float(answer["expires_in"])
        self._renew_at = time.monotonic() + max(lifetime / 2, lifetime - BEFORE_THE_END)

    def current(self) -> str:
        with self._lock:
            if time.monotonic() >= self._renew_at:
                self._next()
            return self._access

    def renew_in(self) -> float | None:
        with self._lock:
            return self._renew_at - time.monotonic()

    def renew(self, refused: str) -> None:
        with self._lock:
            if refused == self._access:
                self._next()

    def _next(self) -> None:
        try:
            self._take(
                self._server.ask(
                    "POST", "/api/v1/auth/refresh", body={"refresh_token": self._refresh}
                )
            )
        except Refused as refusal:
            raise SignInNeeded(str(refusal)) from refusal

    def sign_out(self) -> None:
        """Ends the session on the server."""
        with self._lock:
            self._server.ask(
                "POST",
                "/api/v1/auth/logout",
                token=self._access,
                body={"refresh_token": self._refresh},
            )


def expiry(token: str) -> float | None:
    """When a token ends, in seconds since 1970; ``None`` if it does not say. Not verified."""
    try:
        payload = token.split(".")[1]
        padded = payload + "=" * (-len(payload) % 4)
        return float(json.loads(base64.urlsafe_b64decode(padded))["exp"])
    except (IndexError, KeyError, ValueError, TypeError):
        return None
