"""Follows the alerts of Wardcast, and acknowledges them. Needs Python alone."""

from .alerts import Alerts
from .errors import Refused, SignInNeeded, Unreachable
from .happenings import Connected, Event, Finished, Gap, Reconnecting
from .sse import Frame, FrameReader
from .stream import AlertStream
from .tokens import FixedToken, SignedIn, Tickets, Tokens

__all__ = [
    "AlertStream",
    "Alerts",
    "Connected",
    "Event",
    "Finished",
    "FixedToken",
    "Frame",
    "FrameReader",
    "Gap",
    "Reconnecting",
    "Refused",
    "SignInNeeded",
    "SignedIn",
    "Tickets",
    "Tokens",
    "Unreachable",
]
