from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from tests.functional.commands import EXAMPLES
from tests.unit.web.conftest import BASE, House

PLAN = (EXAMPLES / "plan.toml").read_text("utf-8")
PAGE = "/catalogue/uniz/micro-credential-creation"
FORMATS = [("application/ld+json", "jsonld"), ("application/rdf+xml", "rdf")]


def publish(house: House, plan_id: str, title: str = "Another", more: str = "", institution: str = "uniz") -> None:
    text = PLAN.replace('id = "micro-credential-creation"', f'id = "{plan_id}"\n{more}')
    text = text.replace('id = "uniz"', f'id = "{institution}"')
    house.services.plans.publish(text.replace('"Digital micro-credential creation"', json.dumps(title)).encode())


class Head(HTMLParser):
    """What stands in the head of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and "property" in given:
            self.metas[given["property"]] = given["content"]
        if tag == "link" and given.get("rel") == "alternate":
            self.links[given["type"]] = given["href"]


def test_the_home_page_leads_to_the_catalogue_and_on_to_a_micro_credential(house: House) -> None:
    catalogue = house.open(house.open("/").link("See what can be earned"))
    view = house.open(catalogue.link("Digital micro-credential creation"))
    assert view.url.endswith(PAGE)
    assert "Awarded by University of Zed (test seal)" in view.text
    for words in ("Artefact assessment", "2 ECTS", "EQF level 6", "Quality Board of Zed", "Blended", "Develop digital"):
        assert words in view.text


def test_words_and_institution_narrow_the_list(house: House) -> None:
    publish(house, "ethics", "Éthique des données")
    publish(house, "physics", "Physics for all", institution="other")
    assert "3 micro-credentials" in house.open("/catalogue").text
    assert "1 micro-credential for “ethique”" in house.open("/catalogue?q=ethique").text
    assert "Physics" not in house.open("/catalogue?institution=uniz").text.partition("Search")[2]
    nothing = house.open("/catalogue?q=<b>zebra")
    assert "Nothing here fits “<b>zebra”" in nothing.text
    assert b"<b>zebra" not in nothing.body


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999999999999", "q=" + "x" * 5000])
def test_an_odd_question_gets_a_page(house: House, query: str) -> None:
    assert house.open(f"/catalogue?{query}").status == 200


def test_many_are_shown_page_by_page(house: House) -> None:
    for number in range(45):
        publish(house, f"plan-{number}", f"Widget {number:03}")
    first = house.open("/catalogue?q=widget")
    assert "45 micro-credentials for “widget” · Page 1 of 3" in first.text
    last = house.open(house.open(first.link("Next")).link("Next"))
    assert "Widget 044" in last.text
    assert "Widget 024" not in last.text


def test_a_plan_can_be_kept_out(house: House) -> None:
    publish(house, "secret", "Secret", "catalogue = false")
    assert "Secret" not in house.open("/catalogue").text
    assert house.open("/catalogue/uniz/secret").status == 404
    assert b"Secret" not in house.client.get("/catalogue.jsonld", base_url=BASE).data


@pytest.mark.parametrize("path", ["/catalogue/uniz/none", "/catalogue/none/x", "/catalogue.exe", PAGE + ".exe"])
def test_what_is_not_listed_is_not_there(house: House, path: str) -> None:
    assert house.open(path).status == 404


def test_a_hostile_title_is_words_everywhere(house: House) -> None:
    title = "<script>x</script> \"&' {{ 7*7 }}"
    publish(house, "hostile", title)
    view = house.open("/catalogue/uniz/hostile")
    assert title in view.text
    assert b"<script>x" not in view.body
    assert Head(view.body).metas["og:title"] == f"TEST: {title}"


def test_other_sites_are_shown_title_picture_and_address(house: House) -> None:
    metas = Head(house.open(PAGE).body).metas
    assert metas["og:url"] == BASE + PAGE
    assert metas["og:title"] == "TEST: Digital micro-credential creation"
    assert metas["og:image:alt"].startswith("Test, not valid:")
    picture = house.client.get(metas["og:image"].removeprefix(BASE), base_url=BASE)
    assert (picture.status_code, picture.mimetype) == (200, "image/png")


@pytest.mark.parametrize(("media_type", "suffix"), FORMATS)
@pytest.mark.parametrize("page", ["/catalogue", PAGE])
def test_programs_get_data_by_link_and_by_asking(house: House, page: str, media_type: str, suffix: str) -> None:
    link = Head(house.open(page).body).links[media_type]
    assert link.endswith(f".{suffix}")
    linked = house.client.get(link, base_url=BASE)
    asked = house.client.get(page, base_url=BASE, headers={"Accept": media_type})
    assert linked.data == asked.data
    assert {linked.mimetype, asked.mimetype} == {media_type}
    assert linked.headers["Access-Control-Allow-Origin"] == "*"
    assert asked.headers["Vary"] == "Accept"


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "", "image/png"])
def test_whoever_does_not_ask_for_data_gets_the_page(house: House, accept: str) -> None:
    assert house.client.get(PAGE, base_url=BASE, headers={"Accept": accept}).mimetype == "text/html"


@pytest.mark.parametrize(("media_type", "suffix"), FORMATS)
def test_a_register_that_comes_again_fetches_only_what_changed(house: House, media_type: str, suffix: str) -> None:
    first = house.client.get(f"/catalogue.{suffix}", base_url=BASE)
    assert first.last_modified is not None
    tag = {"If-None-Match": first.headers["ETag"]}
    assert house.client.get(f"/catalogue.{suffix}", base_url=BASE, headers=tag).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert house.client.get(f"/catalogue.{suffix}", base_url=BASE, headers=since).status_code == 304
    publish(house, "newer")
    again = house.client.get(f"/catalogue.{suffix}", base_url=BASE, headers=tag)
    assert (again.status_code, again.mimetype) == (200, media_type)


def test_a_register_follows_the_links_through_the_whole_feed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin.web.catalogue.PER_FEED", 2)
    for number in range(4):
        publish(house, f"plan-{number}", f"Plan {number}")
    seen, url = [], "/catalogue.jsonld"
    for _ in range(10):
        answer = house.client.get(url.removeprefix(BASE), base_url=BASE)
        seen += [element["item"]["name"] for element in answer.get_json(force=True)["dataFeedElement"]]
        links = {part.partition('rel="')[2].rstrip('"'): part[1 : part.index(">")] for part in _links(answer)}
        if "next" not in links:
            break
        url = links["next"]
    assert len(seen) == len(set(seen)) == 5
    assert set(links) == {"first", "prev", "last"}


def _links(answer: object) -> list[str]:
    return answer.headers["Link"].split(", ")  # type: ignore[attr-defined,no-any-return]


def test_a_text_in_two_languages_can_be_read_in_either(house: House) -> None:
    text = PLAN.replace('id = "micro-credential-creation"', 'id = "both"').replace('["en"]', '["en", "de"]', 1)
    both = text.replace('title = "Digital micro-credential creation"', 'title = { en = "Ethics", de = "Ethik" }')
    house.services.plans.publish(both.encode())
    german = house.open(house.open("/catalogue/uniz/both").link("German"))
    assert "TEST: Ethik" in german.text
    assert "English" in german.text
    assert "TEST: Ethics" in house.open("/catalogue/uniz/both?language=xx").text


def test_search_engines_are_kept_from_tests(house: House) -> None:
    for page in ("/catalogue", PAGE):
        assert house.client.get(page, base_url=BASE).headers["X-Robots-Tag"] == "noindex"


def test_an_installation_without_plans_says_so(house: House) -> None:
    empty = house.open("/catalogue?institution=nobody")
    assert "Nothing here fits" in empty.text
