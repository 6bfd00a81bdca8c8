from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.lookup.folder import FolderLookup
from adapters.lookup.https import HttpsLookup
from adapters.lookup.known import KnownLookup
from plugin.domain.documents import WebFile
from plugin.domain.errors import InputError, ServiceError

URL = "https://zed.example/keys/1"


def folder(path: Path, index: object) -> Path:
    (path / "index.json").write_text(json.dumps(index))
    (path / "key.json").write_text("{}")
    return path


def test_a_folder_answers_for_the_web(tmp_path: Path) -> None:
    lookup = FolderLookup(folder(tmp_path, {URL: "key.json"}))
    assert lookup.get(URL) == b"{}"
    with pytest.raises(ServiceError, match="holds nothing for"):
        lookup.get("https://other.example/")


def test_a_folder_never_answers_with_what_lies_outside(tmp_path: Path) -> None:
    lookup = FolderLookup(folder(tmp_path, {URL: "../../etc/passwd", URL + "2": "/etc/passwd"}))
    for url in (URL, URL + "2"):
        with pytest.raises(ServiceError, match="outside"):
            lookup.get(url)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        FolderLookup(folder(tmp_path, {URL: "none.json"})).get(URL)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (folder(tmp_path, {URL: "key.json"}) / "key.json").write_bytes(b" " * 1_000_001)
    with pytest.raises(InputError, match="too large"):
        FolderLookup(tmp_path).get(URL)


@pytest.mark.parametrize("index", [[], {URL: 7}, "text"])
def test_an_index_that_maps_nothing_is_refused(tmp_path: Path, index: object) -> None:
    with pytest.raises(InputError, match="does not map"):
        FolderLookup(folder(tmp_path, index))


def test_a_folder_without_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"index\.json"):
        FolderLookup(tmp_path)


def test_what_is_known_is_not_looked_up() -> None:
    class Beyond:
        def get(self, url: str) -> bytes:
            return b"beyond"

    lookup = KnownLookup((WebFile(URL, "application/json", b"known"),), Beyond())
    assert (lookup.get(URL), lookup.get(URL + "2")) == (b"known", b"beyond")


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.1:8443/x"]
)
def test_the_web_never_reaches_into_our_own_network(url: str) -> None:
    with pytest.raises(ServiceError, match="not a public address"):
        HttpsLookup().get(url)


def test_a_host_that_does_not_exist_is_a_plain_sentence() -> None:
    with pytest.raises(ServiceError, match="did not answer"):
        HttpsLookup().get("https://nowhere.invalid/")
