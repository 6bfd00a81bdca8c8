"""The EuropeanDigitalCredential (ELM 3.2, profile edc-generic-full): a micro-credential is a generic credential."""

from __future__ import annotations

import base64
from itertools import groupby
from typing import Any

from adapters.formats.europass.claim import achievement
from adapters.formats.europass.organisation import issuer
from adapters.formats.europass.parts import Part, Parts, concept
from plugin.domain.documents import Issued, Page
from plugin.domain.elements import LearnerIdentity, MicroCredential
from plugin.domain.statement import moment_words
from plugin.domain.vocabulary import AUTHORITY, CREDENTIAL_KINDS, ENCODINGS, Concept, language_of

CONTEXTS = ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"]
SCHEMA = {"id": "http://data.europa.eu/snb/model/ap/edc-generic-full", "type": "ShaclValidator2017"}
TYPES = ["VerifiableCredential", "EuropeanDigitalCredential"]
_GENERIC = CREDENTIAL_KINDS.find("Generic")
_BASE64 = ENCODINGS.find("base64")
_PNG = Concept(f"{AUTHORITY}file-type/PNG", f"{AUTHORITY}file-type", "PNG", "PNG")


def credential(micro: MicroCredential, issued: Issued) -> dict[str, Any]:
    """The whole credential; the same arguments give the same members in the same order."""
    parts = Parts(micro.languages[0])
    at = moment_words(issued.issued_at)
    until = moment_words(micro.valid_until) if micro.valid_until else None
    members = {
        "@context": CONTEXTS,
        "id": f"urn:credential:{issued.credential_id}",
        "type": TYPES,
        "credentialProfiles": [concept(_GENERIC)],
        "credentialSchema": [SCHEMA],
        "issuanceDate": at,
        "issued": at,
        "validFrom": at,
        "expirationDate": until,
        "validUntil": until,
        "issuer": issuer(parts, micro, issued.issuer.seal),
        "credentialSubject": _learner(parts, micro, issued.subject_id),
        "displayParameter": _display(parts, micro, issued.pages),
    }
    return {name: value for name, value in members.items() if value is not None}


def _learner(parts: Parts, micro: MicroCredential, subject_id: str) -> Part:
    who: LearnerIdentity = micro.learner
    person = parts.make(
        "Person",
        fullName=parts.words(who.full_name),
        givenName=parts.words(who.given_name),
        familyName=parts.words(who.family_name),
        identifier=parts.identifier("Student number", who.identifier),
        contactPoint=parts.contact(who.email),
        hasClaim=[achievement(parts, micro)],
    )
    return {**person, "id": subject_id}


def _display(parts: Parts, micro: MicroCredential, pages: tuple[Page, ...]) -> Part:
    shown = [
        parts.make("IndividualDisplay", language=concept(language_of(language)), displayDetail=_details(parts, own))
        for language, own in groupby(pages, key=lambda page: page.language)
    ]
    return parts.make(
        "DisplayParameter",
        title=micro.title.as_mapping(),
        description=micro.description.as_mapping(),
        language=[concept(language_of(language)) for language in micro.languages],
        primaryLanguage=concept(language_of(micro.languages[0])),
        individualDisplay=shown,
    )


def _details(parts: Parts, pages: Any) -> list[Part]:
    return [parts.make("DisplayDetail", page=page.number, image=_image(parts, page)) for page in pages]


def _image(parts: Parts, page: Page) -> Part:
    return parts.make(
        "MediaObject",
        content=base64.b64encode(page.png).decode(),
        contentEncoding=concept(_BASE64),
        contentType=concept(_PNG),
    )
