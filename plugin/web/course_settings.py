"""Who gets it, and how: the rule in words, claimed or automatic, and what it would do before it is switched on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, request, url_for

from plugin.domain.binding import Binding, Expected, ExpectedUnit
from plugin.domain.choices import Choice
from plugin.domain.eligibility import Outcome, Rule
from plugin.domain.errors import ConflictError, InputError, ServiceError
from plugin.domain.facts import CourseFacts, course_confirmed
from plugin.domain.mapping import missing_in_plan
from plugin.domain.plan import CredentialPlan
from plugin.domain.rule_json import rule_from_json, rule_to_json
from plugin.domain.text import say
from plugin.issuing.dry_run import DryRun, dry_run
from plugin.sweeping import ask
from plugin.web.bundle import services
from plugin.web.forms import seen_token, was_seen
from plugin.web.rule_form import RuleForm, form_of, rule_from, same, units
from plugin.web.visits import Answer, Visit, changer, page, plan_of, teacher

EXPECTED_MAX = 100_000
WAYS = ("off", "claim", "automatic")

pages = Blueprint("course_settings", __name__)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an instructor wants, not yet kept. rule None: the plan's. count: new awards that the dry run showed."""

    rule: Rule | None
    way: str
    include_grade: bool
    expected: Expected | None
    count: int = 0

    def to_json(self) -> str:
        """In one form, to be carried by the page that shows the dry run."""
        rule = rule_to_json(self.rule) if self.rule else None
        expected = [self.expected.number, self.expected.unit.value] if self.expected else None
        return json.dumps([rule, self.way, self.include_grade, expected, self.count])


def proposal_from_json(text: str) -> Proposal:
    """What `to_json` carried; only for text that we have signed."""
    rule, way, include_grade, expected, count = json.loads(text)
    most = Expected(expected[0], ExpectedUnit(expected[1])) if expected else None
    return Proposal(rule_from_json(rule) if rule else None, way, include_grade, most, count)


@pages.get("/at/<handle>/course/settings")
def show(handle: str) -> Answer:
    """The form, as it is kept."""
    here = teacher(handle)
    binding = here.binding
    if binding is None:
        return redirect(url_for("instructor.show", handle=handle))
    choices, failure = _choices(here)
    return _form(here, binding, form_of(plan_of(binding)[1].rule, choices), _of(binding), failure)


@pages.post("/at/<handle>/course/settings")
def propose(handle: str) -> Answer:
    """Show what the proposed rule would do; nothing is changed yet."""
    here, binding = changer(handle)
    choices, failure = _choices(here)
    offered = form_of(plan_of(binding)[1].rule, choices)
    try:
        wanted = _proposal(binding, offered)
    except InputError as error:
        return _form(here, binding, offered, _of(binding), failure, error), 400
    plan = replace(binding, rule=wanted.rule).applied(_plan_alone(binding))
    try:
        learners = _learners(here, binding, plan)
    except ServiceError as error:
        return _form(here, binding, offered, wanted, error), 503
    held = services().awards.live_subjects(binding.id)
    run = dry_run(learners.learners, plan.rule, held)
    return _shown(here, binding, plan, replace(wanted, count=run.new), run, learners)


@pages.post("/at/<handle>/course/settings/keep")
def keep(handle: str) -> Answer:
    """Keep what the dry run showed, and switch it on or off."""
    here, binding = changer(handle)
    text = request.form.get("proposal", "")
    if not was_seen(here.secret, f"{binding.id} {text}", request.form.get("seen", "")):
        sentence = "Nothing was changed: what this would do was not shown before."
        raise InputError("settings.unseen", sentence, "Go back to the settings and look at it first.")
    wanted = proposal_from_json(text)
    institution, plan = plan_of(binding)
    if wanted.way != "off" and missing_in_plan(plan, institution):
        sentence = "The plan is not complete, so nothing can be awarded yet."
        raise ConflictError("settings.incomplete", sentence, "Complete the plan first.")
    services().bindings.put(_changed(binding, wanted))
    if wanted.way == "automatic":
        state = services().sweeps.state(binding.id)
        services().sweeps.put(replace(state, released=wanted.count))
    ask(binding, services())
    return redirect(url_for("instructor.show", handle=handle), 303)


