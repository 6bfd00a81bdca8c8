from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from adapters.formats.openbadge3.build import CONTEXTS
from adapters.proofs.data_integrity.contexts import OURS, VC_2, Contexts, fingerprint
from plugin.domain.errors import InputError


def folder_with(folder: Path, document: object, name: str = "vc.json") -> Path:
    (folder / "index.json").write_text(json.dumps({VC_2: name}))
    (folder / "vc.json").write_text(json.dumps(document))
    return folder


def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyld.documentloader.frozen", "openbadgeslib.ob3.contexts"):
        monkeypatch.setitem(sys.modules, name, None)


def test_what_our_badges_name_is_installed() -> None:
    assert list(OURS) == CONTEXTS
    assert Contexts().off == ""
    assert Contexts().load(VC_2)["document"]["@context"]


def test_nothing_else_is_loaded() -> None:
    with pytest.raises(InputError, match="nothing is fetched"):
        Contexts().load("https://elsewhere.example/context")


def test_without_the_packages_it_is_off_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    without_packages(monkeypatch)
    assert VC_2 in Contexts().off
    assert Contexts().documents == {}


def test_a_folder_may_bring_what_no_package_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = Contexts().load(VC_2)["document"]
    without_packages(monkeypatch)
    contexts = Contexts(folder_with(tmp_path, published))
    assert contexts.documents == {VC_2: published}
    assert "ob/v3p0" in contexts.off


def test_a_changed_text_counts_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_packages(monkeypatch)
    assert Contexts(folder_with(tmp_path, {"@context": {}})).documents == {}


def test_a_changed_text_does_not_hide_the_right_one(tmp_path: Path) -> None:
    assert Contexts(folder_with(tmp_path, {"@context": {}})).off == ""


@pytest.mark.parametrize("name", ["../vc.json", "absent.json", "/etc/passwd"])
def test_an_index_that_points_elsewhere_brings_nothing(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = Contexts().load(VC_2)["document"]
    without_packages(monkeypatch)
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "index.json").write_text(json.dumps({VC_2: name}))
    (tmp_path / "vc.json").write_text(json.dumps(published))
    assert Contexts(inner).documents == {}


def test_how_a_text_is_laid_out_does_not_count() -> None:
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint(json.loads('{ "b": [2],\n "a": 1 }'))
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
