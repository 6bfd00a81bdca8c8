"""What a browser would send of a form that nobody touched."""

from __future__ import annotations

from html.parser import HTMLParser


class Controls(HTMLParser):
    """Collects name and value of every control of the form that has the field “was”, in order."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._select = ""
        self._options: list[tuple[bool, str]] = []
        self._text: str | None = None
        self._words: list[str] = []
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name"):
            box = given.get("type") in ("checkbox", "radio")
            if not box or "checked" in given:
                self.sent.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select, self._options = given["name"], []
        elif tag == "option" and self._select:
            self._options.append(("selected" in given, given.get("value", "")))
        elif tag == "textarea":
            self._text, self._words = given["name"], []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for selected, value in self._options if selected] or [self._options[0][1]]
            self.sent.append((self._select, chosen[-1]))
            self._select = ""
        elif tag == "textarea" and self._text is not None:
            self.sent.append((self._text, "".join(self._words).removeprefix("\n").replace("\n", "\r\n")))
            self._text = None
