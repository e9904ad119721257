"""Server-Sent Events, as the HTML standard has them (section 9.2.6)."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class Frame:
    """One block of lines.

    ``data`` is ``None`` where there was none: such a frame only moves the position, sets the
    pause, or is a sign of life. ``id`` is ``None`` where the frame had no id line.
    """

    event: str = ""
    data: str | None = None
    id: str | None = None
    retry_millis: int | None = None


class FrameReader:
    """Turns bytes, cut anywhere, into frames. Lines end with LF, CR or CRLF."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._begun = False
        self._after_cr = False
        self._reset()

    def _reset(self) -> None:
        self._event = ""
        self._data: list[str] = []
        self._id: str | None = None
        self._retry: int | None = None
        self._empty = True

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """The frames that are complete with these bytes; comments are frames without anything."""
        text = self._decoder.decode(chunk)
        if text and not self._begun:
            self._begun = True
            text = text.removeprefix("\ufeff")
        for line in self._lines(text):
            frame = self._take(line)
            if frame is not None:
                yield frame

    def _lines(self, text: str) -> Iterator[str]:
        if self._after_cr and text:
            self._after_cr = False
            if text[0] == "\n":
                text = text[1:]
        self._text += text
        while True:
            ends = [at for at in (self._text.find("\n"), self._text.find("\r")) if at >= 0]
            if not ends:
                return
            end = min(ends)
            line = self._text[:end]
            rest = end + 1
            if self._text[end] == "\r":
                if rest == len(self._text):
                    self._after_cr = True
                elif self._text[rest] == "\n":
                    rest += 1
            self._text = self._text[rest:]
            yield line

    def _take(self, line: str) -> Frame | None:
        if not line:
            if self._empty:
                return None
            frame = Frame(
                self._event,
                "\n".join(self._data) if self._data else None,
                self._id,
                self._retry,
            )
            self._reset()
            return frame
        if line.startswith(":"):
            return Frame()
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        self._empty = False
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
        elif name == "id":
            if "\0" not in value:
                self._id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self._retry = int(value)
        return None
