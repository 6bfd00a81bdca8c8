from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from plugin.demo.visitor import View
from plugin.domain.platforms import CourseRole
from tests.unit.web.conftest import House

HOSTILE = "<script>alert(1)</script> was & is \u05d0"


def claimed(house: House, subject: str) -> View:
    house.knows(subject)
    view = house.enter(subject=subject)
    return house.submit(view, view.form("full_name"))


def answer(house: House, subject: str, **fields: str) -> View:
    asked = house.open(claimed(house, subject).link("Answer them"))
    return house.submit(asked, asked.form("text"), **fields)


def results(house: House) -> View:
    return house.open(house.enter(CourseRole.INSTRUCTOR, "teacher").link("What learners say"))


def test_a_learner_answers_once_after_claiming(house: House) -> None:
    thanks = answer(house, "7", USE="YES", text="Good")
    assert "Thank you" in thanks.text
    view = house.open(house.open(thanks.link("Back to your")).link("Answer them"))
    assert "Thank you" in view.text
    assert not any("text" in form.fields for form in view.forms)


def test_a_form_sent_twice_counts_once(house: House) -> None:
    asked = house.open(claimed(house, "7").link("Answer them"))
    for _ in range(2):
        assert "Thank you" in house.submit(asked, asked.form("text"), USE="NO").text
    assert sum(map(len, house.services.feedback.groups("uniz", "micro-credential-creation"))) == 1


def test_what_cannot_be_kept_is_asked_for_again_with_what_was_written(house: House) -> None:
    asked = house.open(claimed(house, "7").link("Answer them"))
    empty = house.submit(asked, asked.form("text"))
    assert (empty.status, "Nothing is answered yet" in empty.text) == (400, True)
    long = house.submit(asked, asked.form("text"), text="x" * 2001, USE="PARTLY")
    assert long.status == 400
    assert long.form("text").fields["USE"] == "PARTLY"
    assert "Thank you" in house.submit(long, long.form("text"), text="short").text


def test_results_appear_from_five_answers_on(house: House) -> None:
    for number in range(4):
        answer(house, f"s{number}", USE="YES", text=HOSTILE)
    assert "Nothing to show yet" in results(house).text
    answer(house, "s4", USE="NO")
    shown = results(house)
    assert "5 answers" in shown.text
    assert HOSTILE in shown.text
    assert b"<script>alert" not in shown.body
    answer(house, "s5", USE="NO", text="the sixth")
    assert "the sixth" not in results(house).text


def test_neither_name_nor_subject_is_kept_with_an_answer(house: House) -> None:
    answer(house, "subject-4711", USE="YES")
    engine = create_engine(f"sqlite:///{house.services.settings.home / 'twinseal.sqlite3'}")
    with engine.begin() as connection:
        kept = [str(row) for table in ("feedback", "feedback_given") for row in connection.execute(_all(table))]
    engine.dispose()
    assert len(kept) == 2
    assert not any(word in row for row in kept for word in ("subject-4711", "Ada", "Learner"))


def _all(table: str) -> object:
    return text(f"SELECT * FROM {table}")  # noqa: S608 - a name of our own


def test_before_the_claim_nobody_is_asked(house: House) -> None:
    house.knows()
    view = house.enter()
    assert house.open(view.url.replace("/mine", "/feedback")).status == 404


@pytest.mark.parametrize("course", ["2", "9"])
def test_each_page_is_for_its_own_people(house: House, course: str) -> None:
    house.knows()
    learner = house.enter(course=course).url.rpartition("/")[0]
    teacher = house.enter(CourseRole.INSTRUCTOR, "t", course=course).url.rpartition("/")[0]
    assert house.open(f"{learner}/course/feedback").status == 404
    assert house.open(f"{teacher}/feedback").status == 404
    assert house.open(f"{teacher}/course/feedback").status == (200 if course == "2" else 404)


def test_a_form_from_elsewhere_keeps_nothing(house: House) -> None:
    asked = house.open(claimed(house, "7").link("Answer them"))
    assert house.submit(asked, asked.form("text"), form_token="made up", USE="YES").status == 400
    assert house.services.feedback.groups("uniz", "micro-credential-creation") == ()
