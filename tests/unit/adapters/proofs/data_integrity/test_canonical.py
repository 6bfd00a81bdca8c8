from __future__ import annotations

import copy
from typing import Any

import pytest

from adapters.formats.openbadge3.wallets import WalletBadge3
from adapters.proofs.data_integrity.canonical import Canonicaliser
from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.guard import UnsafeError
from plugin.domain.report import Answer
from tests.factories import sample_micro
from tests.fakes.issuer import issued

CANONICALISER = Canonicaliser(Contexts())


def badge(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(dict(WalletBadge3().build(sample_micro(), issued()).content)), **changes}


def clique(count: int) -> dict[str, Any]:
    """A graph made to do harm: every node is alike and tied to every other."""
    subjects = [
        {
            "id": f"_:n{n}",
            "type": ["VerifiableCredential"],
            "credentialSubject": [{"id": f"_:n{m}"} for m in range(count) if m != n],
        }
        for n in range(count)
    ]
    return badge(credentialSubject=subjects)


def test_every_text_of_the_badge_is_in_it() -> None:
    canonical = CANONICALISER.canonical(badge())
    assert "Data Ethics in Practice" in canonical
    assert canonical.count("\n") == len(set(canonical.splitlines()))


def test_the_order_of_members_does_not_count() -> None:
    assert CANONICALISER.canonical(badge()) == CANONICALISER.canonical(dict(reversed(badge().items())))


@pytest.mark.parametrize(
    "changes",
    [
        {"unheardOf": "x"},
        {"credentialSchema": [{"id": "https://zed.example/s", "type": "1EdTechJsonSchemaValidator2019"}]},
        {"id": "no address"},
        {"id": "https://zed.example/a b"},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "Unheard"]},
        {"issuer": {"id": 7}},
        {"issuer": {"id": "did:web:zed.example", "type": "Unheard"}},
    ],
)
def test_what_no_seal_would_cover_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UnsafeError) as refused:
        CANONICALISER.canonical(badge(**changes))
    assert refused.value.answer is Answer.NO


def test_a_graph_made_to_do_harm_with_few_ties_is_given_up_as_well() -> None:
    ring = [
        {
            "id": f"_:n{n}",
            "type": ["VerifiableCredential"],
            "credentialSubject": [{"id": f"_:n{m % 40}"} for m in (n + 1, n + 7, n + 13)],
        }
        for n in range(40)
    ]
    with pytest.raises(UnsafeError, match="too long"):
        CANONICALISER.canonical(badge(credentialSubject=ring))


@pytest.mark.parametrize("count", [4, 5, 8, 12])
def test_a_graph_made_to_do_harm_is_given_up(count: int) -> None:
    with pytest.raises(UnsafeError, match="too long") as refused:
        CANONICALISER.canonical(clique(count))
    assert refused.value.answer is Answer.UNKNOWN


def test_parts_that_are_merely_alike_are_told_apart() -> None:
    narrative = {"type": ["Evidence"], "narrative": "the same"}
    canonical = CANONICALISER.canonical(badge(evidence=[narrative] * 5))
    assert canonical.count('"the same"') == 5


def test_a_huge_document_is_given_up_before_any_work() -> None:
    for count in (500, 2000):
        with pytest.raises(UnsafeError, match=r"too long|more than"):
            CANONICALISER.canonical(badge(evidence=[{"type": ["Evidence"], "name": str(n)} for n in range(count)]))
