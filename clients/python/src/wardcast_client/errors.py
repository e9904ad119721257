"""What a caller may have to deal with."""

from __future__ import annotations


class Refused(Exception):
    """The server understood and said no; asking again changes nothing.

    ``status`` is the status of HTTP, ``code`` the last part of the problem's ``type``.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class SignInNeeded(Exception):
    """The token is over, and there is no way to a new one without the user."""


class Unreachable(Exception):
    """The server did not answer, or not now (429 and 5xx)."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
