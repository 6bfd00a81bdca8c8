"""Open Badges, judged by the official schema and by JSON-LD in safe mode."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey
from jsonschema import Draft201909Validator
from pyld import jsonld

from adapters.formats.openbadge3 import OpenBadge3
from adapters.proofs.jws import Jws
from plugin.domain.documents import Checked
from plugin.domain.elements import DoesNotApply, MicroCredential
from tests.conformance.test_europass import CASES
from tests.factories import ISSUED_AT, sample_micro
from tests.fakes.issuer import identity, issued
from tests.functional.commands import EXAMPLES, Home

pytestmark = pytest.mark.conformance
ALL = {**CASES, "no level": sample_micro(level=DoesNotApply())}


@pytest.fixture(scope="module")
def schema(shared: Path) -> Draft201909Validator:
    name = "ob_v3p0_achievementcredential_schema.strict-json.json"
    return Draft201909Validator(json.loads((shared / "data/openbadges/schemas" / name).read_text("utf-8")))


@pytest.fixture(scope="module")
def contexts(shared: Path) -> dict[str, Any]:
    folder = shared / "data" / "openbadges" / "contexts"
    return {
        "https://www.w3.org/ns/credentials/v2": json.loads((folder / "credentials-v2.jsonld").read_text("utf-8")),
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": json.loads(
            (folder / "ob-v3p0-context-3.0.3.json").read_text("utf-8")
        ),
    }


def badge(micro: MicroCredential) -> dict[str, Any]:
    return dict(OpenBadge3().build(micro, issued()).content)


@pytest.mark.parametrize("name", ALL)
def test_every_kind_of_badge_obeys_the_strict_schema(schema: Draft201909Validator, name: str) -> None:
    faults = [f"{list(e.path)}: {e.message[:200]}" for e in schema.iter_errors(badge(ALL[name]))]
    assert faults == []


def test_the_payload_with_its_claims_obeys_the_schema_as_well(schema: Draft201909Validator) -> None:
    document = OpenBadge3().build(sample_micro(), issued())
    intent = Jws().intend(Checked(document), identity(), ISSUED_AT, "RS256")
    opened = Jws().open(intent.signing_input + b".YQ")
    assert not list(schema.iter_errors(opened.content))


@pytest.mark.parametrize("name", ["all elements", "no level"])
def test_no_term_is_unknown_to_json_ld(contexts: dict[str, Any], name: str) -> None:
    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": contexts[url]}

    (expanded,) = jsonld.expand(badge(ALL[name]), {"documentLoader": load})
    written = json.dumps(badge(ALL[name]), ensure_ascii=False)
    kept = json.dumps(expanded, ensure_ascii=False)
    for value in ("ext:EU.learningOutcome" if name == "all elements" else "ext:EU.level", "Data Ethics in Practice"):
        assert value in written
        assert value in kept
    assert _values(badge(ALL[name])) <= _values(expanded)


def _values(node: Any) -> set[str]:
    """Every text that is not a type or a context: in safe mode none may get lost."""
    if isinstance(node, dict):
        return set().union(*(_values(v) for k, v in node.items() if k not in ("@context", "type", "@type")), set())
    if isinstance(node, list):
        return set().union(*(_values(entry) for entry in node), set())
    return {node} if isinstance(node, str) else set()


def test_what_is_issued_from_files_obeys_the_schema_and_another_library_verifies_it(
    schema: Draft201909Validator, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    Home(tmp_path / "home").run("issue", EXAMPLES / "plan.toml", EXAMPLES / "learners.csv", "--out", out)
    index = json.loads((out / "web" / "index.json").read_text("utf-8"))
    files = sorted(out.glob("*/openbadge3.jwt"))
    assert files
    for file in files:
        kid = jws.extract_compact(file.read_bytes()).headers()["kid"]
        key = RSAKey.import_key(json.loads((out / "web" / index[kid]).read_text("utf-8")))
        payload = json.loads(jws.deserialize_compact(file.read_bytes(), key, algorithms=["RS256"]).payload)
        assert [error.message for error in schema.iter_errors(payload)] == []
