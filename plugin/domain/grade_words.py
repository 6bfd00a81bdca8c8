"""What is said of a grade, in whole sentences: of the course's, of one item's, and of that in our own column."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.text import Said, say


@dataclass(frozen=True, slots=True)
class GradeSentences:
    """One sentence for each thing that can be true of a grade; `hidden_…` where the grade itself must not be told."""

    none: Said
    senseless: Said
    reaches: Said
    misses: Said
    hidden_reaches: Said
    hidden_misses: Said
    is_pass: Said
    is_no_pass: Said
    pass_unknown: Said


OF_COURSE = GradeSentences(
    none=say("There is no course grade yet."),
    senseless=say("The scale of the course grade makes no sense, so it decides nothing."),
    reaches=say("The course grade is {value} of {maximum}, which reaches {least}."),
    misses=say("The course grade is {value} of {maximum}, which does not reach {least}."),
    hidden_reaches=say("The course grade reaches {least}."),
    hidden_misses=say("The course grade does not reach {least}."),
    is_pass=say("The course grade is a pass."),
    is_no_pass=say("The course grade is not a pass."),
    pass_unknown=say("The learning platform does not say whether the course grade is a pass."),
)
OF_ITEM = GradeSentences(
    none=say("There is no grade in {item} yet."),
    senseless=say("The scale of the grade in {item} makes no sense, so it decides nothing."),
    reaches=say("The grade in {item} is {value} of {maximum}, which reaches {least}."),
    misses=say("The grade in {item} is {value} of {maximum}, which does not reach {least}."),
    hidden_reaches=say("The grade in {item} reaches {least}."),
    hidden_misses=say("The grade in {item} does not reach {least}."),
    is_pass=say("The grade in {item} is a pass."),
    is_no_pass=say("The grade in {item} is not a pass."),
    pass_unknown=say("The learning platform does not say whether the grade in {item} is a pass."),
)
OF_COLUMN = GradeSentences(
    none=say("There is no grade in this tool's own column yet."),
    senseless=say("The scale of the grade in this tool's own column makes no sense, so it decides nothing."),
    reaches=say("The grade in this tool's own column is {value} of {maximum}, which reaches {least}."),
    misses=say("The grade in this tool's own column is {value} of {maximum}, which does not reach {least}."),
    hidden_reaches=say("The grade in this tool's own column reaches {least}."),
    hidden_misses=say("The grade in this tool's own column does not reach {least}."),
    is_pass=say("The grade in this tool's own column is a pass."),
    is_no_pass=say("The grade in this tool's own column is not a pass."),
    pass_unknown=say("The learning platform does not say whether the grade in this tool's own column is a pass."),
)
