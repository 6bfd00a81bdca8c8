"""The organisations of a plan file: the institution that awards, and the agencies that vouch for its quality."""

from __future__ import annotations

import re

from plugin.domain.elements import Element, Identifier, Organisation, Place
from plugin.domain.intake import entry
from plugin.domain.intake.plan_table import Table
from plugin.domain.plan import Institution
from plugin.domain.text import say
from plugin.domain.vocabulary import COUNTRIES

IDENTIFIERS_MAX = 10
_REGION = entry.of_form(
    re.compile(r"[A-Z]{3}(_[A-Z0-9]{1,10}){1,4}"),
    say("This is not a code of the EU table of territories."),
    say("Write it like IRL_CTH_DUB, or give the name alone."),
)


def institution(table: Table) -> Institution | None:
    """Keys: `id`, and those of an organisation. None while a key that no institution can lack is missing or faulty."""
    table.require("id", hint=say("Choose a short id once and for all, such as uniz."))
    for key, element in (("name", Element.AWARDING_BODY), ("country", Element.COUNTRY)):
        table.require(
            key,
            say("The mandatory element “{element}” is missing.", element=element.value),
            say("Add it under [institution]."),
        )
    id_, body = table.value("id", entry.short_id), organisation(table)
    return Institution(id_, body) if id_ and body else None


def agency(table: Table) -> Organisation | None:
    """An organisation that vouches for the quality; its name and country are needed."""
    table.require("name")
    table.require("country")
    return organisation(table)


def organisation(table: Table) -> Organisation | None:
    """Keys: name, short_name, country, region, legal_identifier, homepage, email, address, identifiers."""
    name, place = table.text("name"), _place(table)
    legal_identifier = table.value("legal_identifier", entry.legal_identifier)
    short_name = table.value("short_name", entry.line)
    homepage = table.value("homepage", entry.web_address)
    email = table.value("email", entry.email)
    address = table.value("address", entry.paragraphs)
    identifiers = table.parts("identifiers", _identifier, IDENTIFIERS_MAX)
    if name is None or place is None:
        return None
    return Organisation(name, place, legal_identifier, short_name, homepage, email, address, identifiers)


def _place(table: Table) -> Place | None:
    country = table.value("country", entry.concept_of(COUNTRIES))
    code, name = table.part("region", _region, main="name") or (None, None)
    if code and country and not code.startswith(f"{country.code}_"):
        table.note(
            "region",
            say("This region does not lie in {country}.", country=country.label),
            say("Its code begins with {code}_.", code=country.code),
        )
    return Place(country, code, name) if country else None


def _region(table: Table) -> tuple[str | None, str | None]:
    table.require("name")
    return table.value("code", _REGION), table.value("name", entry.line)


def _identifier(table: Table) -> Identifier | None:
    table.require("scheme")
    table.require("value")
    scheme, value = table.value("scheme", entry.line), table.value("value", entry.line)
    return Identifier(scheme, value) if scheme and value else None
