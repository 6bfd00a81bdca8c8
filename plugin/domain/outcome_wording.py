"""Advice on the wording of a learning outcome: it says what somebody can do, so it begins with a verb one can observe.

After CEDEFOP, Defining, writing and applying learning outcomes (2017): active verbs, no "know" or "understand". The
lists are our own choice of common words. English only; other languages put their verb elsewhere and get no advice.
"""

from __future__ import annotations

import re

from plugin.domain.text import say

LONG = 300  # characters; beyond, an outcome usually holds several
_OPENINGS = re.compile(
    r"^(the )?(learners?|students?|participants?|you|they)?\s*(will be able to|are able to|is able to|be able to"
    r"|able to|will|can|should|to)?\s+",
    re.IGNORECASE,
)
_VAGUE = {
    "understand": "explain",
    "know": "state",
    "learn": "apply",
    "appreciate": "discuss",
    "grasp": "describe",
    "realise": "explain",
    "realize": "explain",
    "familiarise": "use",
    "familiarize": "use",
    "comprehend": "explain",
    "gain": "apply",
}
_OBSERVABLE = """
achieve act adapt address adhere advise agree align allocate analyse analyze answer anticipate appraise apply argue
arrange articulate assemble assess assign assist assure audit balance bring build calculate calibrate care carry
categorise categorize check choose cite clarify classify coach code collaborate collect combine comment communicate
compare compile complete compose compute conclude conduct configure connect consider construct consult contribute
control convert cooperate coordinate correct cost create criticise critique deal debate debug decide deduce defend
define deliver demonstrate deploy derive describe design detect determine develop devise diagnose differentiate
discover discuss display dispose distinguish document draft draw edit elaborate elicit employ engage ensure
establish estimate evaluate examine execute experiment explain explore express extract facilitate find fit follow
forecast formulate generate give guide handle help identify illustrate implement improve indicate infer inform
initiate inspect install integrate interact interpret interview introduce investigate judge justify keep label lead
limit link list listen locate maintain make manage map mark match measure mediate mentor minimise mitigate model
modify monitor motivate name navigate negotiate observe obtain operate optimise optimize order organise organize
outline participate perform persuade place plan play position practise practice predict prepare present prevent
prioritise prioritize process produce program programme promote propose protect prototype prove provide publish
query question rank read recall recognise recognize recommend reconstruct record reduce refer refine reflect relate
remove repair repeat replace report represent research resolve respect respond restore review revise run sample
secure select separate set shape share show simulate sketch solve sort speak specify state structure summarise
summarize supervise support synthesise synthesize take teach test trace track train transfer translate treat
troubleshoot turn update use validate verify visualise visualize weigh work write
"""
_VERBS = frozenset(_OBSERVABLE.split())


def wording(outcome: str) -> tuple[str, str] | None:
    """What could be worded better in an English outcome, and how; None when nothing strikes."""
    text = outcome.strip()
    if len(text) > LONG:
        return say("It is long, and probably holds several outcomes."), say(
            "Make one outcome of each thing that is assessed."
        )
    first = _first_word(text)
    if first in _VAGUE:
        better = say("Say what shows it, for example “{vague} …”.", vague=_VAGUE[first])
        return say("“{first}” cannot be observed or assessed.", first=first.capitalize()), better
    if first not in _VERBS:
        return (
            say("It does not begin with a verb that we know."),
            say("Begin with what the learner can do: “Explain …”, “Build …”."),
        )
    return None


def _first_word(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", _OPENINGS.sub("", f"{text} ", count=1).casefold())
    adverb = len(words) > 1 and words[0].endswith("ly")
    return words[int(adverb)] if words else ""
