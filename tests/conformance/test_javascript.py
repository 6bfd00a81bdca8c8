"""What we issue, judged by @digitalbazaar/vc and jose: accepted as it is, rejected once we break it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from adapters.formats.openbadge3 import OpenBadge3
from adapters.formats.openbadge3.wallets import WalletBadge3
from adapters.proofs.data_integrity import DataIntegrity
from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.jws import Jws
from plugin.domain.documents import Checked
from plugin.domain.elements import DoesNotApply, MicroCredential
from tests.conformance.node_judges import ready, run
from tests.conformance.test_europass import CASES
from tests.factories import ISSUED_AT, sample_micro
from tests.fakes.issuer import issued, published, signing

pytestmark = pytest.mark.conformance
ALL = {**CASES, "no level": sample_micro(level=DoesNotApply())}
Change = Callable[[dict[str, Any]], object]
BROKEN: dict[str, Change] = {
    "another name": lambda badge: badge.update(name="Another"),
    "another learner": lambda badge: badge["credentialSubject"].update(id="urn:uuid:0"),
    "another grade": lambda badge: badge["credentialSubject"]["result"][0].update(value="100"),
    "another issuer": lambda badge: badge["issuer"].update(name="Another"),
    "an added member": lambda badge: badge.update(unheardOf="x"),
    "a dropped member": lambda badge: badge.pop("description"),
    "another signature": lambda badge: badge["proof"][0].update(proofValue="z" + "2" * 87),
    "another time": lambda badge: badge["proof"][0].update(created="2026-03-02T09:00:01Z"),
    "another purpose": lambda badge: badge["proof"][0].update(proofPurpose="authentication"),
}


@pytest.fixture(scope="module", autouse=True)
def _node() -> None:
    ready()


def badge(micro: MicroCredential) -> dict[str, Any]:
    """As a wallet receives it."""
    suite, form = DataIntegrity(), WalletBadge3()
    who, seal = signing(suite.name)
    document = form.build(micro, issued(micro.languages))
    sealed: dict[str, Any] = json.loads(suite.seal(suite.intend(Checked(document), who, ISSUED_AT, "EdDSA"), seal).data)
    return sealed


def token() -> str:
    suite, form = Jws(), OpenBadge3()
    who, seal = signing(suite.name)
    intent = suite.intend(Checked(form.build(sample_micro(), issued())), who, ISSUED_AT, seal.algorithm)
    return suite.seal(intent, seal).data.decode()


def documents() -> dict[str, Any]:
    """Contexts, and what the issuer publishes: its DID document, and each key of it under its own id."""
    found: dict[str, Any] = dict(Contexts().documents)
    did = json.loads(published()[1].data)
    found[did["id"]] = did
    context = "https://w3id.org/security/multikey/v1"
    for method in did["verificationMethod"]:
        found[method["id"]] = {"@context": context, **method}
    return found


def verdicts(badges: list[dict[str, Any]]) -> list[str]:
    answered: list[str] = run("judge.mjs", {"documents": documents(), "badges": badges})["badges"]
    return answered


def test_every_kind_of_badge_is_accepted() -> None:
    assert dict(zip(ALL, verdicts([badge(micro) for micro in ALL.values()]), strict=True)) == dict.fromkeys(ALL, "")


def test_every_broken_badge_is_rejected() -> None:
    broken = []
    for change in BROKEN.values():
        one = copy.deepcopy(badge(sample_micro()))
        change(one)
        broken.append(one)
    accepted = [name for name, verdict in zip(BROKEN, verdicts(broken), strict=True) if not verdict]
    assert accepted == []


def test_a_token_is_accepted_with_the_published_key_and_rejected_once_broken() -> None:
    sound, key = token(), json.loads(published()[3].data)
    header, payload, signature = sound.split(".")
    broken = [f"{header}.{payload[:-2]}AA.{signature}", f"{header}.{payload}.{'A' * len(signature)}"]
    pairs = [{"token": text, "key": key} for text in (sound, *broken)]
    accepted, *rejected = run("judge.mjs", {"documents": {}, "tokens": pairs})["tokens"]
    assert accepted == ""
    assert all(rejected)
