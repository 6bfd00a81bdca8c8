"""Courses are read by a worker, or at once where none runs: one at a time for each learning platform."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from plugin.domain.binding import Binding
from plugin.domain.errors import ServiceError
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.sweeps import SweepState
from plugin.domain.text import say
from plugin.issuing.sweep import Desk, Swept, SweptCourse, end, sweep
from plugin.services import Services

WORKER = "worker"  # the lease of whoever works off the queue
LEASE_LASTS = timedelta(minutes=1)  # renewed while its holder lives
READING_LASTS = timedelta(minutes=10)  # of a page that reads a course itself
BROKEN = say("Something went wrong on our side; the administrator finds it in the log.")

log = logging.getLogger("twinseal")


def worker_lives(services: Services) -> bool:
    """Whether a worker runs for this installation."""
    return services.leases.held(WORKER, services.clock.now())


def ask(binding: Binding, services: Services) -> None:
    """Let a worker read the course soon; without one, whoever needs it reads it."""
    services.sweeps.ask(binding.id, services.clock.now())
    platform_id = _platform_of(binding, services)
    if platform_id and worker_lives(services):
        services.queue.wake(platform_id)


def ask_unless_fresh(binding: Binding, services: Services) -> None:
    """At a launch: have the course read again when the last time is some minutes ago."""
    state = services.sweeps.state(binding.id)
    if not state.fresh(services.clock.now()) and state.asked_at is None:
        ask(binding, services)


def current(binding: Binding, services: Services) -> SweepState:
    """Where the reading of the course stands; where no worker runs, a course that is not fresh is read now."""
    state, now = services.sweeps.state(binding.id), services.clock.now()
    if worker_lives(services) or (state.fresh(now) and state.asked_at is None):
        return state
    return read_now(binding, services)


def read_now(binding: Binding, services: Services) -> SweepState:
    """Read the course in this process, without awarding anything; a failure is kept in what comes back."""
    holder, name = services.press.new_token(), platform_lease(_platform_of(binding, services) or "")
    if services.leases.take(name, holder, services.clock.now(), READING_LASTS):
        try:
            sweep_course(binding.id, services, goes_on=lambda: False)
        finally:
            services.leases.give_back(name, holder)
    return services.sweeps.state(binding.id)


def sweep_platform(platform_id: str, services: Services, holder: str) -> None:
    """Read every course of that platform that is due, one after the other; nothing when somebody does so already."""
    name = platform_lease(platform_id)
    if not services.leases.take(name, holder, services.clock.now(), LEASE_LASTS):
        return
    try:
        for binding_id in due_of(platform_id, services):
            sweep_course(binding_id, services, goes_on=lambda: _still_on(binding_id, services))  # noqa: B023 - used at once
    finally:
        services.leases.give_back(name, holder)


def due_of(platform_id: str, services: Services) -> tuple[str, ...]:
    """The courses of that platform to read now."""
    return tuple(b for p, b in services.sweeps.due(services.clock.now()) if p == platform_id)


def sweep_course(binding_id: str, services: Services, goes_on: Callable[[], bool]) -> Swept | None:
    """Read one course; None when it could not be read, which is kept with the time of the next try."""
    began, interval = services.clock.now(), timedelta(minutes=services.settings.sweep_minutes)
    try:
        binding = services.bindings.get(binding_id)
        course = swept_course(binding, services) if binding else None
        return sweep(course, desk_of(course, services, goes_on)) if course else None
    except ServiceError as error:
        log.info("sweep of %s failed: %s", binding_id, error.code)
    except Exception as error:
        log.error("sweep of %s broke: %s", binding_id, type(error).__name__)
        end(binding_id, services.sweeps, began, services.clock.now(), interval, BROKEN)
    return None


def swept_course(binding: Binding, services: Services) -> SweptCourse | None:
    """The course of a binding with its plan; None when nobody ever came from there, or its platform was removed."""
    place = services.courses.place(binding.deployment_id or "", binding.course_id or "")
    if place is None:
        return None
    institution, plan = plan_of(binding, services)
    return SweptCourse(binding, institution, plan, place)


def plan_of(binding: Binding, services: Services) -> tuple[Institution, CredentialPlan]:
    """The newest plan of a binding, with the course's own rule where it has one."""
    institution, plan = services.plans.latest(binding.institution_id, binding.plan_id)
    return institution, binding.applied(plan)


def desk_of(course: SweptCourse, services: Services, goes_on: Callable[[], bool]) -> Desk:
    """What the sweep of that course works with."""
    return Desk(
        press=services.press,
        rosters=services.rosters,
        sweeps=services.sweeps,
        alarms=services.alarms,
        lms=services.lms(course.place.registration),
        goes_on=goes_on,
        interval=timedelta(minutes=services.settings.sweep_minutes),
    )


def _platform_of(binding: Binding, services: Services) -> str | None:
    place = services.courses.place(binding.deployment_id or "", binding.course_id or "")
    return place.registration.id if place else None


def platform_lease(platform_id: str) -> str:
    """The name under which one reader at a time has a platform."""
    return f"platform:{platform_id}"


def _still_on(binding_id: str, services: Services) -> bool:
    binding = services.bindings.get(binding_id)
    return binding is not None and binding.awards_by_itself
