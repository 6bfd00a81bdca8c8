"""Tokens, memberships and grade columns (Security Framework 1.0, section 4; NRPS 2.0; AGS 2.0), as Moodle answers."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import jwt
import requests
from flask import Blueprint, Response, abort, jsonify, render_template, request

from plugin.practice.launch import AGS, DL, NRPS, the_lms
from plugin.practice.lms import COURSE_ID, COURSE_LABEL, COURSE_TITLE, LINK_ID, Column, Lms
from plugin.practice.people import Person, Role

MEMBERSHIPS = NRPS + "scope/contextmembership.readonly"
LINE_ITEM, RESULT, SCORE = (AGS + "scope/" + name for name in ("lineitem", "result.readonly", "score"))
SCOPES = frozenset({MEMBERSHIPS, LINE_ITEM, RESULT, SCORE})
TOKEN_SECONDS = 3600
P = ParamSpec("P")
Answer = Response | tuple[Response, int] | tuple[str, int]

api = Blueprint("services", __name__)


@api.post("/mod/lti/token.php")
def token() -> Answer:
    """Client credentials with a signed assertion, checked against the tool's published keys."""
    lms, form = the_lms(), request.form
    scopes = frozenset(form.get("scope", "").split()) & SCOPES
    if form.get("grant_type") != "client_credentials" or not scopes:
        return jsonify(error="invalid_scope" if not scopes else "unsupported_grant_type"), 400
    if not _is_the_tool(lms, form.get("client_assertion", "")):
        return jsonify(error="invalid_client"), 400
    granted = lms.grant(scopes, TOKEN_SECONDS)
    return jsonify(
        {
            "access_token": granted,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": " ".join(sorted(scopes)),
        }
    )


def of_the_tool(lms: Lms, token: str, audience: str, needed: list[str]) -> dict[str, Any] | None:
    """The claims of a token that the tool signed with a key that it publishes; None for any other."""
    try:
        keys = requests.get(lms.tool.jwks_url, timeout=5).json()["keys"]
        kid = jwt.get_unverified_header(token).get("kid")
        key = next(jwt.PyJWK(entry) for entry in keys if entry.get("kid") == kid)
        claims: dict[str, Any] = jwt.decode(token, key, ["RS256"], audience=audience, options={"require": needed})
    except (jwt.PyJWTError, requests.RequestException, StopIteration, KeyError, ValueError):
        return None
    return claims


@api.post("/mod/lti/contentitem_return.php")
def content_item_return() -> str:
    """What an instructor chose in the tool comes back here."""
    lms = the_lms()
    claims = of_the_tool(lms, request.form.get("JWT", ""), lms.base, ["iss", "aud", "iat", "exp", "nonce"])
    if claims is None or claims["iss"] != lms.tool.client_id or claims.get(DL + "claim/data") != "kept by the LMS":
        abort(400, "The tool's answer cannot be accepted.")
    lms.chosen = claims[DL + "claim/content_items"]
    return render_template("chosen.html", items=lms.chosen)


def _is_the_tool(lms: Lms, assertion: str) -> bool:
    needed = ["iss", "sub", "aud", "iat", "exp", "jti"]
    claims = of_the_tool(lms, assertion, f"{lms.base}/mod/lti/token.php", needed)
    if claims is None:
        return False
    fresh = claims["jti"] not in lms.seen_assertions
    lms.seen_assertions.add(claims["jti"])
    return fresh and claims["iss"] == claims["sub"] == lms.tool.client_id


