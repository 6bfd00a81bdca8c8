"""Where an award and its documents stand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.documents import Sealed, SealedFile
from plugin.domain.eligibility import Decision, Outcome
from plugin.domain.facts import Completion, CompletionState, LearnerFacts, Source
from plugin.domain.lifecycle import Award, AwardKey, DocumentRecord, DocumentState
from plugin.domain.platforms import Person
from plugin.domain.standing import Standing

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
RESERVED, INTENDED, SEALED = DocumentState


def award_with(*states: DocumentState) -> Award:
    documents = tuple(DocumentRecord(f"format{n}", f"id{n}", state) for n, state in enumerate(states))
    facts = LearnerFacts(Person("7"), Completion(CompletionState.COMPLETE), None, Source.PLATFORM, AT)
    claim, decision = Claim("Ada Byrne", True, ClaimedBy.LEARNER, AT), Decision(Outcome.EARNED, ())
    key = AwardKey("binding", "7", "data-ethics")
    return Award("a", key, "zed", 1, "urn:uuid:1", AT, "token", "digest", facts, decision, claim, documents)


@pytest.mark.parametrize(
    ("states", "complete", "untouched"),
    [
        ((RESERVED, RESERVED), False, True),
        ((INTENDED, RESERVED), False, True),
        ((SEALED, INTENDED), False, False),
        ((SEALED, SEALED), True, False),
    ],
)
def test_an_award_is_complete_when_all_is_sealed_and_untouched_while_nothing_is(
    states: tuple[DocumentState, ...], complete: bool, untouched: bool
) -> None:
    award = award_with(*states)
    assert (award.complete, award.untouched) == (complete, untouched)


def test_a_document_is_found_by_its_format() -> None:
    award = award_with(RESERVED, SEALED)
    assert award.document("format1") is award.documents[1]
    assert award.document("paper") is None


def test_a_sealed_file_is_kept_byte_for_byte() -> None:
    sealed = Sealed(SealedFile("europass", b"{}", "application/json", ".jsonld"))
    record = DocumentRecord("europass", "id", SEALED, sealed=sealed)
    assert record.sealed is sealed


@pytest.mark.parametrize(
    ("states", "standing", "to_finish"),
    [
        ((SEALED, INTENDED), Standing.LIVE, True),
        ((SEALED, INTENDED), Standing.SUSPENDED, True),
        ((SEALED, INTENDED), Standing.REVOKED, False),
        ((SEALED, SEALED), Standing.LIVE, False),
    ],
)
def test_what_was_withdrawn_before_it_was_finished_is_never_finished(
    states: tuple[DocumentState, ...], standing: Standing, to_finish: bool
) -> None:
    assert replace(award_with(*states), standing=standing).to_finish is to_finish
