"""Pages for anyone: is this genuine, and what does it say? And what issuers publish so that anyone can check."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from plugin.domain.badge import face_of
from plugin.domain.documents import WebFile
from plugin.domain.elements import Element
from plugin.domain.errors import InputError, NotFoundError
from plugin.domain.lifecycle import Award
from plugin.domain.plan import Institution
from plugin.domain.report import VerificationReport
from plugin.domain.text import say
from plugin.issuing.verify import verify
from plugin.web.bundle import services

UPLOAD_MAX = 20_000_000
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
Answer = str | Response | tuple[str, int]

pages = Blueprint("public", __name__)


@pages.get("/")
def home() -> Answer:
    """What this is."""
    return render_template("home.html", institutions=services().plans.institutions())


@pages.get("/verify")
def ask() -> Answer:
    """Choose a file to check."""
    return render_template("verify.html")


@pages.post("/verify")
def check() -> Answer:
    """Check a file; it is read in memory and forgotten."""
    try:
        report = _report(_uploaded())
    except InputError as error:
        if _wants_json():
            raise
        return render_template("verify.html", error=error), 400
    if _wants_json():
        return jsonify(report.as_json())
    return render_template("report.html", report=report, title=say("The file"))


@pages.get("/c/<share_token>")
def shared(share_token: str) -> Answer:
    """A learner's award, each of its files checked now."""
    award = services().awards.shared(share_token)
    sealed = [(d, d.sealed) for d in award.documents if d.sealed]
    if not sealed:
        raise NotFoundError("award.unfinished", "This micro-credential is not sealed yet.", "Try again in a minute.")
    reports = [_report(file.data) for _, file in sealed]
    if _wants_json():
        return jsonify({document.format: r.as_json() for (document, _), r in zip(sealed, reports, strict=True)})
    return render_template(
        "shared.html", reports=reports, worst=_worst(reports), picture=_picture_url(award), title_element=Element.TITLE
    )


@pages.get("/issuers/<institution_id>/badges/<plan_id>/<int:version>.<ending>")
def badge(institution_id: str, plan_id: str, version: int, ending: str) -> Answer:
    """The picture of a micro-credential, which badges name as their image."""
    media_type = PICTURES.get(ending)
    if media_type is None:
        raise NotFoundError("badge.ending", "There is no such picture.", "Pictures end in .png or .svg.")
    press = services().press
    institution, plan = press.plans.version(institution_id, plan_id, version)
    image = press.renderer.badge(face_of(institution, plan, press.signers(institution).are_tests))
    return _for_machines(WebFile(request.url, media_type, image.png if ending == "png" else image.svg))


@pages.get("/issuers/<path:rest>")
def published(rest: str) -> Answer:
    """Profile, DID document and keys of an institution, for machines; the profile is a page for people as well."""
    institution = _institution(rest.partition("/")[0])
    file = next((f for f in services().published(institution) if urlsplit(f.url).path == request.path), None)
    if file is None:
        raise NotFoundError("issuer.file", "The issuer publishes nothing at this address.", "Check the address.")
    if "/" not in rest and request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        return render_template("issuer.html", institution=institution, files=services().published(institution))
    return _for_machines(file)


def _picture_url(award: Award) -> str:
    path = url_for(
        "public.badge",
        institution_id=award.institution_id,
        plan_id=award.key.plan_id,
        version=award.plan_version,
        ending="png",
    )
    return services().settings.public_url + path


def _for_machines(file: WebFile) -> Response:
    answer = Response(file.data, content_type=file.media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.headers["Vary"] = "Accept"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _institution(institution_id: str) -> Institution:
    found = next((i for i in services().plans.institutions() if i.id == institution_id), None)
    if found is None:
        raise NotFoundError("issuer.unknown", "No issuer of that name publishes here.", "Check the address.")
    return found


def _uploaded() -> bytes:
    file = request.files.get("file")
    raw = b""
    if file:
        with file.stream as stream:
            raw = stream.read(UPLOAD_MAX + 1)
    if not raw:
        raise InputError("upload.empty", "No file was chosen, or it is empty.", "Choose the file that you received.")
    if len(raw) > UPLOAD_MAX:
        raise InputError("upload.large", "The file is larger than 20 MB.", "Choose the credential file itself.")
    return raw


def _report(raw: bytes) -> VerificationReport:
    bundle = services()
    return verify(raw, bundle.clock.now(), bundle.verifier())


def _worst(reports: list[VerificationReport]) -> VerificationReport:
    """One heading for several files: no file may hide behind a better one; of equals, the last has a certificate."""
    order = ["invalid", "cannot tell", "valid"]
    return min(reversed(reports), key=lambda report: order.index(report.verdict.value))


def _wants_json() -> bool:
    wanted: Any = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return bool(wanted == "application/json")
