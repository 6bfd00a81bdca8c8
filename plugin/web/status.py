"""What issuers publish of withdrawals: lists for machines, told to everybody and kept by nobody for long."""

from __future__ import annotations

from flask import Blueprint, Response, request

from plugin.domain.errors import NotFoundError
from plugin.issuing.status_list import published_list
from plugin.web.bundle import services

MAX_AGE = 60  # seconds; the lists say the same of themselves (ttl)

pages = Blueprint("status", __name__)


@pages.get("/issuers/<institution_id>/status/<int:number>")
def show(institution_id: str, number: int) -> Response:
    """One status list, as its credential."""
    bundle = services()
    institution = next((i for i in bundle.plans.institutions() if i.id == institution_id), None)
    file = published_list(institution, number, bundle.press) if institution and number < 10**9 else None
    if file is None:
        raise NotFoundError("status.none", "The issuer publishes no such list.", "Check the address.")
    answer = Response(file.data, content_type=file.media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