def _changed(binding: Binding, wanted: Proposal) -> Binding:
    return replace(
        binding,
        enabled=wanted.way != "off",
        automatic=wanted.way == "automatic",
        rule=wanted.rule,
        include_grade=wanted.include_grade,
        expected=wanted.expected,
    )


def _of(binding: Binding) -> Proposal:
    on = "automatic" if binding.automatic else "claim"
    return Proposal(binding.rule, on if binding.enabled else "off", binding.include_grade, binding.expected)


def _plan_alone(binding: Binding) -> CredentialPlan:
    return services().plans.latest(binding.institution_id, binding.plan_id)[1]


def _choices(here: Visit) -> tuple[tuple[Choice, ...], ServiceError | None]:
    try:
        return here.lms.activities(here.place), None
    except ServiceError as error:
        return (), error


def _proposal(binding: Binding, offered: RuleForm) -> Proposal:
    form = request.form
    whose = form.get("whose", "")
    rule = rule_from(form, offered) if whose == "own" else binding.rule if whose == "same" else None
    if whose != "own" and _ticked_anew(binding, offered):
        sentence = "You changed what is ticked, but chose another rule."
        raise InputError("settings.whose", sentence, "Choose the rule of this course’s own, or undo the ticks.")
    way = form.get("way", "")
    if way not in WAYS:
        raise InputError("settings.way", "Choose how it is awarded.", "Not now, claimed, or automatically.")
    return Proposal(rule, way, "include_grade" in form, _expected(form.get("expected", ""), form.get("expected_unit")))


def _ticked_anew(binding: Binding, offered: RuleForm) -> bool:
    """Whether the ticks say something else than the rule of now, which they showed."""
    if not offered.whole:
        return False
    try:
        return not same(rule_from(request.form, offered), plan_of(binding)[1].rule, offered.any_of)
    except InputError:
        return True


def _expected(text: str, unit: str | None) -> Expected | None:
    text = text.strip()
    if not text:
        return None
    kind = ExpectedUnit.PERCENT if unit == ExpectedUnit.PERCENT.value else ExpectedUnit.LEARNERS
    most = 100 if kind is ExpectedUnit.PERCENT else EXPECTED_MAX
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= most):
        sentence = say("How many you expect is not a whole number from 1 to {most}.", most=most)
        raise InputError("settings.expected", sentence, "Correct it, or leave it empty.")
    return Expected(int(text), kind)


def _learners(here: Visit, binding: Binding, plan: CredentialPlan) -> CourseFacts:
    """Everybody's facts, read for the rule that is proposed, with teachers' words."""
    facts = here.lms.course(here.place, plan.wanted)
    return course_confirmed(facts, services().rosters.confirmations(binding.id))


def _form(
    here: Visit,
    binding: Binding,
    offered: RuleForm,
    wanted: Proposal,
    failure: ServiceError | None,
    error: InputError | None = None,
) -> str:
    return page(
        "course_settings.html",
        here,
        binding=binding,
        plan=plan_of(binding)[1],
        plan_rule=_plan_alone(binding).rule,
        offered=offered,
        wanted=wanted,
        units=units(),
        failure=failure,
        error=error,
    )


def _shown(
    here: Visit, binding: Binding, plan: CredentialPlan, wanted: Proposal, run: DryRun, learners: CourseFacts
) -> str:
    text = wanted.to_json()
    return page(
        "dry_run.html",
        here,
        plan=plan,
        binding=binding,
        wanted=wanted,
        run=run,
        outcomes=(Outcome.EARNED, Outcome.NOT_YET, Outcome.UNKNOWN),
        read_at=learners.read_at,
        too_many=wanted.expected and run.new + run.held > wanted.expected.of(run.learners),
        proposal=text,
        seen=seen_token(here.secret, f"{binding.id} {text}"),
    )
