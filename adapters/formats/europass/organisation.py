"""Organisations: the issuer as its seal names it, the awarding body, the agencies (ELM 3.2, Organisation)."""

from __future__ import annotations

from typing import Any

from adapters.formats.europass.parts import Part, Parts, concept
from plugin.domain.documents import SealIdentity
from plugin.domain.elements import MicroCredential, Organisation, Place
from plugin.domain.vocabulary import COUNTRIES, REGIONS


def organisation(parts: Parts, body: Organisation, **more: Any) -> Part:
    """A legal body with its place."""
    return parts.make("Organisation", **_members(parts, body, body.place), **more)


def issuer(parts: Parts, micro: MicroCredential, seal: SealIdentity) -> Part:
    """Whoever seals: legal name and identifier are those of the seal's certificate, as the EDC tools expect."""
    members = _members(parts, micro.awarding_body, micro.country)
    country = COUNTRIES.get(seal.country)
    members["legalName"] = parts.words(seal.legal_name)
    identified = bool(seal.legal_identifier and country)
    members["eIDASIdentifier"] = (
        parts.make("LegalIdentifier", notation=seal.legal_identifier, spatial=country and concept(country))
        if identified
        else None
    )
    return parts.make("Organisation", **members)


def _members(parts: Parts, body: Organisation, place: Place) -> Part:
    address = parts.make("Address", countryCode=concept(place.country), fullAddress=_note(parts, body.address))
    return {
        "legalName": body.legal_name.as_mapping(),
        "altLabel": parts.words(body.short_name),
        "location": _location(parts, place, address),
        "identifier": [parts.identifier(i.scheme, i.value) for i in body.identifiers],
        "homepage": parts.web(body.homepage),
        "contactPoint": parts.contact(body.email),
    }


def _location(parts: Parts, place: Place, address: Part) -> Part:
    return parts.make("Location", address=address, spatialCode=_region(parts, place))


def _region(parts: Parts, place: Place) -> Part | None:
    """An entry of the EU's table of territories where its code is known, else a concept of no list."""
    label = {"en": place.region_name} if place.region_name else None
    if place.region_code is None:
        return parts.make("Concept", prefLabel=label) if label else None
    region = {
        "id": f"{REGIONS}/{place.region_code}",
        "type": "Concept",
        "inScheme": {"id": REGIONS, "type": "ConceptScheme"},
    }
    return {**region, "prefLabel": label} if label else region


def _note(parts: Parts, text: str | None) -> Part | None:
    return parts.make("Note", noteLiteral=parts.words(text)) if text else None
