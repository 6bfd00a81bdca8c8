"""The rules of the EDC profile that a credential must obey, each breach in a sentence; made for hostile content."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.formats.europass.build import CONTEXTS, SCHEMA, TYPES
from adapters.formats.europass.read import Object, many, moment, objects, one, text
from plugin.domain.text import say

_SCHEMAS = SCHEMA["id"].removesuffix("edc-generic-full")


def faults(content: Object) -> Iterator[str]:
    """Each breach, the outermost first."""
    yield from _envelope(content)
    yield from _times(content)
    yield from _issuer(one(content.get("issuer")))
    yield from _claims(one(content.get("credentialSubject")))
    yield from _display(one(content.get("displayParameter")))


def _envelope(content: Object) -> Iterator[str]:
    if content.get("@context") != CONTEXTS:
        yield say("Its @context is not that of a European Digital Credential.")
    types = many(content.get("type"))
    if any(name not in types for name in TYPES):
        yield say("Its type does not say that it is a European Digital Credential.")
    if not text(content.get("id")):
        yield say("It has no id.")
    schemas = [text(schema.get("id")) for schema in objects(content.get("credentialSchema"))]
    if not schemas or not all(schema.startswith(_SCHEMAS) for schema in schemas):
        yield say("It does not name the profile that it follows (credentialSchema).")
    if not objects(content.get("credentialProfiles")):
        yield say("It does not say what kind of credential it is (credentialProfiles).")


def _times(content: Object) -> Iterator[str]:
    for name in ("issued", "validFrom"):
        if moment(content.get(name)) is None:
            yield say("It has no time with a zone in “{name}”.", name=name)
    for name in ("issuanceDate", "expirationDate", "validUntil"):
        if name in content and moment(content[name]) is None:
            yield say("Its “{name}” is not a time with a zone.", name=name)


def _issuer(issuer: Object) -> Iterator[str]:
    yield from _organisation(issuer, say("Its issuer has no legal name."), say("Its issuer has no country."))
    if not text(one(issuer.get("eIDASIdentifier")).get("notation")):
        yield say("Its issuer has no legal identifier, such as VATIE-1234567A.")


def _organisation(body: Object, nameless: str, nowhere: str) -> Iterator[str]:
    if not _map(body.get("legalName")):
        yield nameless
    address = one(one(body.get("location")).get("address"))
    if not text(one(address.get("countryCode")).get("id")):
        yield nowhere


def _claims(subject: Object) -> Iterator[str]:
    if subject.get("type") != "Person":
        yield say("Its learner is not a person.")
    claims = objects(subject.get("hasClaim"))
    if not claims:
        yield say("It does not say what was achieved (hasClaim).")
    for claim in claims:
        yield from _claim(claim)


def _claim(claim: Object) -> Iterator[str]:
    if not _map(claim.get("title")):
        yield say("One of its claims has no title.")
    bodies = objects(one(claim.get("awardedBy")).get("awardingBody"))
    if not bodies:
        yield say("One of its claims does not say who awarded it.")
    for body in bodies:
        nameless, nowhere = say("Its awarding body has no legal name."), say("Its awarding body has no country.")
        yield from _organisation(body, nameless, nowhere)
    for assessment in objects(claim.get("provenBy")):
        if not _map(one(assessment.get("grade")).get("noteLiteral")):
            yield say("One of its assessments has no grade.")
    for outcome in objects(one(claim.get("specifiedBy")).get("learningOutcome")):
        if not _map(outcome.get("title")):
            yield say("One of its learning outcomes has no title.")


def _display(display: Object) -> Iterator[str]:
    if not _map(display.get("title")):
        yield say("Its display has no title.")
    if not objects(display.get("language")) or not one(display.get("primaryLanguage")):
        yield say("Its display names no language.")
    shown = objects(display.get("individualDisplay"))
    if not shown:
        yield say("It holds no page to look at (individualDisplay).")
    for individual in shown:
        details = objects(individual.get("displayDetail"))
        if not details or not all(_page(detail) for detail in details):
            yield say("One of its pages has no number or no image.")


def _page(detail: Object) -> bool:
    number = detail.get("page")
    return isinstance(number, int) and number >= 1 and bool(text(one(detail.get("image")).get("content")))


def _map(value: object) -> bool:
    """A language map with words in it."""
    return isinstance(value, dict) and bool(value) and all(many(words) and all(many(words)) for words in value.values())
