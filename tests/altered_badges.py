"""Badges altered at random, as strangers and attackers might write them; the same seed alters alike."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

Badge = dict[str, Any]
TEXTS = (
    "",
    " ",
    "ünï",
    "李 龙",
    'a"b\\c',
    "tab\tline\nreturn\r",
    "\x07",
    "\x7f",
    "😀",
    "\u2028",
    "x" * 300,
    "_:b0",
    "1e-7",
)
VALUES = (0, 1, -3, 2.5, 3.0, 10.05, 1e-7, 1e21, 2**53, 123456.789, 0.0001, True, False, None, [], {}, [[]])
ADDRESSES = (
    "urn:uuid:1",
    "_:b0",
    "_:c14n0",
    "relative",
    "https://zed.example/a b",
    "did:web:zed.example",
    "xsd:string",
    "id:x",
    "",
)
TAGGED = (
    {"@value": "hello", "@language": "en-GB"},
    {"@value": "x"},
    {"@value": 3},
    {"@language": "en"},
    {"@value": "x", "@type": "xsd:date"},
)
PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
    "proofValue": "z1",
}


def altered(badge: Badge, seed: int) -> Badge:
    """The badge with one or two alterations."""
    random, changed = Random(seed), copy.deepcopy(badge)  # noqa: S311 - nothing secret
    for _ in range(random.randint(1, 2)):
        random.choice(ALTERATIONS)(changed, random)
    return changed


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every member and every entry below, as its holder and key; contexts are left alone."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        if key != "@context":
            yield value, key
            yield from places(inner)


def objects(badge: Badge) -> list[dict[str, Any]]:
    """Every object in it, the badge first."""
    return [badge, *(holder[key] for holder, key in places(badge) if isinstance(holder[key], dict))]


def drop(badge: Badge, random: Random) -> None:
    holder, key = random.choice(list(places(badge)))
    del holder[key]


def repeat(badge: Badge, random: Random) -> None:
    lists = [holder[key] for holder, key in places(badge) if isinstance(holder[key], list) and holder[key]]
    if lists:
        chosen = random.choice(lists)
        chosen.append(copy.deepcopy(random.choice(chosen)))


def nest(badge: Badge, random: Random) -> None:
    holder, key = random.choice(list(places(badge)))
    holder[key] = [holder[key]]


def unnest(badge: Badge, random: Random) -> None:
    found = [(h, k) for h, k in places(badge) if isinstance(h[k], list) and len(h[k]) == 1]
    if found:
        holder, key = random.choice(found)
        holder[key] = holder[key][0]


def replace(badge: Badge, random: Random) -> None:
    holder, key = random.choice(list(places(badge)))
    holder[key] = copy.deepcopy(random.choice((*TEXTS, *VALUES, *TAGGED)))


def retext(badge: Badge, random: Random) -> None:
    found = [(h, k) for h, k in places(badge) if isinstance(h[k], str) and k in ("name", "description", "narrative")]
    if found:
        holder, key = random.choice(found)
        holder[key] = random.choice(TEXTS)


def rename(badge: Badge, random: Random) -> None:
    random.choice(objects(badge))["id"] = random.choice(ADDRESSES)


def move(badge: Badge, random: Random) -> None:
    """A part of one object in another, where it may mean something else or nothing."""
    giver, taker = (random.choice(objects(badge)) for _ in range(2))
    names = [name for name in giver if name != "@context"]
    if names:
        name = random.choice(names)
        taker[name] = copy.deepcopy(giver[name])


def retype(badge: Badge, random: Random) -> None:
    kinds = ("Profile", "Achievement", "Result", "VerifiableCredential", "Unheard", "Evidence", "EndorsementSubject")
    random.choice(objects(badge))["type"] = random.sample(kinds, random.randint(1, 2))


def recontext(badge: Badge, random: Random) -> None:
    """A context where none is expected, or none where one is."""
    random.choice(objects(badge))["@context"] = random.choice((None, [], "x", [{}], badge.get("@context")))


def extend(badge: Badge, random: Random) -> None:
    """Parts that badges of others have."""
    achievement = badge.get("credentialSubject")
    achievement = achievement.get("achievement") if isinstance(achievement, dict) else None
    holder = achievement if isinstance(achievement, dict) and random.random() < 0.6 else badge
    name, value = random.choice(list(_extensions(badge).items()))
    holder[name] = value


def _extensions(badge: Badge) -> dict[str, Any]:
    subject = {"id": "urn:uuid:2", "type": ["EndorsementSubject"], "endorsementComment": "well done"}
    endorsement = {
        "@context": copy.deepcopy(badge.get("@context", [])),
        "id": "urn:uuid:3",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": "did:web:agency.example", "type": ["Profile"], "name": "Agency"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": subject,
    }
    description = {"type": ["ResultDescription"], "name": "Level", "resultType": "LetterGrade"}
    return {
        "endorsement": [endorsement],
        "evidence": [{"type": ["Evidence"], "name": "Essay", "narrative": "# Title"}, {"type": ["Evidence"]}],
        "tag": ["ethics", "data", "ethics"],
        "creator": copy.deepcopy(badge.get("issuer")),
        "image": {"id": "https://zed.example/i.png", "type": "Image", "caption": "A badge"},
        "credentialSchema": [{"id": "https://zed.example/s", "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": "https://zed.example/l#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://zed.example/l",
        },
        "resultDescription": [
            {"id": "urn:uuid:4", **description, "allowedValue": ["F", "E", "D"]},
            {"id": "urn:uuid:5", **description, "allowedValue": ["A", "D"], "requiredValue": "D"},
        ],
        "related": [{"id": "https://zed.example/b", "type": ["Related"], "inLanguage": "de"}],
        "proof": [dict(PROOF)],
    }


ALTERATIONS: tuple[Callable[[Badge, Random], None], ...] = (
    drop,
    repeat,
    nest,
    unnest,
    replace,
    retext,
    rename,
    move,
    retype,
    recontext,
    extend,
    extend,
    retext,
)
