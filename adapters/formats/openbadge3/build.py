"""The OpenBadgeCredential (OB 3.0, strict form: what may repeat is always a list, nothing is empty)."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from adapters.formats.openbadge3.alignments import alignments
from plugin.domain.documents import Issued
from plugin.domain.elements import FurtherInformation, GradeAchieved, MicroCredential, plain
from plugin.domain.statement import PASSED, Statement, moment_words, statement_of

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def credential(micro: MicroCredential, issued: Issued) -> dict[str, Any]:
    """The whole credential; the same arguments give the same members in the same order."""
    language = micro.languages[0]
    return _present(
        {
            "@context": CONTEXTS,
            "id": f"urn:uuid:{issued.credential_id}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": micro.title.in_language(language),
            "description": micro.description.in_language(language),
            "issuer": _issuer(micro, issued),
            "validFrom": moment_words(issued.issued_at),
            "validUntil": moment_words(micro.valid_until) if micro.valid_until else None,
            "awardedDate": moment_words(micro.awarded_on),
            "credentialSubject": _subject(micro, issued),
            "credentialStatus": dict(issued.status) if issued.status else None,
        }
    )


def _issuer(micro: MicroCredential, issued: Issued) -> dict[str, Any]:
    body, language = micro.awarding_body, micro.languages[0]
    identifiers = [_identifier("ext:eIDASLegalIdentifier", body.legal_identifier)] if body.legal_identifier else []
    identifiers += [_identifier(f"ext:{_word(i.scheme)}", i.value) for i in body.identifiers]
    address = {
        "type": ["Address"],
        "addressCountry": micro.country.country.label,
        "addressCountryCode": micro.country.country.alias,
        "addressRegion": micro.country.region_name,
        "streetAddress": body.address,
    }
    return _present(
        {
            "id": issued.issuer.id,
            "type": ["Profile"],
            "name": body.legal_name.in_language(language),
            "url": body.homepage or issued.issuer.profile_url,
            "email": body.email,
            "address": _present(address),
            "otherIdentifier": identifiers,
        }
    )


def _identifier(kind: str, value: str) -> dict[str, Any]:
    return {"type": "IdentifierEntry", "identifier": value, "identifierType": kind}


def _word(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "", text) or "identifier"


def _subject(micro: MicroCredential, issued: Issued) -> dict[str, Any]:
    further = micro.further_information or FurtherInformation()
    ects = micro.workload.ects
    return _present(
        {
            "id": issued.subject_id,
            "type": ["AchievementSubject"],
            "identifier": _identities(micro, issued),
            "activityStartDate": _midnight(further.started_on),
            "activityEndDate": _midnight(further.ended_on),
            "creditsEarned": _number(ects) if ects is not None else None,
            "achievement": _achievement(micro, issued),
            "result": _results(micro.grade, micro.definition),
        }
    )


def _identities(micro: MicroCredential, issued: Issued) -> list[dict[str, Any]]:
    learner = micro.learner
    plainly = [("name", learner.full_name)]
    if learner.identifier:
        plainly.append(("identifier", learner.identifier))
    found: list[dict[str, Any]] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}
        for kind, value in plainly
    ]
    if learner.email:
        found.append(_hashed_email(learner.email, issued.credential_id))
    return found


def _hashed_email(email: str, salt: str) -> dict[str, Any]:
    """OB 3.0, IdentityObject: whoever knows the address can check it, nobody can read it."""
    digest = hashlib.sha256((email.strip().lower() + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def _achievement(micro: MicroCredential, issued: Issued) -> dict[str, Any]:
    language = micro.languages[0]
    further = micro.further_information or FurtherInformation()
    ects = micro.workload.ects
    return _present(
        {
            "id": micro.definition,
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": micro.title.in_language(language),
            "description": micro.description.in_language(language),
            "image": {"id": issued.badge_url, "type": "Image", "caption": micro.title.in_language(language)},
            "criteria": _present({"id": further.homepage, "narrative": _narrative(statement_of(micro))}),
            "creditsAvailable": _number(ects) if ects is not None else None,
            "fieldOfStudy": "; ".join(field.label for field in further.fields),
            "humanCode": further.course_code,
            "inLanguage": further.languages[0].alias if further.languages else None,
            "alignment": alignments(micro),
            "resultDescription": _result_descriptions(micro.grade, micro.definition),
        }
    )


def _narrative(statement: Statement) -> str:
    """The elements as words, for displayers that show nothing else; how this learner did is left to `result`."""
    elements = [
        f"{element.value}: {'; '.join(words)}"
        for element, words in statement.said.items()
        if element.name not in ("LEARNER", "TITLE", "COUNTRY", "AWARDING_BODY", "DATE_OF_ISSUING", "GRADE")
    ]
    return "\n\n".join(elements)


def _result_descriptions(grade: GradeAchieved | None, definition: str) -> list[dict[str, Any]]:
    if grade is None:
        return [_described(f"{definition}#status", "Outcome", "Status")]
    scheme = str(grade.scheme.title) if grade.scheme else "Final grade"
    points = _described(f"{definition}#grade", scheme, "RawScore")
    found = [{**points, "valueMin": plain(grade.minimum), "valueMax": plain(grade.maximum)}]
    if grade.letter:
        found.append(_described(f"{definition}#letter", "Letter grade", "LetterGrade"))
    return found


def _described(address: str, name: str, kind: str) -> dict[str, Any]:
    return {"id": address, "type": ["ResultDescription"], "name": name, "resultType": kind}


def _results(grade: GradeAchieved | None, definition: str) -> list[dict[str, Any]]:
    if grade is None:
        return [_result(f"{definition}#status", PASSED)]
    found = [_result(f"{definition}#grade", plain(grade.value))]
    if grade.letter:
        found.append(_result(f"{definition}#letter", grade.letter))
    return found


def _result(address: str, value: str) -> dict[str, Any]:
    return {"type": ["Result"], "resultDescription": address, "status": "Completed", "value": value}


def _midnight(day: date | None) -> str | None:
    return moment_words(datetime.fromisoformat(f"{day.isoformat()}T00:00:00Z")) if day else None


def _number(value: Decimal) -> int | float:
    """A whole number where it is one, so that every JSON library writes it alike."""
    return int(value) if value == int(value) else float(value)


def _present(members: dict[str, Any]) -> dict[str, Any]:
    """Without what is not said: OB 3.0 knows no nulls and no empty lists (serialization)."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
