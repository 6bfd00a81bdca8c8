"""What Moodle says of a course itself: title, code, dates, summary, custom fields, competencies."""

from __future__ import annotations

from adapters.lms import _form as form
from plugin.domain.choices import CourseDescription

SUMMARY_MAX = 4000
FIELDS_MAX = 50


def description(courses: object, competencies: object) -> CourseDescription | None:
    """The description in the answers of core_course_get_courses_by_field and of the list of competencies."""
    found = form.objects_of(form.object_of(courses).get("courses"))
    if len(found) != 1:
        return None
    course = found[0]
    return CourseDescription(
        title=form.words(course.get("fullname")),
        code=form.words(course.get("shortname")),
        starts_on=form.day(form.moment(course.get("startdate"))),
        ends_on=form.day(form.moment(course.get("enddate"))),
        summary=form.words(course.get("summary"), SUMMARY_MAX),
        fields=_fields(course.get("customfields")),
        outcomes=_outcomes(competencies),
    )


def _fields(answer: object) -> tuple[tuple[str, str], ...]:
    """The value as people read it: `valueraw` of a menu is only the number of the choice."""
    pairs = ((form.words(f.get("shortname")), form.words(f.get("value"))) for f in form.objects_of(answer)[:FIELDS_MAX])
    return tuple((short, value) for short, value in pairs if short and value)


def _outcomes(answer: object) -> tuple[str, ...]:
    found = (form.object_of(entry.get("competency")) for entry in form.objects_of(answer)[:FIELDS_MAX])
    return tuple(title for title in (form.words(c.get("shortname")) for c in found) if title)
