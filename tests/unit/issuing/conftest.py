"""A press with a real database, real formats, real seals and a clock that stands still; only the pages are small."""

from __future__ import annotations

import html
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.containers.png import OpenBadge3Png
from adapters.containers.svg import OpenBadge3Svg
from adapters.formats.europass import Europass
from adapters.formats.openbadge3 import OpenBadge3
from adapters.lookup.known import KnownLookup
from adapters.proofs.eseal import ESeal
from adapters.proofs.jws import Jws
from adapters.proofs.publication import issuer_identity, publication
from adapters.seals.authority import TestAuthority
from adapters.seals.file import FileSeal
from adapters.status.bitstring import Bitstring
from plugin.domain.badge import BadgeFace, BadgeImage
from plugin.domain.binding import binding_of_lists
from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.documents import Page
from plugin.domain.elements import MicroCredential
from plugin.domain.errors import ServiceError
from plugin.domain.facts import Completion, CompletionState, Grade, LearnerFacts, Source
from plugin.domain.intake.plan_file import PlanFile
from plugin.domain.lifecycle import AwardKey
from plugin.domain.mapping import as_test_organisation
from plugin.domain.platforms import Person
from plugin.domain.ports.credentials import TrustAnchor
from plugin.issuing.press import Order, Press, Signer, Signers
from plugin.store.awards import Awards
from plugin.store.bindings import Bindings
from plugin.store.database import open_database
from plugin.store.plans import Plans
from plugin.store.standings import Standings
from plugin.store.status_lists import StatusLists
from tests.factories import ISSUED_AT
from tests.fakes.clock import SetClock
from tests.fakes.issuer import BASE, PASSWORD, PNG, authority
from tests.functional.commands import EXAMPLES


class Silence:
    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


class SmallPages:
    """Implements the port `Renderer` with one pixel a page."""

    def pages(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> tuple[Page, ...]:
        return tuple(Page(language, 1, PNG) for language in micro.languages)

    def pdf(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> bytes:
        return b"%PDF-"

    def badge(self, face: BadgeFace) -> BadgeImage:
        words = html.escape(face.alternative, quote=False)
        return BadgeImage(f'<svg xmlns="http://www.w3.org/2000/svg"><title>{words}</title></svg>'.encode(), PNG)


@pytest.fixture(scope="session")
def signers() -> Signers:
    file = _plan()
    body = as_test_organisation(file.institution.organisation)
    raw = authority().issue_seal(body, ISSUED_AT, PASSWORD)
    seal = FileSeal(raw, PASSWORD, authority().certificate)
    identity = issuer_identity(BASE, file.institution.id, seal.identity)
    web = KnownLookup(publication(identity, body), Silence())
    signer = Signer(identity, seal)
    return Signers({"jws": signer, "eseal": signer}, (TrustAnchor(authority().certificate, True),), web)


@pytest.fixture(scope="session")
def real_signers(signers: Signers) -> Signers:
    """The same institution with seals of a real authority; the test seals may still finish what they began."""
    institution = _plan().institution
    other = TestAuthority(TestAuthority.create(ISSUED_AT, PASSWORD), PASSWORD)
    raw = other.issue_seal(institution.organisation, ISSUED_AT, PASSWORD)
    seal = FileSeal(raw, PASSWORD, authority().certificate)
    identity = issuer_identity(BASE, institution.id, seal.identity)
    signer, tests = Signer(identity, seal), signers.by_proof["jws"]
    files = publication(identity, institution.organisation, further=(tests.identity.seal.chain[0],))
    anchors = (*signers.anchors, TrustAnchor(other.certificate, is_test=False))
    others = {"jws": (tests,), "eseal": (tests,)}
    return Signers({"jws": signer, "eseal": signer}, anchors, KnownLookup(files, Silence()), others)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(ISSUED_AT + timedelta(days=1))


@pytest.fixture
def press(tmp_path: Path, signers: Signers, clock: SetClock) -> Iterator[Press]:
    engine = open_database(tmp_path / "twinseal.sqlite3")
    plans, numbers = Plans(engine, clock), itertools.count(1)
    file = plans.publish((EXAMPLES / "plan.toml").read_bytes())
    Bindings(engine).put(binding_of_lists(file.institution.id, file.plan.id))
    forms = (OpenBadge3(), Europass())
    yield Press(
        awards=Awards(engine),
        standings=Standings(engine),
        lists=StatusLists(engine),
        plans=plans,
        formats={form.name: form for form in forms},
        proofs={suite.name: suite for suite in (Jws(), ESeal())},
        containers={container.name: container for container in (OpenBadge3Png(), OpenBadge3Svg())},
        status=Bitstring(),
        renderer=SmallPages(),
        signers=lambda _institution: signers,
        clock=clock,
        new_id=lambda: str(uuid.UUID(int=next(numbers))),
        new_token=lambda: f"token-{next(numbers)}",
    )
    engine.dispose()


@pytest.fixture
def order(clock: SetClock) -> Order:
    file = _plan()
    key = AwardKey(binding_of_lists(file.institution.id, file.plan.id).id, "s-1", file.plan.id)
    claim = Claim("Ada Byrne", True, ClaimedBy.INSTITUTION, clock.now())
    return Order(key, file.institution, file.plan, facts(clock), claim, "digest-1")


def facts(clock: SetClock, grade: str = "84", done: bool = True) -> LearnerFacts:
    state = CompletionState.COMPLETE if done else CompletionState.UNKNOWN
    completed = Completion(state, clock.now() - timedelta(days=3) if done else None)
    points = Grade(Decimal(grade), Decimal(0), Decimal(100))
    return LearnerFacts(Person("s-1"), completed, points, Source.INSTITUTION, clock.now())


def with_facts(order: Order, given: LearnerFacts) -> Order:
    return replace(order, facts=given)


def _plan() -> PlanFile:
    from plugin.domain.intake.plan_file import read_plan

    return read_plan((EXAMPLES / "plan.toml").read_bytes())
