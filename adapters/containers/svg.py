"""An Open Badge 3.0 inside an SVG (OB 3.0, section 5.3.1): one element of the badge's own name space."""

from __future__ import annotations

import re
from typing import Any
from xml.dom.minidom import Document
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.minidom import parseString

from plugin.domain.documents import SealedFile
from plugin.domain.errors import InputError

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
SIZE_MAX = 10_000_000
_OPENING = re.compile(rb"<svg\b[^>]*>")
_SVG_WITHIN = 2000  # bytes: after an XML declaration, comments and a document type
_AGAIN = "Get the picture anew; some programs cut or change pictures when they pass them on."


class OpenBadge3Svg:
    """Implements the port `Container`."""

    name = "openbadge3_svg"
    media_type = "image/svg+xml"
    suffix = ".svg"

    def recognises(self, raw: bytes) -> bool:
        """Whether an SVG element begins soon."""
        return _OPENING.search(raw, 0, SIZE_MAX) is not None and b"<svg" in raw[:_SVG_WITHIN]

    def put(self, image: bytes, sealed: SealedFile) -> bytes:
        """The picture with the badge as its first child, in the place of one that it may carry already."""
        bare = _emptied(image) if NAMESPACE.encode() in image else image
        opening = _OPENING.search(bare)
        if opening is None:
            raise InputError("svg.broken", "The picture is no SVG.", "Give an SVG file.")
        start, end = opening.end() - 1, opening.end()
        space = f' xmlns:openbadges="{NAMESPACE}">'.encode()
        return bare[:start] + space + _element(sealed.data) + bare[end:]

    def take(self, raw: bytes) -> bytes | None:
        """The badge; InputError when the picture cannot be read, or holds two."""
        found = _badges(_parsed(raw))
        if len(found) > 1:
            raise InputError("svg.two", "The picture holds more than one badge.", _AGAIN)
        if not found:
            return None
        signed = found[0].getAttribute("verify")
        text = "".join(
            node.data for node in found[0].childNodes if node.nodeType in (node.TEXT_NODE, node.CDATA_SECTION_NODE)
        )
        return (signed or text).strip().encode()


def _element(document: bytes) -> bytes:
    """A JWS stands in an attribute, JSON as character data, where `]]>` would end it too early."""
    if not document.lstrip().startswith(b"{"):
        return b"<openbadges:credential verify=" + quoteattr(document.decode("ascii")).encode() + b"/>"
    safe = document.replace(b"]]>", rb"]]\u003e")
    return b"<openbadges:credential><![CDATA[" + safe + b"]]></openbadges:credential>"


def _emptied(image: bytes) -> bytes:
    picture = _parsed(image)
    for element in _badges(picture):
        element.parentNode.removeChild(element)
        element.unlink()
    root: Any = picture.documentElement
    for name in [name for name, value in root.attributes.items() if value == NAMESPACE]:
        root.removeAttribute(name)
    made: bytes = root.toxml("utf-8")
    return made


def _parsed(raw: bytes) -> Document:
    if len(raw) > SIZE_MAX:
        raise InputError("svg.large", "The picture is larger than 10 MB.", "Give a smaller one.")
    try:
        parse: Any = parseString  # takes bytes, whatever its types say: the XML declaration names their encoding
        picture: Document = parse(raw, forbid_dtd=True)
    except (ExpatError, DefusedXmlException, ValueError, LookupError):
        raise InputError("svg.broken", "The picture cannot be read as SVG.", _AGAIN) from None
    return picture


def _badges(picture: Document) -> list[Any]:
    return list(picture.getElementsByTagNameNS(NAMESPACE, "credential"))
