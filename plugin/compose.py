"""Puts the parts together: settings in, open services out. Only this place, app.py and cli.py know all rooms."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.lookup.folder import FolderLookup
from adapters.lookup.https import HttpsLookup
from adapters.proofs.eseal.evidence_source import EvidenceSource
from adapters.proofs.eseal.header import SigningTime
from adapters.proofs.eseal.posting import Posting
from adapters.proofs.eseal.sealing import Level, Sealing
from adapters.proofs.eseal.timestamp_client import TimeStampClient
from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from lti.tool_keys import ToolKeys
from plugin.clock import SystemClock
from plugin.domain.errors import InputError
from plugin.domain.plan import Institution
from plugin.domain.platforms import Registration
from plugin.domain.ports.credentials import CredentialFormat, ProofSuite, Seal, StatusMethod, TrustAnchor, WebLookup
from plugin.domain.ports.platforms import LmsFamily
from plugin.domain.ports.presenting import CatalogueFormat, Container, Renderer
from plugin.domain.text import say
from plugin.issuers import Issuers
from plugin.issuing.press import Press
from plugin.issuing.verify import Verifier
from plugin.issuing.withdrawal import StatusReader
from plugin.jobs.queue import HueyQueue
from plugin.key_folder import KeyFolder
from plugin.keys import Keys
from plugin.own_lists import OwnLists
from plugin.registry import adapters
from plugin.services import Services
from plugin.settings import Settings
from plugin.store.award_lists import AwardLists
from plugin.store.awards import Awards
from plugin.store.bindings import Bindings
from plugin.store.catalogue import Catalogue
from plugin.store.courses import Courses
from plugin.store.database import open_database
from plugin.store.drafts import Drafts
from plugin.store.feedback import FeedbackStore
from plugin.store.help_desk import HelpDesk
from plugin.store.notices import Notices
from plugin.store.plans import Plans
from plugin.store.platforms import Platforms
from plugin.store.profiles import Profiles
from plugin.store.public_address import PublicAddress
from plugin.store.refusals import Refusals
from plugin.store.replay import Replay
from plugin.store.rosters import Rosters
from plugin.store.skills import Skills
from plugin.store.standings import Standings
from plugin.store.status_lists import StatusLists
from plugin.store.sweeps import Alarms, Leases, Sweeps
from plugin.store.tickets import Tickets

DATABASE = "twinseal.sqlite3"
CONTEXTS_OF = "data_integrity"  # the one proof suite that wants to know the folder of JSON-LD contexts
SKILLS = "esco.sqlite3"


def open_services(settings: Settings) -> Services:
    """The installation in `settings.home`, founded when it is new."""
    clock, keys = SystemClock(), KeyFolder(settings.home)
    engine = open_database(settings.home / DATABASE)
    trusted = _trusted(settings)
    formats, proofs = _formats(), _proofs(settings, trusted)
    off = {form.name: proofs[form.proof].off for form in formats.values() if proofs[form.proof].off}
    issuers = Issuers(keys, settings.public_url, tuple(proofs), clock, adapters("twinseal.seals", Seal), trusted)
    address = PublicAddress(engine, settings.public_url)
    address.check()
    awards = Awards(engine, address)
    plans, platforms = Plans(engine, clock), Platforms(engine, Fernet(keys.password))
    connect = _connect(keys, clock)
    press = Press(
        awards=awards,
        standings=Standings(engine),
        lists=StatusLists(engine),
        plans=plans,
        formats={name: form for name, form in formats.items() if name not in off},
        proofs=proofs,
        containers=_containers(),
        status=_statuses()["bitstring"],
        renderer=_renderer(settings),
        signers=issuers.signers,
        clock=clock,
        new_id=_new_id,
        new_token=_new_token,
    )
    return Services(
        settings=settings,
        clock=clock,
        awards=awards,
        award_lists=AwardLists(engine),
        plans=plans,
        drafts=Drafts(engine, clock),
        profiles=Profiles(engine, clock),
        bindings=Bindings(engine),
        courses=Courses(engine, platforms),
        notices=Notices(engine, clock),
        platforms=platforms,
        refusals=Refusals(engine, clock),
        replay=Replay(engine, clock),
        tickets=Tickets(engine, clock, _new_token),
        rosters=Rosters(engine),
        sweeps=Sweeps(engine),
        leases=Leases(engine),
        alarms=Alarms(engine),
        help_desk=HelpDesk(engine, awards, Rosters(engine)),
        queue=HueyQueue(settings.home),
        catalogue=Catalogue(engine, plans),
        catalogue_formats=_catalogue_formats(),
        feedback=FeedbackStore(engine, _new_id),
        skills=Skills(settings.home / SKILLS),
        press=press,
        verifier=lambda web=None: _verifier(
            press, issuers, settings, plans.institutions(), web or HttpsLookup(), trusted
        ),
        published=issuers.published,
        keys=Keys(keys, issuers, clock),
        lms=lambda registration: _lms(registration, platforms, clock, connect),
        families=tuple(sorted(adapters("twinseal.lms", LmsFamily), key=lambda name: (name != "generic", name))),
        off=tuple(
            say("{title} is switched off. {why}", title=formats[name].title, why=why) for name, why in off.items()
        ),
        close=engine.dispose,
    )


def open_verifier(settings: Settings, web: Path | None, trusted: bytes | None) -> Verifier:
    """What verifies on this machine: with `web` that folder stands for the web, `trusted` are further PEM anchors.

    An installation that exists brings its own issuers and its test authority; looking at a file founds none.
    """
    lookup: WebLookup = FolderLookup(web) if web else HttpsLookup()
    if (settings.home / DATABASE).exists():
        own = open_services(settings).verifier(lookup)
    else:
        status, trust = StatusReader(tuple(_statuses().values())), _trusted(settings)
        formats, proofs, containers = _formats().values(), _proofs(settings, trust).values(), _containers().values()
        own = Verifier(tuple(formats), tuple(proofs), tuple(containers), lookup, trust, {}, status)
    return replace(own, anchors=own.anchors + _anchors(trusted))


def _verifier(
    press: Press,
    issuers: Issuers,
    settings: Settings,
    institutions: tuple[Institution, ...],
    beyond: WebLookup,
    trusted: tuple[TrustAnchor, ...],
) -> Verifier:
    known: dict[str, str] = {}
    for institution in institutions:
        words = say("This installation issues for it.")
        known |= {signer.identity.id: words for signer in issuers.signers(institution).by_proof.values()}
        if institution.organisation.legal_identifier:
            known[institution.organisation.legal_identifier] = words
    web = OwnLists(institutions, settings.public_url, press, issuers.known(institutions, beyond))
    share_url = f"{settings.public_url}/c/"
    status = StatusReader(tuple(_statuses().values()), press.standings.of_credential, share_url)
    return Verifier(
        tuple(press.formats.values()),
        tuple(press.proofs.values()),
        tuple(press.containers.values()),
        web,
        (*issuers.anchors, *trusted),
        known,
        status,
    )


def _anchors(pem: bytes | None) -> tuple[TrustAnchor, ...]:
    if pem is None:
        return ()
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        sentence = "The file of trusted certificates holds none that can be read."
        raise InputError(
            "trust.unreadable", sentence, "Give certificates in PEM form (-----BEGIN CERTIFICATE-----)."
        ) from None
    return tuple(TrustAnchor(certificate.public_bytes(Encoding.DER), is_test=False) for certificate in found)


def _formats() -> dict[str, CredentialFormat]:
    return {name: adapter() for name, adapter in adapters("twinseal.formats", CredentialFormat).items()}


def _proofs(settings: Settings, trusted: tuple[TrustAnchor, ...]) -> dict[str, ProofSuite]:
    """Every suite; the e-seal as far as the settings say, and Data Integrity with the contexts that they name."""
    suites = adapters("twinseal.proofs", ProofSuite)
    given: dict[str, tuple[Any, ...]] = {"eseal": (_sealing(settings, trusted),), CONTEXTS_OF: (settings.contexts,)}
    return {name: adapter(*given.get(name, ())) for name, adapter in suites.items()}


def _sealing(settings: Settings, trusted: tuple[TrustAnchor, ...]) -> Sealing:
    posting = Posting()
    client = TimeStampClient(settings.sealing.time_stamps, posting, lambda: secrets.randbits(63))
    level, time = Level[settings.sealing.level], SigningTime(settings.sealing.signing_time)
    return Sealing(level, time, client if settings.sealing.time_stamps else None, EvidenceSource(posting), trusted)


def _trusted(settings: Settings) -> tuple[TrustAnchor, ...]:
    return _anchors(settings.sealing.trust.read_bytes() if settings.sealing.trust else None)


def _containers() -> dict[str, Container]:
    return {name: adapter() for name, adapter in adapters("twinseal.containers", Container).items()}


def _statuses() -> dict[str, StatusMethod]:
    return {name: adapter() for name, adapter in adapters("twinseal.status", StatusMethod).items()}


def _catalogue_formats() -> dict[str, CatalogueFormat]:
    return {name: adapter() for name, adapter in adapters("twinseal.catalogue", CatalogueFormat).items()}


def _renderer(settings: Settings) -> Renderer:
    renderer: Any = adapters("twinseal.rendering", Renderer)["typst"]
    made: Renderer = renderer(settings.font_folders)
    return made


def _connect(keys: KeyFolder, clock: SystemClock) -> Callable[[Registration], Connector]:
    """LTI connections with this tool's key, which is read when the first is made; they share their tokens."""
    tokens = Tokens(clock)

    @cache
    def tool_keys() -> ToolKeys:
        return ToolKeys(keys.keep("lti.pem", lambda: ToolKeys.create(keys.password)), keys.password)

    return lambda registration: Connector(registration, BoundedSession(), tokens, tool_keys())


def _lms(
    registration: Registration,
    platforms: Platforms,
    clock: SystemClock,
    connect: Callable[[Registration], Connector],
) -> LmsFamily:
    families = adapters("twinseal.lms", LmsFamily)
    family: Any = families.get(registration.family, families["generic"])
    made: LmsFamily = family(platforms.service(registration.id), clock, connect)
    return made


def _new_id() -> str:
    return str(uuid.uuid4())


def _new_token() -> str:
    return secrets.token_urlsafe(32)
