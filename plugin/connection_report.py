"""Everything that is known of a connection to an LMS: what was tried now, and what the latest launches showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from plugin.domain.connection import Finding, SeenCourse, Setting
from plugin.domain.platforms import BrowserProof, CoursePlace, Registration
from plugin.domain.refusals import Refusal, nearest
from plugin.domain.report import Answer
from plugin.domain.text import say
from plugin.services import Services

COURSES_LOOKED_AT = 20
REFUSALS_LOOKED_AT = 50
_WHERE = {
    ("moodle", Setting.ADDRESSES): say("Moodle: Manage tools, the tool's details (the list icon) show all addresses."),
    ("moodle", Setting.TOKEN): say(
        "Moodle: Site administration, HTTP security must not block this tool's host and port."
    ),
    ("moodle", Setting.MEMBERS): say(
        "Moodle: Manage tools, the tool, Services, “IMS LTI Names and Role Provisioning”."
    ),
    ("moodle", Setting.COLUMNS): say(
        "Moodle: Manage tools, the tool, Services, “IMS LTI Assignment and Grade Services”."
    ),
    ("moodle", Setting.FRAME): say("Moodle: the tool's “Default launch container”: “New window”."),
    ("canvas", Setting.ADDRESSES): say(
        "Canvas: issuer https://canvas.instructure.com, addresses at sso.canvaslms.com."
    ),
    ("canvas", Setting.TOKEN): say(
        "Canvas: Admin, Developer Keys: the key must be on; its Public JWK URL is …/lti/jwks."
    ),
    (
        "canvas",
        Setting.MEMBERS,
    ): say("Canvas: the key's LTI Services, “Can retrieve user data …”."),
    ("canvas", Setting.COLUMNS): say("Canvas: the key's LTI Services, those about assignments and the grade book."),
    ("canvas", Setting.FRAME): say("Canvas: let the placement open in a new tab (windowTarget “_blank”)."),
    ("openedx", Setting.MEMBERS): say("Open edX: Studio, the LTI block, names and roles; PII sharing must be allowed."),
    ("openedx", Setting.COLUMNS): say(
        "Open edX: Studio, the LTI block, “LTI Assignment and Grades Service”: programmatic."
    ),
    ("openedx", Setting.FRAME): say("Open edX: Studio, the LTI block, “LTI Launch Target”: “New Window”."),
}


def report(
    registration: Registration,
    services: Services,
    tried: Callable[[Registration, Sequence[CoursePlace]], tuple[Finding, ...]],
) -> tuple[Finding, ...]:
    """Each question with its answer; what to change names the LMS's own place for it where that is known."""
    seen = services.courses.latest(registration.id, COURSES_LOOKED_AT)
    findings = (
        _launches(registration, seen, services),
        *tried(registration, [course.place for course in seen]),
        *services.lms(registration).access(registration, seen[0].place if seen else None),
        _cookies(seen),
    )
    return tuple(_with_its_place(finding, registration.family) for finding in findings)


def _launches(registration: Registration, seen: Sequence[SeenCourse], services: Services) -> Finding:
    question = say("Do launches from this issuer arrive?")
    last = _last_refusal(registration, services)
    hint = say("The administration page shows what came beside what is registered.")
    if last and (not seen or last.at > seen[0].seen_at):
        came_from = last.received.issuer or say("no issuer")
        told = say("The latest launch was refused: {code}, from {issuer}.", code=last.code, issuer=came_from)
        return Finding(question, Answer.NO, told, hint, Setting.ADDRESSES)
    if not seen:
        return Finding(
            question, Answer.UNKNOWN, say("None arrived yet."), say("Open the tool once in a course, then check again.")
        )
    return Finding(
        question,
        Answer.YES,
        say("The latest came on {day}, {time} UTC.", day=seen[0].seen_at, time=f"{seen[0].seen_at:%H:%M}"),
    )


def _last_refusal(registration: Registration, services: Services) -> Refusal | None:
    known, refusals = services.platforms.all(), services.refusals.latest(REFUSALS_LOOKED_AT)
    return next((r for r in refusals if nearest(r.received, known)[:1] == (registration,)), None)


def _cookies(seen: Sequence[SeenCourse]) -> Finding:
    """By the latest launch into each of the latest courses: one strict browser says little, most of them say much."""
    question = say("Do browsers keep our cookie in the platform's frame?")
    count = Counter(course.browser for course in seen if course.browser)
    total = count.total()
    if not total:
        return Finding(
            question, Answer.UNKNOWN, say("Nobody has launched yet."), say("Open the tool once in a course.")
        )
    kept, stored, tabs = (count[proof] for proof in (BrowserProof.COOKIE, BrowserProof.STORAGE, BrowserProof.TAB))
    evidence = say(
        "Of the latest {total} launches, {kept} kept it, {stored} used the platform's storage, {tabs} a new tab.",
        total=total,
        kept=kept,
        stored=stored,
        tabs=tabs,
    )
    if kept * 2 >= total:
        return Finding(question, Answer.YES, evidence)
    hint = say("People get there by one more click. Opening the tool in a window of its own spares them that.")
    return Finding(question, Answer.NO, evidence, hint, Setting.FRAME)


def _with_its_place(finding: Finding, family: str) -> Finding:
    where = _WHERE.get((family, finding.setting)) if finding.setting else None
    return replace(finding, hint=f"{finding.hint} {where}") if where else finding
