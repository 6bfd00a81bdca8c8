"""Our own columns in an LMS's grade book (Assignment and Grade Services 2.0). A tool sees no other columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from lti.addresses import is_web_address
from lti.connector import Connector
from plugin.domain.errors import ServiceError
from plugin.domain.platforms import ColumnResult, ColumnScore, LineItem, ServiceAddresses

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
_MEDIA = "application/vnd.ims.lis.v2."
_SCORE = "application/vnd.ims.lis.v1.score+json"  # of version 1 in AGS 2.0, unlike all others; Moodle takes no other
PAGES_MAX = 200


class GradeColumns:
    """The columns of one course."""

    def __init__(self, connector: Connector, services: ServiceAddresses) -> None:
        if services.line_items_url is None:
            sentence = "The learning platform gives this tool no columns in its grade book."
            raise ServiceError(
                "lms.no_columns", sentence, "The administrator can allow it in the tool's settings there."
            )
        self._connector = connector
        self._url = services.line_items_url

    def all(self) -> tuple[LineItem, ...]:
        """Our columns. No limit is asked for: Moodle then answers at once, and only then rightly."""
        entries = self._pages("lineitem", self._url, "lineitemcontainer+json")
        return tuple(_line_item(entry) for entry in entries)

    def create(self, column: LineItem) -> LineItem:
        """A new column; what the LMS made of it comes back."""
        wanted: dict[str, Any] = {"label": column.label, "scoreMaximum": _whole(column.score_maximum)}
        wanted |= {name: value for name, value in (("tag", column.tag), ("resourceId", column.resource_id)) if value}
        return _line_item(self._post("lineitem", self._url, wanted, _MEDIA + "lineitem+json"))

    def results(self, column: LineItem) -> tuple[ColumnResult, ...]:
        """What stands in a column. None is "not graded"; zero is a grade."""
        entries = self._pages("result.readonly", _below(column.id, "results"), "resultcontainer+json")
        return tuple(
            ColumnResult(str(e["userId"]), _number(e, "resultScore"), _number(e, "resultMaximum"))
            for e in entries
            if isinstance(e.get("userId"), str | int)
        )

    def report(self, column: LineItem, score: ColumnScore) -> None:
        """Put a score into a column."""
        wanted: dict[str, Any] = {
            "userId": score.subject,
            "activityProgress": score.activity_progress,
            "gradingProgress": score.grading_progress,
            "timestamp": score.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        }
        if score.score is not None and score.maximum is not None:
            wanted |= {"scoreGiven": score.score, "scoreMaximum": score.maximum}
        self._post("score", _below(column.id, "scores"), wanted, _SCORE)

    def _pages(self, scope: str, url: str, media: str) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        page: str | None = url
        while page:
            if page in seen or len(seen) >= PAGES_MAX:
                sentence = "The learning platform's list does not come to an end."
                raise ServiceError("lms.endless", sentence, "Ask its administrator.")
            seen.add(page)
            answer = self._connector.make_service_request([SCOPE + scope], page, accept=_MEDIA + media)
            body = answer["body"]
            yield from (entry for entry in (body if isinstance(body, list) else []) if isinstance(entry, dict))
            page = answer["next_page_url"]

    def _post(self, scope: str, url: str, wanted: Mapping[str, Any], media: str) -> Mapping[str, Any]:
        answer = self._connector.make_service_request(
            [SCOPE + scope],
            url,
            is_post=True,
            data=json.dumps(wanted),
            content_type=media,
            accept=media,
        )
        body = answer["body"]
        return body if isinstance(body, dict) else {}


def _line_item(entry: Mapping[str, Any]) -> LineItem:
    address, maximum = entry.get("id"), _number(entry, "scoreMaximum")
    if not is_web_address(address) or maximum is None:
        sentence = "The learning platform described a column in a way that cannot be used."
        raise ServiceError("lms.column", sentence, "Ask its administrator.")
    words = (str(entry.get(name) or "") for name in ("label", "tag", "resourceId"))
    label, tag, resource_id = words
    return LineItem(str(address), label, maximum, tag, resource_id)


def _below(column: str, name: str) -> str:
    """`…/lineitem?type_id=1` becomes `…/lineitem/results?type_id=1` (AGS 2.0, section 3.3)."""
    parts = urlsplit(column)
    return urlunsplit(parts._replace(path=f"{parts.path}/{name}"))


def _number(entry: Mapping[str, Any], name: str) -> float | None:
    value = entry.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(value: float) -> int | float:
    """Open edX takes whole numbers only as such."""
    return int(value) if value == int(value) else value
