from __future__ import annotations

import pytest

from plugin.domain.errors import InputError
from plugin.domain.feedback import GROUP, TEXT_MAX, Feedback, Question, Reply, mark_of, read_feedback, results_of
from plugin.domain.lifecycle import AwardKey


def test_each_question_may_be_left_out() -> None:
    read = read_feedback({"USE": "YES", "WORKLOAD": "", "form_token": "x"})
    assert read == Feedback({Question.USE: Reply.YES}, "")
    assert read_feedback({"text": "  Good\r\n\r\n\r\nwork  "}).text == "Good\n\n\nwork"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "feedback.empty"),
        ({"text": " \n\u200d"}, "feedback.empty"),
        ({"USE": "MAYBE"}, "feedback.reply"),
        ({"USE": "yes"}, "feedback.reply"),
        ({"text": "x" * (TEXT_MAX + 1)}, "feedback.long"),
        ({"text": "a\u202eb"}, "feedback.hidden"),
        ({"text": "a\x00b"}, "feedback.hidden"),
    ],
)
def test_what_cannot_be_kept_is_refused(form: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as refused:
        read_feedback(form)
    assert refused.value.code == code


def test_a_mark_is_that_of_one_learner_and_one_micro_credential() -> None:
    keys = [AwardKey("b", "7", "p"), AwardKey("b", "8", "p"), AwardKey("c", "7", "p"), AwardKey("b", "7", "q")]
    assert len({mark_of(key) for key in keys}) == 4
    assert mark_of(keys[0]) == mark_of(AwardKey("b", "7", "p"))


def answers(number: int, reply: Reply = Reply.YES) -> list[Feedback]:
    return [Feedback({Question.USE: reply}, f"text {n}" if n else "") for n in range(number)]


def test_results_count_whole_groups_only() -> None:
    shown = results_of([answers(GROUP), answers(GROUP - 1, Reply.NO)], list.sort)
    assert (shown.answers, shown.waiting) == (5, 4)
    assert shown.counts[Question.USE] == {Reply.YES: 5, Reply.PARTLY: 0, Reply.NO: 0}
    assert shown.counts[Question.WORKLOAD] == {Reply.YES: 0, Reply.PARTLY: 0, Reply.NO: 0}
    assert list(shown.counts) == list(Question)


def test_texts_are_shuffled() -> None:
    shown = results_of([answers(GROUP)], lambda texts: texts.reverse())
    assert shown.texts == ("text 4", "text 3", "text 2", "text 1")


def test_before_the_first_group_there_is_nothing() -> None:
    shown = results_of([answers(4)], list.sort)
    assert (shown.answers, shown.waiting, shown.texts) == (0, 4, ())
    assert results_of([], list.sort).answers == 0
