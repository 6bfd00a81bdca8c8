"""The help desk's page: why did this person get it, or not? Asked by a form, so that no address holds a name."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from plugin.domain.errors import NotFoundError
from plugin.domain.help_desk import Case
from plugin.domain.mapping import missing_in_plan
from plugin.domain.sweeps import SweepState
from plugin.domain.text import say
from plugin.web.admin import signed_in
from plugin.web.bundle import services
from plugin.web.forms import check_form, form_token

WORDS_MAX = 200

pages = Blueprint("help_desk", __name__, url_prefix="/admin/search")


@pages.get("")
def ask() -> str:
    """The empty form."""
    return render_template("help_desk.html", form_token=form_token(signed_in()), words=None, cases=())


@pages.post("")
def find() -> str:
    """Every case of the person, with what was decided, when, on whose word, and what was tried."""
    secret = signed_in()
    check_form(secret)
    words = request.form.get("words", "").strip()[:WORDS_MAX]
    cases = [(case, *_course(case)) for case in services().help_desk.find(words, services().clock.now())]
    return render_template("help_desk.html", form_token=form_token(secret), words=words, cases=cases)


def _course(case: Case) -> tuple[SweepState, tuple[str, ...]]:
    """Where the reading of the case's course stands, and why the course as a whole awards nobody now, if so."""
    binding, why = services().bindings.get(case.binding_id), []
    if binding and not binding.enabled:
        why.append(say("Its instructor has paused awarding."))
    elif binding and not binding.automatic and binding.deployment_id:
        why.append(say("It is awarded when the learner claims it, not automatically."))
    try:
        institution, plan = services().plans.latest(case.institution_id, case.plan_id)
        if missing_in_plan(plan, institution):
            why.append(say("The plan lacks mandatory elements."))
    except NotFoundError:
        why.append(say("Its plan is gone."))
    opened = [a for a in services().alarms.of(case.binding_id) if a.state.value == "open"]
    why += [say("An alarm waits for the instructor: {alarm}", alarm=alarm.sentence) for alarm in opened]
    return services().sweeps.state(case.binding_id), tuple(why)
