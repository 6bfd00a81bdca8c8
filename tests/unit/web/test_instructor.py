from __future__ import annotations

from plugin.demo.visitor import View
from plugin.domain.platforms import CourseRole, DeepLinking
from tests.functional.commands import EXAMPLES
from tests.unit.web.conftest import BASE, House

TEACHER = CourseRole.INSTRUCTOR


def test_everybody_stands_in_the_list_with_a_reason(house: House) -> None:
    house.knows("1")
    house.knows("2", grade="10")
    house.knows("3", done=False, hidden=True)
    view = house.enter(TEACHER)
    for words in (
        "Learner 1",
        "does not reach 50 %",
        "not completed yet",
        "hidden from the learner",
        "University of Zed (test seal)",
    ):
        assert words in view.text
    only = house.open(f"{view.url}?show=not-yet")
    assert "Learner 1" not in only.text
    assert "Learner 2" in only.text


def test_a_long_list_comes_in_pages(house: House) -> None:
    for number in range(250):
        house.knows(str(number))
    view = house.enter(TEACHER)
    assert "Page 1 of 3" in view.text
    last = house.open(f"{view.url}?page=3")
    assert "Learner 99" in last.text  # by name
    assert "Page 3 of 3" in house.open(f"{view.url}?page=99").text
    assert "Page 1 of 3" in house.open(f"{view.url}?page=x").text


def test_an_lms_that_is_away_is_said_so(house: House) -> None:
    house.facts.away = True
    view = house.enter(TEACHER)
    assert view.status == 200
    assert "Your course could not be read just now" in view.text
    assert "lms.example did not answer" in view.text


def switches(house: House, view: View, way: str = "claim", **changes: str | None) -> View:
    """Propose it, look at what it would do, and keep it."""
    settings = house.open(f"{view.url.partition('?')[0]}/settings")
    shown = house.submit(settings, settings.form("whose"), way=way, **{"whose": "plan", **changes})
    return house.submit(shown, shown.form("proposal"))


def test_an_instructor_pauses_and_an_assistant_may_not(house: House) -> None:
    house.knows("1")
    view = house.enter(TEACHER)
    paused = house.submit(view, view.form("pause"))
    assert "Paused" in paused.text
    assistant = house.enter(CourseRole.ASSISTANT)
    assert not any("pause" in form.fields for form in assistant.forms)
    house.enter(TEACHER)
    assert "Learners can claim it" in switches(house, view).text


def test_an_instructor_chooses_what_the_course_awards(house: House) -> None:
    house.knows("1")
    view = house.enter(TEACHER, course="3")
    assert "This course has no micro-credential yet" in view.text
    form = view.form("form_token")
    assert house.submit(view, form, plan="unknown").status == 400
    chosen = house.submit(view, form, plan="micro-credential-creation")
    assert "Paused: nobody can claim it now" in chosen.text
    assert house.submit(view, form, plan="micro-credential-creation").status == 404
    assert "Learners can claim it" in switches(house, chosen).text


def test_a_copied_course_proposes_what_the_other_one_awards(house: House) -> None:
    text = (EXAMPLES / "plan.toml").read_text("utf-8").replace('id = "micro-credential-creation"', 'id = "a-first"')
    house.services.plans.publish(text.encode())
    view = house.enter(TEACHER, course="3", copied_from=("77", "2"))
    assert "It was copied from a course that awards" in view.text
    assert b'<option value="micro-credential-creation" selected>' in view.body
    assert house.services.bindings.of_course("d1", "3") is None  # a proposal binds nothing
    assert "It was copied" not in house.enter(TEACHER, course="4").text


class TestDeepLinking:
    ASKED = DeepLinking("https://school.example/return?course=3", "d")

    def test_a_choice_binds_the_course_and_goes_back_to_the_lms(self, house: House) -> None:
        view = house.enter(TEACHER, course="3", deep_linking=self.ASKED)
        assert "Which micro-credential?" in view.text
        assert house.submit(view, view.form("form_token"), plan="unknown").status == 400
        added = house.submit(view, view.form("form_token"), plan="micro-credential-creation")
        (form,) = added.forms
        assert form.action == self.ASKED.return_url
        assert form.fields["JWT"].count(".") == 2
        binding = house.services.bindings.of_course("d1", "3")
        assert binding is not None
        assert not binding.enabled

    def test_a_course_that_awards_already_adds_a_link(self, house: House) -> None:
        view = house.enter(TEACHER, deep_linking=self.ASKED)
        assert "Add a link to the course’s micro-credential" in view.text
        added = house.submit(view, view.form("form_token"))
        assert "Back to your course" in added.text

    def test_a_hostile_return_address_stays_an_address(self, house: House) -> None:  # row 26
        hostile = DeepLinking('https://school.example/?a="><script>alert(1)</script>', None)
        view = house.enter(TEACHER, deep_linking=hostile)
        added = house.submit(view, view.form("form_token"))
        assert added.forms[0].action == hostile.return_url
        assert b"<script>alert" not in added.body

    def test_the_answer_may_go_to_the_lms_only(self, house: House) -> None:
        view = house.enter(TEACHER, deep_linking=self.ASKED)
        answer = house.client.post(view.url, base_url=BASE, data=view.form("form_token").fields)
        assert "form-action 'self' https://school.example;" in answer.headers["Content-Security-Policy"]

    def test_nobody_but_an_instructor_adds_anything(self, house: House) -> None:
        assert house.enter(CourseRole.LEARNER, deep_linking=self.ASKED).status == 404
        assert house.open(f"{house.enter(TEACHER).url.removesuffix('course')}add").status == 404


def test_an_assistant_may_look_but_not_choose(house: House) -> None:
    view = house.enter(CourseRole.ASSISTANT, course="3")
    assert "An instructor of the course can choose one" in view.text
    assert not view.forms


def test_a_course_without_a_plan_is_said_so(house: House) -> None:
    assert "Nothing to claim here yet" in house.enter(CourseRole.LEARNER, course="3").text


def test_a_plan_that_is_not_complete_says_what_is_missing_and_issues_nothing(house: House) -> None:
    text = (EXAMPLES / "plan.toml").read_text("utf-8").replace("version = 1", "version = 2")
    draft = "\n".join(line for line in text.splitlines() if not line.startswith("workload"))
    house.services.plans.publish(draft.encode())
    house.knows("1")
    assert "Nothing can be issued yet" in house.enter(TEACHER).text
    assert "Notional workload" in house.enter(TEACHER).text
    assert "Nothing to claim here yet" in house.enter(CourseRole.LEARNER, subject="1").text
