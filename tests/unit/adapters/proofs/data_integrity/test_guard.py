from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from adapters.formats.openbadge3.wallets import WalletBadge3
from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.guard import VALUES_MAX, UnsafeError, guard, guard_sealing
from plugin.domain.report import Answer
from tests.factories import sample_micro
from tests.fakes.issuer import issued

CONTEXTS = Contexts().documents


def badge() -> dict[str, Any]:
    return copy.deepcopy(dict(WalletBadge3().build(sample_micro(), issued()).content))


def put(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["credentialSubject"].update({name: value})


def test_what_we_build_passes() -> None:
    guard(badge(), CONTEXTS)
    guard_sealing(badge())


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (put("narrative", "bell\x07"), Answer.UNKNOWN),
        (put("narrative", "delete\x7f"), Answer.UNKNOWN),
        (put("creditsEarned", 1e-7), Answer.UNKNOWN),
        (put("creditsEarned", 1e22), Answer.UNKNOWN),
        (put("creditsEarned", 2**53), Answer.UNKNOWN),
        (put("name", {"@value": "x", "@direction": "rtl"}), Answer.UNKNOWN),
        (put("@context", {"vu": "https://www.w3.org/2018/credentials#validUntil"}), Answer.UNKNOWN),
        (put("@context", "https://elsewhere.example/context"), Answer.UNKNOWN),
        (put("@id", "urn:x"), Answer.NO),
        (put("@reverse", {}), Answer.NO),
        (put("Criteria", {"narrative": "read by nobody"}), Answer.NO),
        (put("@context", None), Answer.UNKNOWN),
        (put("https://www.w3.org/2018/credentials#validUntil", "2030-01-01T00:00:00Z"), Answer.NO),
        (put("name", {"@language": "en"}), Answer.NO),
        (put("activityStartDate", "2026-01-01T00:00:00"), Answer.NO),
        (lambda document: document.update({"@context": "https://www.w3.org/ns/credentials/v2"}), Answer.NO),
        (lambda document: document.pop("@context"), Answer.NO),
        (put("tag", ["x"] * VALUES_MAX), Answer.UNKNOWN),
    ],
)
def test_what_parts_meaning_and_words_is_refused(change: Callable[[dict[str, Any]], None], answer: Answer) -> None:
    document = badge()
    change(document)
    with pytest.raises(UnsafeError) as refused:
        guard(document, CONTEXTS)
    assert refused.value.answer is answer


@pytest.mark.parametrize("value", [0, 2, 2.5, 0.0001, True, "tab\tand\nline", {"@value": "x", "@language": "en"}])
def test_what_every_verifier_writes_alike_passes(value: object) -> None:
    document = badge()
    put("name", value)(document)
    guard(document, CONTEXTS)


@pytest.mark.parametrize("value", [None, [], {}])
def test_we_seal_nothing_empty(value: object) -> None:
    document = badge()
    put("name", value)(document)
    guard(document, CONTEXTS)
    with pytest.raises(UnsafeError, match="empty"):
        guard_sealing(document)
