"""Europass learning opportunities: the European Learning Model's LOQ application profile 1.1.0, as RDF/XML."""

from __future__ import annotations

from adapters.catalogue.europass_loq import build, rdf_xml
from plugin.domain.catalogue import FeedPage, Listing


class EuropassLoq:
    """Implements the port `CatalogueFormat`."""

    name = "europass_loq"
    title = "Europass learning opportunity (RDF)"
    media_type = "application/rdf+xml"
    suffix = "rdf"

    def one(self, listing: Listing) -> bytes:
        """The learning opportunity with the qualification that it leads to."""
        return rdf_xml.written([build.opportunity(listing)])

    def feed(self, page: FeedPage) -> bytes:
        """Such opportunities one after the other; where the next page is stands in the answer's Link header."""
        return rdf_xml.written([build.opportunity(listing) for listing in page.listings])
