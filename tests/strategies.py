"""Micro-credentials of every kind, for properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from plugin.domain import vocabulary
from plugin.domain.elements import (
    Assessment,
    Cycle,
    DoesNotApply,
    FurtherInformation,
    GradeAchieved,
    GradingScheme,
    Identifier,
    LearnerIdentity,
    LearningOutcome,
    Level,
    MicroCredential,
    Participation,
    Place,
    QualityAssurance,
    Skill,
    Stackability,
    Workload,
)
from plugin.domain.eligibility import GradeThreshold, GradeUnit, Rule
from plugin.domain.intake.entry import line
from plugin.domain.plan import FORMATS, CredentialPlan, Institution
from plugin.domain.text import LocalText
from tests.factories import ISSUED_AT, sample_agency, sample_micro, sample_organisation

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)
LANGUAGES = st.sampled_from([("en",), ("de", "en"), ("el", "fr", "en")])
NUMBERS = st.decimals(min_value=Decimal("0.1"), max_value=Decimal("900"), places=1)


def texts(languages: tuple[str, ...]) -> st.SearchStrategy[LocalText]:
    """Words in each language."""
    return st.tuples(*(WORDS for _ in languages)).map(
        lambda words: LocalText(tuple(zip(languages, words, strict=True)))
    )


def concepts(values: vocabulary.ConceptList) -> st.SearchStrategy[vocabulary.Concept]:
    """Entries of an official list."""
    return st.sampled_from(sorted(values, key=lambda concept: concept.iri)[:40])


LEVELS = st.one_of(
    st.just(DoesNotApply()),
    st.builds(
        Level,
        eqf=concepts(vocabulary.EQF_LEVELS),
        national=st.none() | concepts(vocabulary.NATIONAL_LEVELS),
        cycle=st.none() | st.sampled_from(Cycle),
    ),
)
WORKLOADS = st.one_of(st.builds(Workload, ects=NUMBERS, hours=st.none() | NUMBERS), st.builds(Workload, hours=NUMBERS))
LEARNERS = st.builds(
    LearnerIdentity,
    full_name=WORDS,
    given_name=st.none() | WORDS,
    family_name=st.none() | WORDS,
    identifier=st.none() | WORDS,
    email=st.none() | st.just("ada@zed.example"),
)


@st.composite
def grades(draw: st.DrawFn, languages: tuple[str, ...]) -> GradeAchieved | None:
    """A grade on some scale, or none."""
    if draw(st.booleans()):
        return None
    scheme = draw(st.none() | st.builds(GradingScheme, texts(languages), st.none() | texts(languages)))
    return GradeAchieved(draw(NUMBERS), Decimal(0), draw(NUMBERS), draw(st.none() | st.sampled_from("ABC")), scheme)


@st.composite
def further(draw: st.DrawFn, languages: tuple[str, ...]) -> FurtherInformation | None:
    """Further information with some of its parts, or none."""
    if draw(st.booleans()):
        return None
    return FurtherInformation(
        note=draw(st.none() | texts(languages)),
        homepage=draw(st.none() | st.just("https://zed.example/course")),
        course_code=draw(st.none() | st.just("DE-101")),
        fields=tuple(draw(st.lists(concepts(vocabulary.FIELDS), max_size=2, unique=True))),
        started_on=draw(st.none() | st.just(ISSUED_AT.date())),
    )


@st.composite
def micros(draw: st.DrawFn) -> MicroCredential:
    """Any complete micro-credential."""
    languages = draw(LANGUAGES)
    outcomes = st.builds(
        LearningOutcome,
        title=texts(languages),
        kind=st.none() | concepts(vocabulary.OUTCOME_KINDS),
        reuse=st.none() | concepts(vocabulary.REUSE_LEVELS),
        skills=st.just(()) | st.just((Skill("http://data.europa.eu/esco/skill/5fd5c985", "develop content"),)),
    )
    quality = st.builds(
        QualityAssurance, concepts(vocabulary.QUALITY_ASSURANCE), texts(languages), st.just(sample_agency())
    )
    place = Place(
        draw(concepts(vocabulary.COUNTRIES)),
        draw(st.none() | st.just("IRL_CTH_DUB")),
        draw(st.none() | st.just("Dublin city")),
    )
    kinds = draw(st.lists(concepts(vocabulary.ASSESSMENTS), min_size=1, max_size=3, unique=True))
    return replace(
        sample_micro(),
        learner=draw(LEARNERS),
        title=draw(texts(languages)),
        country=place,
        awarding_body=sample_organisation(legal_name=draw(texts(languages)), place=place),
        learning_outcomes=tuple(draw(st.lists(outcomes, min_size=1, max_size=3))),
        workload=draw(WORKLOADS),
        level=draw(LEVELS),
        assessment=Assessment(tuple(kinds), draw(st.none() | texts(languages))),
        participation=Participation(draw(concepts(vocabulary.PARTICIPATION))),
        quality_assurance=tuple(draw(st.lists(quality, min_size=1, max_size=2))),
        prerequisites=draw(st.none() | texts(languages)),
        supervision=draw(st.none() | concepts(vocabulary.SUPERVISION)),
        grade=draw(grades(languages)),
        stackability=draw(st.none() | st.builds(Stackability, st.booleans(), st.none() | texts(languages))),
        further_information=draw(further(languages)),
        description=draw(texts(languages)),
        languages=languages,
        valid_until=draw(st.none() | st.just(ISSUED_AT + timedelta(days=365))),
    )


TIDY_WORDS = WORDS.map(line)
THRESHOLDS = st.builds(
    GradeThreshold,
    st.decimals(min_value=Decimal(0), max_value=Decimal(100), places=5),
    st.sampled_from(GradeUnit),
)
RULES = st.one_of(st.builds(Rule, st.booleans(), THRESHOLDS), st.just(Rule()))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Institution, CredentialPlan]:
    """Any plan that a plan file can hold, from nothing but an id to one with every element, and its institution."""
    micro = draw(micros())
    keep = draw(st.sets(st.sampled_from(_LEFT_OUT)))
    place = Place(vocabulary.COUNTRIES.find("IE"), *draw(st.sampled_from(_REGIONS)))
    name = LocalText(tuple((language, line(text)) for language, text in micro.awarding_body.legal_name))
    identifiers = tuple(draw(st.lists(st.builds(Identifier, TIDY_WORDS, TIDY_WORDS), max_size=2)))
    changes = {"legal_name": name, "place": place, "address": draw(st.none() | st.just("A street 1\nDublin"))}
    body = sample_organisation(**changes, identifiers=identifiers, short_name=draw(st.none() | TIDY_WORDS))
    further = micro.further_information
    scheme = micro.grade.scheme if micro.grade else None
    plan = CredentialPlan(
        id="a-plan",
        version=draw(st.integers(1, 9999)),
        languages=micro.languages,
        title=tidy(micro.title),
        description=tidy(micro.description),
        learning_outcomes=tuple(replace(o, title=tidied(o.title)) for o in micro.learning_outcomes),
        workload=Workload(draw(st.none() | CREDITS), draw(NUMBERS)),
        level=micro.level,
        assessment=replace(micro.assessment, title=tidy(micro.assessment.title)),
        participation=Participation(micro.participation.mode, draw(st.none() | concepts(vocabulary.SETTINGS))),
        quality_assurance=tuple(replace(q, title=tidied(q.title)) for q in micro.quality_assurance),
        prerequisites=tidy(micro.prerequisites),
        supervision=micro.supervision,
        grading_scheme=GradingScheme(tidied(scheme.title), tidy(scheme.description)) if scheme else None,
        stackability=replace(micro.stackability, counts_towards=tidy(micro.stackability.counts_towards))
        if micro.stackability
        else None,
        further_information=replace(further, note=tidy(further.note)) if further else None,
        valid_months=draw(st.none() | st.integers(1, 1200)),
        rule=draw(RULES),
        formats=draw(st.sampled_from([FORMATS, FORMATS[:1], FORMATS[::-1]])),
        include_grade=draw(st.booleans()),
        catalogue=draw(st.booleans()),
    )
    return Institution("zed", body), replace(plan, **{key: () if key.endswith("s") else None for key in keep})


CREDITS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(300), places=2)
_REGIONS = [(None, None), (None, "Dublin city"), ("IRL_CTH_DUB", "Dublin city")]
_LEFT_OUT = ["title", "description", "learning_outcomes", "workload", "level", "assessment", "participation"]


def tidied(text: LocalText) -> LocalText:
    """The text as `entry.line` leaves it."""
    return LocalText(tuple((language, line(words)) for language, words in text))


def tidy(text: LocalText | None) -> LocalText | None:
    """The same for a text that may be left out."""
    return tidied(text) if text else None
