"""The few things of HTTP that are needed, with what Python brings along."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.parse
from typing import Any

from .errors import Refused, SignInNeeded, Unreachable

#: Seconds that a question may take.
ANSWER_WITHIN = 20.0


class Server:
    """Where Wardcast is. ``url`` is its base address, such as ``https://ward.example.org``."""

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"url: {url} (expected: http://host:port or https://host)")
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._prefix = parts.path.rstrip("/")
        self._tls = tls

    def connect(self, timeout: float) -> http.client.HTTPConnection:
        """A new connection, not yet used. ``timeout`` in seconds, for each read too."""
        if self._secure:
            context = self._tls or ssl.create_default_context()
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=timeout, context=context
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=timeout)

    def path(self, path: str, parameters: dict[str, str] | None = None) -> str:
        query = "?" + urllib.parse.urlencode(parameters) if parameters else ""
        return self._prefix + path + query

    def ask(
        self,
        method: str,
        path: str,
        token: str | None = None,
        body: Any = None,
        parameters: dict[str, str] | None = None,
    ) -> Any:
        """The JSON of the answer; ``None`` if it has none. Raises what a refusal means."""
        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = "Bearer " + token
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection = self.connect(ANSWER_WITHIN)
        try:
            connection.request(method, self.path(path, parameters), content, headers)
            answer = connection.getresponse()
            text = answer.read()
            require_success(answer, text)
            return json.loads(text) if text else None
        except (OSError, http.client.HTTPException) as broken:
            raise Unreachable(f"{type(broken).__name__}: {broken}") from broken
        finally:
            connection.close()


def require_success(answer: http.client.HTTPResponse, text: bytes) -> None:
    """Raises what a status other than 2xx means, in the server's own words."""
    if 200 <= answer.status < 300:
        return
    code, message = _problem(text)
    message = message or f"{answer.status} {answer.reason}"
    if answer.status == 401:
        raise SignInNeeded(message)
    if answer.status == 429 or answer.status >= 500:
        raise Unreachable(message, _seconds(answer.getheader("Retry-After")))
    raise Refused(answer.status, code, message)


def _problem(text: bytes) -> tuple[str, str]:
    try:
        problem = json.loads(text)
        code = str(problem.get("code") or problem.get("type", "")).rsplit("/", 1)[-1]
        errors = problem.get("errors") or []
        told = [problem.get("detail") or problem.get("title") or ""]
        told += [f"{error.get('field', '')} {error.get('message', '')}".strip() for error in errors]
        return code, "; ".join(part for part in told if part)
    except (ValueError, AttributeError):
        return "", ""


def _seconds(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None
