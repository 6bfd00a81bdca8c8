"""Finds a person's award or standing by an id or a name: bounded, and nothing of what is asked is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, or_, select, union

from plugin.domain.help_desk import Case
from plugin.domain.roster import NAMES_LAST, folded
from plugin.store.awards import Awards
from plugin.store.database import reading
from plugin.store.rosters import Rosters
from plugin.store.tables import (
    award,
    binding,
    claim,
    course,
    deployment,
    document,
    learner_name,
    platform,
    seal_attempt,
)
from plugin.store.tables import roster_line as line_table

CASES_MAX = 50
_PREFIX = "urn:uuid:"


class HelpDesk:
    """Looks through awards, claims, rosters and the names of a day."""

    def __init__(self, engine: Engine, awards: Awards, rosters: Rosters) -> None:
        self._engine = engine
        self._awards = awards
        self._rosters = rosters

    def find(self, words: str, now: datetime) -> tuple[Case, ...]:
        """At most CASES_MAX cases of the person with that user id, credential id, award id, or part of a name."""
        words = " ".join(words.split()).removeprefix(_PREFIX)
        if not words:
            return ()
        with reading(self._engine) as connection:
            people = connection.execute(_people(words, now).limit(CASES_MAX)).all()
            return tuple(self._case(connection, person.binding_id, person.subject, now) for person in people)

    def _case(self, connection: Connection, binding_id: str, subject: str, now: datetime) -> Case:
        about = connection.execute(_about(binding_id)).one()
        newest = connection.execute(_newest_award(binding_id, subject)).first()
        given = self._awards.get(newest.id) if newest else None
        name = given.claim.full_name if given else _name(connection, about.platform_id, subject, now)
        return Case(
            binding_id,
            about.institution_id,
            about.plan_id,
            about.title or "",
            about.issuer or "",
            subject,
            name,
            given,
            bool(newest and newest.live),
            _attempts(connection, newest.id) if newest else (),
            self._rosters.of(binding_id, subject),
        )


def _people(words: str, now: datetime) -> Any:
    named = or_(*(claim.c.full_name.contains(form, autoescape=True) for form in _forms(words)))
    by_claim = select(award.c.binding_id, award.c.subject).join(claim, claim.c.award_id == award.c.id).where(named)
    by_document = (
        select(award.c.binding_id, award.c.subject)
        .join(document, document.c.award_id == award.c.id)
        .where(document.c.credential_id == words)
    )
    by_award = select(award.c.binding_id, award.c.subject).where(or_(award.c.subject == words, award.c.id == words))
    by_standing = select(line_table.c.binding_id, line_table.c.subject).where(line_table.c.subject == words)
    return union(by_document, by_award, by_standing, by_claim, _by_cached_name(words, now))


def _by_cached_name(words: str, now: datetime) -> Select[Any]:
    known = and_(
        learner_name.c.folded.contains(folded(words), autoescape=True), learner_name.c.kept_at >= now - NAMES_LAST
    )
    return (
        select(line_table.c.binding_id, line_table.c.subject)
        .join(binding, binding.c.id == line_table.c.binding_id)
        .join(deployment, deployment.c.id == binding.c.deployment_id)
        .join(
            learner_name,
            and_(
                learner_name.c.platform_id == deployment.c.platform_id,
                learner_name.c.subject == line_table.c.subject,
            ),
        )
        .where(known)
    )


def _forms(words: str) -> set[str]:
    """The database ignores capitals in ASCII only, so that other scripts are tried in their usual forms."""
    return {words, words.lower(), words.upper(), words.title()}


def _about(binding_id: str) -> Select[Any]:
    here = and_(course.c.deployment_id == binding.c.deployment_id, course.c.course_id == binding.c.course_id)
    return (
        select(binding.c.institution_id, binding.c.plan_id, course.c.title, platform.c.issuer, deployment.c.platform_id)
        .select_from(binding)
        .outerjoin(course, here)
        .outerjoin(deployment, deployment.c.id == binding.c.deployment_id)
        .outerjoin(platform, platform.c.id == deployment.c.platform_id)
        .where(binding.c.id == binding_id)
    )


def _newest_award(binding_id: str, subject: str) -> Select[Any]:
    query = select(award.c.id, award.c.live).where(award.c.binding_id == binding_id, award.c.subject == subject)
    return query.order_by(award.c.live.desc(), award.c.issued_at.desc())


def _name(connection: Connection, platform_id: str | None, subject: str, now: datetime) -> str | None:
    here = and_(learner_name.c.platform_id == platform_id, learner_name.c.subject == subject)
    query = select(learner_name.c.full_name).where(here, learner_name.c.kept_at >= now - NAMES_LAST)
    return connection.scalars(query).first()


def _attempts(connection: Connection, award_id: str) -> tuple[tuple[str, datetime], ...]:
    query = select(seal_attempt.c.format, seal_attempt.c.at).where(seal_attempt.c.award_id == award_id)
    rows: list[Row[Any]] = list(connection.execute(query.order_by(seal_attempt.c.id)))
    return tuple((row.format, row.at) for row in rows)
