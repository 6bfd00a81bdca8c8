"""A small tree of RDF, and RDF 1.1 XML Syntax made of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from plugin.domain.text import LocalText

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "dc": "http://purl.org/dc/terms/",
    "adms": "http://www.w3.org/ns/adms#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
XSD = "http://www.w3.org/2001/XMLSchema#"
for _prefix, _address in NAMESPACES.items():
    ET.register_namespace(_prefix, _address)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value of an XML Schema type such as `string` or `dateTime`; an empty type leaves it plain."""

    text: str
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing of a class such as `elm:Organisation`; with an empty class it only refers to one described elsewhere."""

    kind: str
    iri: str
    members: tuple[tuple[str, Value], ...] = ()


Value = LocalText | Literal | Resource


def written(resources: Sequence[Resource]) -> bytes:
    """The document, in UTF-8; a resource that comes again is written once and then referred to."""
    root = ET.Element(_name("rdf:RDF"))
    seen: set[Resource] = set()
    for resource in resources:
        _describe(root, resource, seen)
    ET.indent(root, " ")
    made: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return made


def _describe(parent: ET.Element, resource: Resource, seen: set[Resource]) -> None:
    seen.add(resource)
    element = ET.SubElement(parent, _name(resource.kind), {_name("rdf:about"): resource.iri})
    for name, value in resource.members:
        _state(element, name, value, seen)


def _state(parent: ET.Element, name: str, value: Value, seen: set[Resource]) -> None:
    if isinstance(value, LocalText):
        for language, text in value:
            ET.SubElement(parent, _name(name), {_LANGUAGE: language}).text = text
    elif isinstance(value, Literal):
        kind = {_name("rdf:datatype"): XSD + value.datatype} if value.datatype else {}
        ET.SubElement(parent, _name(name), kind).text = value.text
    elif value.kind and value not in seen:
        _describe(ET.SubElement(parent, _name(name)), value, seen)
    else:
        ET.SubElement(parent, _name(name), {_name("rdf:resource"): value.iri})


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
