"""A person with a browser, as far as the demo's story needs one: follows redirects, submits forms, keeps cookies."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

PATIENCE = 30  # seconds for one answer
SELF_SUBMITTING_MAX = 5


@dataclass(slots=True)
class Form:
    """A form as the page shows it; `fields` begin with what is filled in already."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """What a visitor sees: the address, the status, the words and the forms and links in the page."""

    url: str
    status: int
    body: bytes
    text: str
    forms: tuple[Form, ...]
    links: tuple[tuple[str, str], ...]  # words, absolute address

    def link(self, words: str) -> str:
        """The address of the first link that has these words; LookupError when the page has none."""
        found = next((url for text, url in self.links if words.casefold() in text.casefold()), None)
        if found is None:
            raise LookupError(f"{self.url} has no link “{words}”")
        return found

    def form(self, field_name: str) -> Form:
        """The form with that field; LookupError when the page has none."""
        found = next((form for form in self.forms if field_name in form.fields), None)
        if found is None:
            raise LookupError(f"{self.url} has no form with “{field_name}”")
        return found


class Visitor:
    """One browser with its own cookies."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False  # loopback is never behind a proxy

    def open(self, url: str) -> View:
        """The page behind an address, after all that happens without a click."""
        return self._settle(self._session.get(url, timeout=PATIENCE))

    def submit(self, form: Form, files: dict[str, tuple[str, bytes]] | None = None, **changes: str | None) -> View:
        """What comes after the button; a field changed to None is left out, as an unticked box is."""
        fields = {name: value for name, value in {**form.fields, **changes}.items() if value is not None}
        if form.method == "post":
            answer = self._session.post(form.action, data=fields, files=files, timeout=PATIENCE)
        else:
            answer = self._session.get(form.action, params=fields, timeout=PATIENCE)
        return self._settle(answer)

    def _settle(self, answer: requests.Response) -> View:
        """LTI travels by forms that submit themselves; a browser does that by script."""
        for _ in range(SELF_SUBMITTING_MAX):
            view = _view(answer)
            form = next((f for f in view.forms if {"id_token", "lti_message_hint"} & f.fields.keys()), None)
            if form is None:
                return view
            send = self._session.post if form.method == "post" else self._session.get
            key = "data" if form.method == "post" else "params"
            answer = send(form.action, **{key: form.fields}, timeout=PATIENCE)  # type: ignore[arg-type]  # one of two keywords
        return _view(answer)


class _Reader(HTMLParser):
    """Collects words, forms and links."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._href: str | None = None
        self._anchor: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opening tags: forms, their fields, and links."""
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "form":
            self.forms.append(Form(urljoin(self.base, given.get("action", "")), given.get("method", "get").lower()))
        elif tag in ("input", "textarea", "button") and self.forms and "name" in given:
            self._field(given)
        elif tag == "a" and "href" in given:
            self._href, self._anchor = urljoin(self.base, given["href"]), [given.get("aria-label", "")]

    def handle_endtag(self, tag: str) -> None:
        """Closing tags: a link is whole, a script is over."""
        if tag in ("script", "style"):
            self._silent -= 1
        elif tag == "a" and self._href:
            self.links.append((" ".join("".join(self._anchor).split()), self._href))
            self._href = None

    def handle_data(self, data: str) -> None:
        """Words that people see."""
        if not self._silent:
            self.words.append(data)
            self._anchor.append(data)

    def _field(self, given: dict[str, str]) -> None:
        box = given.get("type") in ("checkbox", "radio")
        if not box or "checked" in given:
            self.forms[-1].fields[given["name"]] = given.get("value", "on" if box else "")


def view_of(url: str, status: int, body: bytes, media_type: str) -> View:
    """What stands in an answer; only a page has words, forms and links."""
    if "html" not in media_type:
        return View(url, status, body, "", (), ())
    reader = _Reader(url)
    reader.feed(body.decode())
    text = " ".join("".join(reader.words).split())
    return View(url, status, body, text, tuple(reader.forms), tuple(reader.links))


def _view(answer: requests.Response) -> View:
    return view_of(answer.url, answer.status_code, answer.content, answer.headers.get("Content-Type", ""))
