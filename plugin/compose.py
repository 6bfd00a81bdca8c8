"""Puts the parts together: settings in, open services out. Only this place, app.py and cli.py know all rooms."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.lookup.folder import FolderLookup
from adapters.lookup.https import HttpsLookup
from plugin.clock import SystemClock
from plugin.domain.errors import InputError
from plugin.domain.plan import Institution
from plugin.domain.platforms import Registration
from plugin.domain.ports import (
    CatalogueFormat,
    Container,
    CredentialFormat,
    LmsFamily,
    ProofSuite,
    Renderer,
    TrustAnchor,
    WebLookup,
)
from plugin.issuers import Issuers
from plugin.issuing.press import Press
from plugin.issuing.verify import Verifier
from plugin.key_folder import KeyFolder
from plugin.registry import adapters
from plugin.services import Services
from plugin.settings import Settings
from plugin.store.awards import Awards
from plugin.store.bindings import Bindings
from plugin.store.catalogue import Catalogue
from plugin.store.courses import Courses
from plugin.store.database import open_database
from plugin.store.feedback import FeedbackStore
from plugin.store.plans import Plans
from plugin.store.platforms import Platforms
from plugin.store.replay import Replay
from plugin.store.skills import Skills
from plugin.store.tickets import Tickets

DATABASE = "twinseal.sqlite3"
SKILLS = "esco.sqlite3"


def open_services(settings: Settings) -> Services:
    """The installation in `settings.home`, founded when it is new."""
    clock, keys = SystemClock(), KeyFolder(settings.home)
    engine = open_database(settings.home / DATABASE)
    formats, proofs = _formats(), _proofs()
    issuers = Issuers(keys, settings.public_url, tuple(proofs), clock)
    plans, platforms = Plans(engine, clock), Platforms(engine, Fernet(keys.password))
    press = Press(
        awards=Awards(engine),
        plans=plans,
        formats=formats,
        proofs=proofs,
        containers=_containers(),
        renderer=_renderer(settings),
        signers=issuers.signers,
        clock=clock,
        new_id=_new_id,
        new_token=_new_token,
    )
    return Services(
        settings=settings,
        clock=clock,
        awards=Awards(engine),
        plans=plans,
        bindings=Bindings(engine),
        courses=Courses(engine, platforms),
        platforms=platforms,
        replay=Replay(engine, clock),
        tickets=Tickets(engine, clock, _new_token),
        catalogue=Catalogue(engine, plans),
        catalogue_formats=_catalogue_formats(),
        feedback=FeedbackStore(engine, _new_id),
        skills=Skills(settings.home / SKILLS),
        press=press,
        verifier=lambda web=None: _verifier(formats, proofs, issuers, plans.institutions(), web or HttpsLookup()),
        published=issuers.published,
        lms=lambda registration: _lms(registration, platforms, clock),
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
        own = Verifier(
            tuple(_formats().values()), tuple(_proofs().values()), tuple(_containers().values()), lookup, (), {}
        )
    return replace(own, anchors=own.anchors + _anchors(trusted))


def _verifier(
    formats: dict[str, CredentialFormat],
    proofs: dict[str, ProofSuite],
    issuers: Issuers,
    institutions: tuple[Institution, ...],
    beyond: WebLookup,
) -> Verifier:
    known: dict[str, str] = {}
    for institution in institutions:
        words = "This installation issues for it."
        known |= {signer.identity.id: words for signer in issuers.signers(institution).by_proof.values()}
        if institution.organisation.legal_identifier:
            known[institution.organisation.legal_identifier] = words
    return Verifier(
        tuple(formats.values()),
        tuple(proofs.values()),
        tuple(_containers().values()),
        issuers.known(institutions, beyond),
        issuers.anchors,
        known,
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


def _proofs() -> dict[str, ProofSuite]:
    return {name: adapter() for name, adapter in adapters("twinseal.proofs", ProofSuite).items()}


def _containers() -> dict[str, Container]:
    return {name: adapter() for name, adapter in adapters("twinseal.containers", Container).items()}


def _catalogue_formats() -> dict[str, CatalogueFormat]:
    return {name: adapter() for name, adapter in adapters("twinseal.catalogue", CatalogueFormat).items()}


def _renderer(settings: Settings) -> Renderer:
    renderer: Any = adapters("twinseal.rendering", Renderer)["typst"]
    made: Renderer = renderer(settings.font_folders)
    return made


def _lms(registration: Registration, platforms: Platforms, clock: SystemClock) -> LmsFamily:
    families = adapters("twinseal.lms", LmsFamily)
    family: Any = families.get(registration.family, families["generic"])
    made: LmsFamily = family(platforms.service(registration.id), clock)
    return made


def _new_id() -> str:
    return str(uuid.uuid4())


def _new_token() -> str:
    return secrets.token_urlsafe(32)