def needs(scope: str) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Only with a token for that scope."""

    def guard(view: Callable[P, Answer]) -> Callable[P, Answer]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Answer:
            kind, _, given = request.headers.get("Authorization", "").partition(" ")
            if kind != "Bearer" or not the_lms().allows(given, scope):
                return "Unauthorized", 401
            return view(*args, **kwargs)

        return guarded

    return guard


@api.get(f"/services/CourseSection/{COURSE_ID}/memberships")
@needs(MEMBERSHIPS)
def memberships() -> Answer:
    """All members at once, or page by page when a limit is asked for; with `rlid`, only those who see that link."""
    lms, role = the_lms(), request.args.get("role", "")
    found = [_member(person) for person in lms.members if _sees(person, request.args.get("rlid", ""), lms)]
    found = [member for member in found if not role or role.rpartition("#")[2] in member["roles"]]
    start, limit = request.args.get("from", 0, int), request.args.get("limit", 0, int)
    shown = found[start : start + limit] if limit else found
    course = {"id": str(COURSE_ID), "label": COURSE_LABEL, "title": COURSE_TITLE}
    answer = jsonify(id=request.url, context=course, members=shown)
    answer.content_type = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
    if limit and start + limit < len(found):  # Moodle's own link header loses the role
        answer.headers["Link"] = f'<{request.base_url}?limit={limit}&from={start + limit}>; rel="next"'
    return answer


def _sees(person: Person, link: str, lms: Lms) -> bool:
    """As in Moodle: a restriction never holds for those who teach."""
    free = link != LINK_ID or not lms.restricted
    return free or person.role is Role.TEACHER or person.progress.completed


def _member(person: Person) -> dict[str, Any]:
    role = "Instructor" if person.role is Role.TEACHER else "Learner"
    member: dict[str, Any] = {"status": "Active", "user_id": str(person.id), "roles": [role]}
    if person.hides_name:
        return member
    names = {"given_name": person.first, "family_name": person.last, "name": person.full_name, "email": person.email}
    return member | {name: html.escape(value) for name, value in names.items()}  # as Moodle does


@api.get(f"/services/{COURSE_ID}/lineitems")
@needs(LINE_ITEM)
def line_items() -> Answer:
    """The tool's own columns."""
    columns = the_lms().columns.values()
    wanted = {name: request.args[name] for name in ("tag", "resource_id") if name in request.args}
    shown = [_item(c) for c in columns if all(getattr(c, name) == value for name, value in wanted.items())]
    answer = jsonify(shown)
    answer.content_type = "application/vnd.ims.lis.v2.lineitemcontainer+json"
    return answer


@api.post(f"/services/{COURSE_ID}/lineitems")
@needs(LINE_ITEM)
def add_line_item() -> Answer:
    """A new column."""
    given = request.get_json(force=True)
    columns = the_lms().columns
    column = Column(
        len(columns) + 1,
        given["label"],
        float(given["scoreMaximum"]),
        given.get("tag", ""),
        given.get("resourceId", ""),
    )
    columns[column.id] = column
    return jsonify(_item(column)), 201


@api.delete(f"/services/{COURSE_ID}/lineitems/<int:column>/lineitem")
@needs(LINE_ITEM)
def remove_line_item(column: int) -> Answer:
    """Take a column away."""
    return ("", 204) if the_lms().columns.pop(column, None) else ("Line item does not exist", 404)


@api.get(f"/services/{COURSE_ID}/lineitems/<int:column>/lineitem/results")
@needs(RESULT)
def results(column: int) -> Answer:
    """What stands in a column; a result without a score says that nobody graded."""
    found = the_lms().columns.get(column)
    if found is None:
        return "Line item does not exist", 404
    answer = jsonify([_result(found, user, score) for user, score in found.scores.items()])
    answer.content_type = "application/vnd.ims.lis.v2.resultcontainer+json"
    return answer


@api.post(f"/services/{COURSE_ID}/lineitems/<int:column>/lineitem/scores")
@needs(SCORE)
def add_score(column: int) -> Answer:
    """A score from the tool; one that is not newer than the last is refused with 409, as in Moodle."""
    if request.mimetype != "application/vnd.ims.lis.v1.score+json":
        return "No handler found", 400
    found, given = the_lms().columns.get(column), request.get_json(force=True)
    if found is None or the_lms().person(given.get("userId")) is None:
        return "Incorrect score received", 400
    last = found.scores.get(given["userId"], {}).get("timestamp", "")
    if given["timestamp"] <= last:
        return "Refusing score with an earlier timestamp", 409
    found.scores[given["userId"]] = given
    return "", 200


def _item(column: Column) -> dict[str, Any]:
    address = f"{the_lms().base}/services/{COURSE_ID}/lineitems/{column.id}/lineitem"
    item = {"id": address, "label": column.label, "scoreMaximum": column.maximum}
    return item | ({"tag": column.tag} if column.tag else {}) | _resource(column)


def _resource(column: Column) -> dict[str, str]:
    return {"resourceId": column.resource_id} if column.resource_id else {}


def _result(column: Column, user: str, score: dict[str, Any]) -> dict[str, Any]:
    result = {"id": f"{_item(column)['id']}/results/{user}", "userId": user, "scoreOf": _item(column)["id"]}
    graded = score.get("gradingProgress") == "FullyGraded" and score.get("scoreGiven") is not None
    return result | ({"resultScore": score["scoreGiven"], "resultMaximum": column.maximum} if graded else {})
