"""The demo's story, walked by itself: each step is a promise to somebody, kept before the next one is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from plugin.demo.house import House
from plugin.demo.visitor import View, Visitor
from plugin.domain.errors import TwinsealError

INSTRUCTOR, EARNED, EARNED_TOO, HIDDEN, HOSTILE, FAILED, SUSPENDED = 11, 101, 103, 104, 106, 112, 124
EARNED_BY_ITSELF = 125

LOOKS = 60  # at a page that is still at work, half a second apart


class BrokenStoryError(TwinsealError):
    """A promise of the demo was not kept."""


def walk(house: House) -> Iterator[str]:
    """Tell each step that held; BrokenStoryError names the first one that did not."""
    for step in Story(house).steps:
        promise = (step.__doc__ or "").strip()
        try:
            step()
        except (AssertionError, LookupError) as error:
            raise BrokenStoryError("demo.broken", f"Not so: {promise} ({error})", "Please report this.") from error
        yield promise


class Story:
    """The steps in their order; later ones use what earlier ones were given."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._kept: dict[str, str] = {}
        self.steps: tuple[Callable[[], None], ...] = (
            self.instructor,
            self.claims,
            self.claims_once,
            self.leaves_grade_out,
            self.name_is_asked_for,
            self.hostile_name,
            self.not_yet,
            self.cannot_tell,
            self.stranger,
            self.verifier,
            self.administrator,
            self.withdrawn,
            self.automatic,
        )

    def instructor(self) -> None:
        """The instructor sees who earned it and why, and who not yet."""
        visitor = Visitor()
        view = _read(visitor, self._enter(INSTRUCTOR, visitor))
        _says(view, "Data Ethics in Practice", "the course is completed and the course grade is at least 50 %")
        _says(
            view, "李", "Шевченко", "Still to do: ", "does not reach 50 %", "The enrolment in the course is suspended"
        )

    def claims(self) -> None:
        """A learner who earned it confirms the name, claims, and downloads both credentials."""
        visitor = Visitor()
        view = self._enter(EARNED, visitor)
        _says(view, "You earned this micro-credential", "Include my grade")
        form = view.form("full_name")
        _is(form.fields["full_name"] == "Anna Byrne", "the name is that of the course")
        view = visitor.submit(form)
        _says(view, "This is yours", "Grade achieved")
        for words in ("Open Badge", "Europass", "certificate"):
            self._kept[words] = view.link(f"Download the {words}")
            file = visitor.open(self._kept[words])
            _is(file.status == 200 and len(file.body) > 1000, f"the {words} can be downloaded")
            self._kept[f"file {words}"] = file.body.decode("latin-1")
        self._kept["link"] = view.link("Look at the page")

    def claims_once(self) -> None:
        """Coming back shows the same credentials, byte for byte."""
        visitor = Visitor()
        view = self._enter(EARNED, visitor)
        _says(view, "This is yours")
        again = visitor.open(view.link("Download the Europass")).body.decode("latin-1")
        _is(again == self._kept["file Europass"], "the file is the same")

    def leaves_grade_out(self) -> None:
        """A learner leaves the grade out, and it reads "Passed"."""
        visitor = Visitor()
        form = self._enter(EARNED_TOO, visitor).form("full_name")
        _says(visitor.submit(form, include_grade=None), "This is yours", "Passed", "小龙 李")

    def name_is_asked_for(self) -> None:
        """A learner whose name the LMS hides is asked for it."""
        visitor = Visitor()
        view = self._enter(HIDDEN, visitor)
        _says(view, "Your course does not tell us your name")
        form = view.form("full_name")
        _is(form.fields["full_name"] == "", "the name is empty")
        _says(visitor.submit(form, full_name="  "), "The name is empty")
        _says(visitor.submit(form, full_name="Niamh Ó Dálaigh"), "This is yours", "Niamh Ó Dálaigh")

    def hostile_name(self) -> None:
        """A name with markup in it stays a name."""
        visitor = Visitor()
        view = visitor.submit(self._enter(HOSTILE, visitor).form("full_name"))
        _says(view, "This is yours", '<b>Tag</b> "Quote"')
        _is(b"<b>Tag" not in view.body, "the name is escaped")

    def not_yet(self) -> None:
        """A learner who did not earn it sees what is missing."""
        _says(self._enter(FAILED), "Not yet, but nothing is lost", "What is missing", "Assignment", "Quiz")

    def cannot_tell(self) -> None:
        """A suspended learner cannot come in, and nobody is awarded anything on doubt."""
        _is(self._enter(SUSPENDED).status == 403, "the LMS refuses")

    def stranger(self) -> None:
        """A stranger with the link sees that it is unchanged, and that it is a test."""
        view = Visitor().open(self._kept["link"])
        _says(view, "A test: unchanged", "Sealed by", "Anna Byrne", "All 11 mandatory elements")

    def verifier(self) -> None:
        """A stranger checks both files, and sees when one was changed."""
        for words in ("Open Badge", "Europass"):
            data = self._kept[f"file {words}"].encode("latin-1")
            _says(self._check(data), "A test: unchanged")
        changed = self._kept["file Europass"].encode("latin-1").replace(b"Anna Byrne", b"Anna Burne", 1)
        _says(self._check(changed), "Not valid", "does not fit what the file says now")
        _says(self._check(changed[:5000]), "is not JSON")

    def administrator(self) -> None:
        """The administrator signs in by a link that works once."""
        address = next(url for text, url in Visitor().open(self._house.lms).links if "administrator" in text)
        visitor = Visitor()
        _says(visitor.submit(visitor.open(address).form("ticket")), "Everything is connected", "University of Zed")
        other = Visitor()
        _says(other.submit(other.open(address).form("ticket")), "used already")

    def withdrawn(self) -> None:
        """The instructor withdraws a credential; its learner reads why, and the stranger sees that it is withdrawn."""
        visitor = Visitor()
        view = visitor.open(self._enter(INSTRUCTOR, visitor).link("What was issued"))
        view = visitor.open(visitor.open(view.link("Anna Byrne")).link("Withdraw"))
        _says(view, "What will happen", "This is for good")
        _says(visitor.submit(view.form("form_token"), reason="issued-in-error"), "It was issued in error.")
        _says(self._enter(EARNED), "was withdrawn", "It was issued in error.")
        _says(Visitor().open(self._kept["link"]), "Withdrawn by the issuer")
        for words in ("Open Badge", "Europass"):
            _says(self._check(self._kept[f"file {words}"].encode("latin-1")), "Withdrawn by the issuer")

    def automatic(self) -> None:
        """Tried first and then switched on, the worker awards whoever earned it, without a click."""
        visitor = Visitor()
        settings = visitor.open(self._enter(INSTRUCTOR, visitor).link("Who gets it, and how"))
        shown = visitor.submit(settings.form("whose"), way="automatic")
        _says(shown, "11 of 25 learners would earn it now", "does not reach 50 %", "Nothing has been changed yet")
        _says(visitor.submit(shown.form("proposal")), "Awarded automatically")
        for _ in range(LOOKS):
            learner = self._enter(EARNED_BY_ITSELF)
            if "This is yours" in learner.text:
                break
            time.sleep(0.5)
        _says(learner, "This is yours", "Georgi Ivanov")

    def _enter(self, person: int, visitor: Visitor | None = None) -> View:
        """Sign in at the LMS as that person, and open the activity in its frame."""
        visitor = visitor or Visitor()
        home = visitor.open(self._house.lms)
        form = next(form for form in home.forms if form.action.endswith(f"/login/{person}"))
        visitor.submit(form)
        return visitor.open(f"{self._house.lms}/mod/lti/launch.php?id=15")

    def _check(self, data: bytes) -> View:
        visitor = Visitor()
        form = next(f for f in visitor.open(f"{self._house.tool}/verify").forms if "file" in f.fields)
        del form.fields["file"]
        return visitor.submit(form, {"file": ("credential", data)})


def _read(visitor: Visitor, view: View) -> View:
    """The page once the worker has read the course."""
    for _ in range(LOOKS):
        if "Your course is being read" not in view.text:
            break
        time.sleep(0.5)
        view = visitor.open(view.url)
    return view


def _says(view: View, *words: str) -> None:
    for each in words:
        _is(each in view.text, f"“{each}” is not said at {view.url} (status {view.status})")


def _is(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)
