"""A rule as JSON and back, for stores: the same keys as in a plan file."""

from __future__ import annotations

import json

from plugin.domain.intake.plan_problem import PlanFileError, Problem
from plugin.domain.intake.plan_rule import rule_from, rule_table
from plugin.domain.intake.plan_table import Table
from plugin.domain.rule import Rule


def rule_to_json(rule: Rule) -> str:
    """The same text for the same rule, however it was written."""
    return json.dumps(rule_table(rule), ensure_ascii=False, sort_keys=True)


def rule_from_json(text: str) -> Rule:
    """What `rule_to_json` kept; PlanFileError when somebody changed it into no rule."""
    problems: list[Problem] = []
    table = Table(json.loads(text), "rule", ("en",), problems)
    rule = rule_from(table)
    table.close()
    if problems or rule is None:
        raise PlanFileError(tuple(problems))
    return rule
