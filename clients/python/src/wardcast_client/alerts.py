"""What is asked and said about alerts, one question at a time."""

from __future__ import annotations

import urllib.parse
from typing import Any, Callable

from .errors import SignInNeeded
from .http import Server
from .tokens import Tokens


class Alerts:
    """The alerts of those patients whom the user may see."""

    def __init__(self, server: Server, tokens: Tokens) -> None:
        self._server = server
        self._tokens = tokens

    def acknowledge(
        self, alert_id: str, patient_id: str, status: str | None = None, note: str | None = None
    ) -> dict[str, Any]:
        """The acknowledgement. Twice is fine and changes nothing."""
        body = {"status": status, "note": note}
        return self._with_token(
            lambda token: self._server.ask(
                "POST",
                f"/api/v1/alerts/alerts/{urllib.parse.quote(alert_id, safe='')}/acknowledge",
                token,
                {name: value for name, value in body.items() if value is not None},
                {"patient_id": patient_id},
            )
        )

    def newest(self, patient_id: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """The newest alerts, newest first. Caregivers and admins may leave the patient out."""
        parameters = {"limit": str(limit)}
        if patient_id is not None:
            parameters["patient_id"] = patient_id
        return self._with_token(
            lambda token: self._server.ask("GET", "/api/v1/alerts", token, None, parameters)
        )["alerts"]

    def _with_token(self, question: Callable[[str], Any]) -> Any:
        token = self._tokens.current()
        try:
            return question(token)
        except SignInNeeded:
            self._tokens.renew(token)
            return question(self._tokens.current())
