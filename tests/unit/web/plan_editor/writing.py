"""What the tests of the editor do: open, fill and send its pages, as a browser without scripts does."""

from __future__ import annotations

from io import BytesIO

from plugin.demo.visitor import Form, View
from plugin.domain.platforms import CourseRole
from tests.unit.web.conftest import BASE, House, view_of_answer

TEACHER = CourseRole.INSTRUCTOR
PAGES = ("title", "outcomes", "workload", "assessment", "quality", "optional", "further", "rule")


FIELDS: dict[str, dict[str, str]] = {
    "title": {"title.en": "Data Ethics", "description.en": "How to handle data.", "first_language": "en"},
    "outcomes": {"learning_outcomes.0.title.en": "Explain the duties", "learning_outcomes.0.kind": "Knowledge"},
    "workload": {"workload.ects": "2,5", "workload.hours": "65", "level_applies": "yes", "level.eqf": "Level 6"},
    "assessment": {"assessment.kinds": "portfolio", "participation.mode": "Online"},
    "quality": {
        "quality_assurance.0.kind": "Program Quality Assurance",
        "quality_assurance.0.title.en": "Review 2025",
        "quality_assurance.0.agency.name.en": "Quality Board of Zed",
        "quality_assurance.0.agency.country": "Ireland",
    },
    "optional": {"prerequisites.en": "None"},
    "rule": {"rule.grade_at_least": "50 %"},
}


def form_to(view: View, ending: str) -> Form:
    """The form of the page that is sent there."""
    return next(form for form in view.forms if form.action.endswith(ending))


def desk(house: House, course: str = "3", subject: str = "7") -> View:
    entered = house.enter(TEACHER, subject, course)
    return house.open(entered.url.rpartition("/")[0] + "/plan")


def begun(house: House, title: str = "Data Ethics", subject: str = "7") -> View:
    view = desk(house, subject=subject)
    return house.submit(view, form_to(view, "/new"), title=title, language="en")


def page(house: House, view: View, slug: str) -> View:
    return house.open(view.url.partition("?")[0].rpartition("/")[0] + f"/{slug}")


def filled(house: House, view: View, slug: str, **fields: str) -> View:
    shown = page(house, view, slug)
    return house.submit(shown, form_to(shown, slug), do="save", **{k.replace("__", "."): v for k, v in fields.items()})


def complete(house: House, subject: str = "7") -> View:
    """A draft with every mandatory element, at its check page."""
    view = begun(house, subject=subject)
    for slug, fields in FIELDS.items():
        view = filled(house, view, slug, **fields)
    return page(house, view, "check")


def typed(texts: list[str]) -> dict[str, str]:
    """What a browser sends of these outcomes; the visitor of these tests does not read text areas."""
    return {f"learning_outcomes.{number}.title.en": text for number, text in enumerate(texts)}


def desk_of(house: House, view: View, subject: str) -> View:
    """The same draft, opened by somebody else in the same course."""
    entered = house.enter(TEACHER, subject, "3")
    return house.open(entered.url.rpartition("/")[0] + "/plan/" + view.url.split("/")[-2] + "/title")


def imported(house: House, raw: bytes) -> View:
    view = desk(house)
    form = form_to(view, "/import")
    data = {"form_token": form.fields["form_token"], "file": (BytesIO(raw), "plan.toml")}
    url = form.action.removeprefix(BASE)
    return view_of_answer(house.client.post(url, base_url=BASE, data=data, follow_redirects=True))
