"""The administrator's page of keys: which seal now, which are tests, until when; import, rotate, use, retire."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for

from plugin.domain.errors import InputError, NotFoundError, TwinsealError
from plugin.domain.plan import Institution
from plugin.domain.text import say
from plugin.web.admin import Answer, signed_in
from plugin.web.bundle import services
from plugin.web.forms import check_form, form_token

FILE_MAX = 1_000_000
BADGE, WALLET, SEAL = "jws", "data_integrity", "eseal"
WHAT_FOR = {BADGE: say("Open Badges"), WALLET: say("Badges for wallets"), SEAL: "Europass"}

pages = Blueprint("admin_keys", __name__, url_prefix="/admin/keys")


@pages.get("")
def show() -> Answer:
    """Every key of every institution."""
    return _page()


@pages.post("/<institution_id>/import")
def import_file(institution_id: str) -> Answer:
    """Take a real seal from a PKCS#12 file."""
    return _done(institution_id, lambda known: services().keys.import_file(known, SEAL, _file(), _password()))


@pages.post("/<institution_id>/rotate")
def rotate(institution_id: str) -> Answer:
    """A new key for Open Badges in the place of the present one, or a new test seal."""
    return _done(institution_id, lambda known: services().keys.rotate(known, _proof()))


@pages.post("/<institution_id>/use")
def use(institution_id: str) -> Answer:
    """Seal with a key that is there already."""
    return _done(institution_id, lambda known: services().keys.use(known, request.form.get("key", "")))


@pages.post("/<institution_id>/retire")
def retire(institution_id: str) -> Answer:
    """Never seal with a key again."""
    return _done(institution_id, lambda known: services().keys.retire(known, request.form.get("key", "")))


def _done(institution_id: str, change: Callable[[Institution], object]) -> Answer:
    """Back to the page, or the page with the refusal at its top."""
    check_form(signed_in())
    try:
        change(_institution(institution_id))
    except TwinsealError as refusal:
        return Response(_page(refusal), 400)
    return redirect(url_for("admin_keys.show", _anchor=institution_id), 303)


def _page(refusal: TwinsealError | None = None) -> str:
    secret, keys = signed_in(), services().keys
    shown = [(i, keys.lines(i), [WHAT_FOR.get(p, p) for p in keys.lacking(i)]) for i in _institutions()]
    return render_template(
        "admin_keys.html", shown=shown, what_for=WHAT_FOR, refusal=refusal, form_token=form_token(secret)
    )


def _institutions() -> tuple[Institution, ...]:
    return services().plans.institutions()


def _institution(institution_id: str) -> Institution:
    found = next((i for i in _institutions() if i.id == institution_id), None)
    if found is None:
        raise NotFoundError("institution.unknown", "There is no such institution.", "Go back to the list.")
    return found


def _proof() -> str:
    proof = request.form.get("proof", "")
    if proof not in WHAT_FOR:
        raise InputError("key.proof", "There is no such kind of key.", "Go back to the list.")
    return proof


def _file() -> bytes:
    file = request.files.get("file")
    raw = b""
    if file:
        with file.stream as stream:
            raw = stream.read(FILE_MAX + 1)
    if not raw or len(raw) > FILE_MAX:
        sentence = "No file was chosen, or it is empty, or larger than 1 MB."
        raise InputError("upload.seal", sentence, "Choose the PKCS#12 file of the seal (.p12, .pfx).")
    return raw


def _password() -> bytes:
    return request.form.get("password", "").encode()
