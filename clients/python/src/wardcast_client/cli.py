"""``wardcast-alerts``: alerts in a terminal."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from .alerts import Alerts
from .errors import Refused, SignInNeeded, Unreachable
from .happenings import Connected, Event, Gap, Happening, Reconnecting
from .http import Server
from .stream import AlertStream
from .tokens import FixedToken, SignedIn, Tokens

#: The exit codes, beside 0 for a stream that the server finished and 2 for a wrong command line.
REFUSED, SIGN_IN_NEEDED, UNREACHABLE = 3, 4, 5


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        server = Server(options.url)
        tokens = _tokens(server, options)
        return int(options.run(server, tokens, options) or 0)
    except ValueError as wrong:
        print(f"wardcast-alerts: {wrong}", file=sys.stderr)
        return 2
    except Refused as refusal:
        print(f"wardcast-alerts: {refusal}", file=sys.stderr)
        return REFUSED
    except SignInNeeded as over:
        print(f"wardcast-alerts: {over}", file=sys.stderr)
        return SIGN_IN_NEEDED
    except Unreachable as away:
        print(f"wardcast-alerts: {away}", file=sys.stderr)
        return UNREACHABLE
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--url", default=os.environ.get("WARDCAST_URL", "http://localhost:8080"))
    common.add_argument(
        "--token",
        default=os.environ.get("WARDCAST_TOKEN"),
        help="an access token; better in WARDCAST_TOKEN, where other users don't see it",
    )
    common.add_argument(
        "--username",
        help="sign in instead, and stay so; the password is asked for, or taken from"
        " WARDCAST_PASSWORD",
    )
    common.add_argument("--patient-id", help="'*' for all patients (ADMIN)")
    common.add_argument("--json", action="store_true", help="one JSON object a line")

    parser = argparse.ArgumentParser(
        prog="wardcast-alerts", description="Follows alerts, and acknowledges them."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    follow = commands.add_parser(
        "follow",
        parents=[common],
        help="show alerts as they come; 'ack ALERT_ID [NOTE]' on the input acknowledges one",
    )
    follow.add_argument(
        "--role", help="one of your own; caregiver without a patient is for all of yours"
    )
    follow.add_argument("--min-tier", choices=["info", "warning", "critical"])
    follow.add_argument("--history", type=int, default=0, help="begin with the newest N")
    follow.add_argument(
        "--position-file",
        type=Path,
        help="where the position is kept, so that the next start goes on from there",
    )
    follow.set_defaults(run=_follow)

    acknowledge = commands.add_parser("ack", parents=[common], help="acknowledge one alert")
    acknowledge.add_argument("alert_id")
    acknowledge.add_argument("--status", help="such as resolved")
    acknowledge.add_argument("--note")
    acknowledge.set_defaults(run=_acknowledge)

    newest = commands.add_parser("list", parents=[common], help="the newest alerts")
    newest.add_argument("--limit", type=int, default=20)
    newest.set_defaults(run=_list)
    return parser


def _tokens(server: Server, options: argparse.Namespace) -> Tokens:
    if options.username:
        password = os.environ.get("WARDCAST_PASSWORD") or getpass.getpass()
        return SignedIn(server, options.username, password)
    if options.token:
        return FixedToken(options.token)
    raise ValueError("no token (expected: --token, WARDCAST_TOKEN or --username)")


# --- follow


def _follow(server: Server, tokens: Tokens, options: argparse.Namespace) -> int:
    path, parameters = _stream(options)
    stream = AlertStream(server, tokens, path, parameters, _read(options.position_file))
    show = _json_line if options.json else _line
    desk = AcknowledgementDesk(Alerts(server, tokens), sys.stdin, sys.stderr)
    threading.Thread(target=desk.serve, daemon=True).start()
    for happening in stream:
        if isinstance(happening, Event):
            desk.saw(happening.data)
        text = show(happening)
        if text:
            print(text, flush=True)
        _write(options.position_file, stream.position)
    return 0


def _stream(options: argparse.Namespace) -> tuple[str, dict[str, str]]:
    parameters: dict[str, str] = {}
    if options.min_tier:
        parameters["min_tier"] = options.min_tier
    if options.history:
        parameters["history"] = str(options.history)
    if options.patient_id is None:
        if (options.role or "caregiver").lower() not in ("caregiver", "admin"):
            raise ValueError(f"--role {options.role} needs --patient-id")
        return "/api/v1/caregivers/alerts/stream", parameters
    if not options.role:
        raise ValueError("--patient-id needs --role, one of your own")
    return "/api/v1/alerts/stream", {
        "role": options.role,
        "patient_id": options.patient_id,
        **parameters,
    }


class AcknowledgementDesk:
    """Carries out what is typed while alerts come in."""

    def __init__(self, alerts: Alerts, typed: TextIO, answers: TextIO) -> None:
        self._alerts = alerts
        self._typed = typed
        self._answers = answers
        self._patients: dict[str, str] = {}

    def saw(self, data: dict[str, Any]) -> None:
        """Remembers whose alert it is, of the newest 10,000."""
        alert, patient = data.get("alert_id"), data.get("patient_id")
        if isinstance(alert, str) and isinstance(patient, str):
            self._patients.pop(alert, None)
            self._patients[alert] = patient
            if len(self._patients) > 10_000:
                del self._patients[next(iter(self._patients))]

    def serve(self) -> None:
        for line in self._typed:
            words = line.strip().split(maxsplit=2)
            if words:
                print(self.carry_out(words), file=self._answers, flush=True)

    def carry_out(self, words: list[str]) -> str:
        if words[0] != "ack" or len(words) < 2:
            return "expected: ack ALERT_ID [NOTE]"
        alert = words[1]
        patient = self._patients.get(alert)
        if patient is None:
            return f"{alert}: not among the alerts shown here"
        try:
            self._alerts.acknowledge(alert, patient, note=words[2] if len(words) > 2 else None)
            return f"{alert}: acknowledged"
        except (Refused, SignInNeeded, Unreachable) as failure:
            return f"{alert}: not acknowledged: {failure}"


def _line(happening: Happening) -> str:
    if isinstance(happening, Event):
        data = happening.data
        about = data.get("message") or "; ".join(data.get("reasons", [])) or data.get("status", "")
        return " ".join(
            str(part)
            for part in (
                data.get("timestamp", ""),
                data.get("event", "?"),
                data.get("tier", ""),
                data.get("patient_id", ""),
                data.get("alert_id", ""),
                about,
            )
            if part
        )
    if isinstance(happening, Connected):
        return "-- live"
    if isinstance(happening, Gap):
        state = "being made up for" if happening.refilled else "LOST: see `wardcast-alerts list`"
        return f"-- gap in {', '.join(happening.rooms)} ({happening.reason}): {state}"
    if isinstance(happening, Reconnecting):
        return (
            f"-- reconnecting in {happening.pause:.1f} s, last heard {happening.since:.0f} s ago:"
            f" {happening.reason}"
        )
    return f"-- finished: {happening.reason}"


def _json_line(happening: Happening) -> str:
    if isinstance(happening, Event):
        return json.dumps(happening.data, ensure_ascii=False)
    return json.dumps({"client": type(happening).__name__.lower(), **vars(happening)})


def _read(file: Path | None) -> str | None:
    if file is None or not file.exists():
        return None
    return file.read_text().strip() or None


def _write(file: Path | None, position: str | None) -> None:
    """All of it or nothing: a half-written position would be a gap."""
    if file is None or position is None:
        return
    draft = file.with_name(file.name + ".new")
    draft.write_text(position)
    draft.replace(file)


# --- the others


def _acknowledge(server: Server, tokens: Tokens, options: argparse.Namespace) -> int:
    if options.patient_id is None:
        raise ValueError("ack needs --patient-id")
    answer = Alerts(server, tokens).acknowledge(
        options.alert_id, options.patient_id, options.status, options.note
    )
    print(json.dumps(answer, ensure_ascii=False))
    return 0


def _list(server: Server, tokens: Tokens, options: argparse.Namespace) -> int:
    for alert in Alerts(server, tokens).newest(options.patient_id, options.limit):
        print(json.dumps(alert, ensure_ascii=False) if options.json else _row(alert))
    return 0


def _row(alert: dict[str, Any]) -> str:
    return " ".join(
        str(alert.get(name, ""))
        for name in ("timestamp", "tier", "condition", "response", "patient_id", "alert_id")
    )


if __name__ == "__main__":
    sys.exit(main())
