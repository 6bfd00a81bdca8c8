from __future__ import annotations

from dataclasses import replace

from adapters.formats.openbadge3 import OpenBadge3
from plugin.domain.lifecycle import Award, DocumentRecord
from plugin.issuing.issue import issue
from plugin.issuing.picture import pictures
from plugin.issuing.press import Order, Press


def sealed(award: Award, name: str) -> bytes:
    document = award.document(name)
    assert document is not None
    assert document.sealed is not None
    return document.sealed.data


def test_the_badge_is_in_both_pictures(press: Press, order: Order) -> None:
    award = issue(order, press)
    made = pictures(award, press)
    assert set(made) == {".png", ".svg"}
    for container in press.containers.values():
        assert container.take(made[container.suffix]) == sealed(award, "openbadge3")
    assert b"Test, not valid: " in made[".svg"]


def test_an_award_without_a_badge_has_no_picture(press: Press, order: Order) -> None:
    award = issue(replace(order, plan=replace(order.plan, formats=("europass",))), press)
    assert pictures(award, press) == {}


def test_of_two_that_fit_the_plans_first_one_is_in_the_picture(press: Press, order: Order) -> None:
    award = issue(order, press)
    first = award.document("openbadge3")
    assert first is not None
    second: DocumentRecord = replace(first, format="other", credential_id="other")
    press = replace(press, formats={**press.formats, "other": OpenBadge3()})
    made = pictures(replace(award, documents=(first, second)), press)
    assert press.containers["openbadge3_png"].take(made[".png"]) == sealed(award, "openbadge3")


def test_what_is_not_sealed_yet_is_in_no_picture(press: Press, order: Order) -> None:
    award = issue(order, press)
    waiting = tuple(replace(document, sealed=None) for document in award.documents)
    assert pictures(replace(award, documents=waiting), press) == {}
