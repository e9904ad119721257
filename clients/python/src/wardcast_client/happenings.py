"""What an ``AlertStream`` says of itself and of the ward."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Union


@dataclass(frozen=True)
class Connected:
    """Events come again, from the last position on."""


@dataclass(frozen=True)
class Event:
    """An alert, its escalation, or what became of it."""

    data: dict[str, Any]


@dataclass(frozen=True)
class Gap:
    """Something was lost. ``refilled`` is ``False`` if the server could not make up for it: then
    read ``GET /api/v1/alerts``. Who uses ``AlertStream.events`` cannot overlook it."""

    reason: str
    rooms: list[str] = field(default_factory=list)

    @property
    def refilled(self) -> bool:
        return self.reason != "not_refilled"


@dataclass(frozen=True)
class Reconnecting:
    """There is no connection. ``pause`` seconds until the next attempt; ``since`` seconds without
    a sign of life."""

    reason: str
    pause: float
    since: float


@dataclass(frozen=True)
class Finished:
    """The server says that there is nothing more to come, and why."""

    reason: str


Happening = Union[Connected, Event, Gap, Reconnecting, Finished]
