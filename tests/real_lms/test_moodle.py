"""The same expectations as of every platform, and the cohort of the practice LMS, against a Moodle that runs.

Only where TWINSEAL_REAL_MOODLE, …_TOKEN, …_ADMIN, …_PASSWORD and …_COURSE say where: a Moodle 4.5 or later on this
machine by http (it must reach the tool, which listens on loopback), and in it a course "Data Ethics in Practice"
whose learners have the names and the progress of plugin/practice/people.py, after Moodle's cron ran.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
import requests

from adapters.lms.moodle import Moodle
from lti.grade_columns import SCOPE, GradeColumns
from lti.memberships import members
from plugin.clock import SystemClock
from plugin.demo.visitor import Form, View, Visitor
from plugin.domain.eligibility import Outcome, decide
from plugin.domain.facts import CompletionState
from plugin.domain.platforms import Course, CoursePlace, Deployment, Registration, ServiceAddresses
from plugin.domain.report import Answer
from plugin.practice.people import Person, Role, people
from tests.conftest import not_asked_for
from tests.contract import test_lti_platform as contract
from tests.contract.test_lms_family import RULE
from tests.contract.test_lti_platform import Platform, Tool, connector, launched, running_tool
from tests.real_lms.moodle_site import LEARNER, TEACHER, Site, site_of_the_environment

Sides = tuple[Tool, Platform]
COHORT = {re.sub(r"<[^>]*>", "", p.full_name): p for p in people() if p.role is Role.STUDENT}  # Moodle keeps no tags

test_a_learner_arrives = contract.test_a_learner_arrives_with_name_course_and_role
test_an_instructor_arrives = contract.test_an_instructor_arrives_as_one
test_two_people_are_two_subjects = contract.test_two_people_are_two_subjects_and_one_stays_the_same
test_the_members_are_those_who_launch = contract.test_the_members_are_those_who_launch
test_an_instructors_choice_goes_back = contract.test_an_instructors_choice_goes_back_and_is_accepted


@pytest.fixture(scope="module")
def site() -> Site:
    found = site_of_the_environment()
    if isinstance(found, str):
        not_asked_for(found)
    assert isinstance(found, Site)
    return found


@pytest.fixture(scope="module")
def sides(site: Site) -> Iterator[Sides]:
    """Our tool, registered by Moodle's own pages and placed in the course."""
    with running_tool() as tool:
        view = site.register(tool.base)
        assert tool.registered, view.text
        made = tool.registered[-1]
        addresses = (made.auth_login_url, made.auth_token_url, made.key_set_url)
        registration = Registration("p1", made.issuer, made.client_id, *addresses, made.family)
        tool.platforms.add(registration, Deployment("d1", "p1", made.deployment_id, "zed"))
        try:
            with placed(site, made.deployment_id) as activity:
                yield tool, _platform(site, made.deployment_id, activity)
        finally:
            site.remove(made.deployment_id)


@contextmanager
def placed(site: Site, tool: str) -> Iterator[str]:
    """The tool is activated and an activity of the course, for a while."""
    site.activate(tool)
    activity = site.place(tool, "Micro-credential")
    try:
        yield activity
    finally:
        site.take_away(activity)


def _platform(site: Site, tool: str, activity: str) -> Platform:
    learners, (teacher, *_) = site.people(LEARNER), site.people(TEACHER).values()
    who = {"instructor": teacher, "learner": learners["Łukasz Żółć"], "other learner": learners["Bob & Sue Co"]}
    choice = Form(f"{site.url}/mod/lti/contentitem.php", "get", {"id": tool, "course": site.course})

    def enter(visitor: Visitor, name: str) -> View:
        site.log_in_as(visitor, who[name])
        return visitor.open(f"{site.url}/mod/lti/launch.php?id={activity}")

    def choose(visitor: Visitor) -> View:
        site.log_in_as(visitor, teacher)
        return visitor.submit(choice)

    return Platform("Moodle", {"deployment_id": tool, "context_id": site.course}, enter, choose)


def test_registration_tells_who_the_platform_is(site: Site, sides: Sides) -> None:
    made = sides[0].registered[-1]
    assert (made.issuer, made.family) == (site.url, "moodle")
    assert made.deployment_id.isdecimal()


def test_a_column_is_made_graded_and_read(sides: Sides) -> None:
    """A column of ours counts in Moodle's course total, so it goes away again."""
    launch = launched(sides, "instructor")
    columns, link = GradeColumns(connector(sides, launch), launch.services), connector(sides, launch)
    assert columns.all() == ()  # the placed activity brought none
    try:
        contract.test_a_column_is_made_graded_and_read(sides)
    finally:
        token = link.get_access_token([f"{SCOPE}lineitem"])
        for column in columns.all():
            requests.delete(column.id, headers={"Authorization": f"Bearer {token}"}, timeout=30).raise_for_status()
    assert columns.all() == ()


def test_members_are_all_but_the_suspended_by_their_names(site: Site, sides: Sides) -> None:
    launch = launched(sides, "instructor")
    names = {member.person.full_name for member in members(connector(sides, launch), launch.services)}
    assert {name for name, person in COHORT.items() if not person.suspended} <= names
    assert names.isdisjoint(name for name, person in COHORT.items() if person.suspended)


# The last of those with a tool: the deployment waits from then on.
test_an_unknown_deployment_is_shown = contract.test_an_unknown_deployment_is_shown_to_the_administrator


@pytest.fixture(scope="module")
def place(site: Site) -> CoursePlace:
    registration = Registration("p1", site.url, "c", "", "", "", "moodle")
    return CoursePlace(registration, "d1", Course(site.course), "", ServiceAddresses())


@pytest.fixture(scope="module")
def moodle(site: Site) -> Moodle:
    return Moodle(site.service, SystemClock())


def test_the_token_may_call_all_that_is_needed(moodle: Moodle, place: CoursePlace) -> None:
    assert moodle.access(place.registration)[0].answer is Answer.YES


def test_everybody_gets_what_they_earned(moodle: Moodle, place: CoursePlace) -> None:
    found = {facts.person.full_name: facts for facts in moodle.course(place).learners}
    assert set(found) == set(COHORT)
    outcomes = {name: decide(facts, RULE).outcome for name, facts in found.items()}
    assert outcomes == {name: _outcome(person) for name, person in COHORT.items()}
    grades = {n: (f.grade.value, f.grade.maximum) if f.grade else None for n, f in found.items()}
    assert grades == {name: _grade(person) for name, person in COHORT.items()}


def test_one_learner_is_read_as_in_the_whole_course(moodle: Moodle, place: CoursePlace) -> None:
    for whole in moodle.course(place).learners:
        one = moodle.learner(place, whole.person.subject)
        assert one.completion == whole.completion
        if whole.completion.state is not CompletionState.UNKNOWN:  # alone, Moodle shows a suspended learner's grade
            assert one.grade == whole.grade


def test_a_course_that_moodle_does_not_know_awards_nobody(moodle: Moodle, site: Site, place: CoursePlace) -> None:
    facts = moodle.learner(replace(place, course=Course("999999999")), site.people(LEARNER)["Anna Byrne"])
    assert decide(facts, RULE).outcome is Outcome.UNKNOWN


def _outcome(person: Person) -> Outcome:
    if person.suspended:
        return Outcome.UNKNOWN
    return Outcome.EARNED if person.progress.completed else Outcome.NOT_YET


def _grade(person: Person) -> tuple[Decimal, Decimal] | None:
    total = person.progress.total
    if person.suspended or total is None:
        return None
    return Decimal(str(total)), Decimal(str(person.progress.maximum))
