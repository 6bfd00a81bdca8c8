"""What issuing works with, handed in as values so that nothing here reaches out by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plugin.domain.claim import Claim
from plugin.domain.documents import Intent, IssuerIdentity
from plugin.domain.errors import ServiceError
from plugin.domain.facts import LearnerFacts
from plugin.domain.lifecycle import AwardKey
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.ports.awards import AwardStore, PlanStore, StandingStore, StatusListStore
from plugin.domain.ports.credentials import CredentialFormat, ProofSuite, Seal, StatusMethod, TrustAnchor, WebLookup
from plugin.domain.ports.presenting import Container, Renderer
from plugin.domain.ports.running import Clock
from plugin.domain.text import say


@dataclass(frozen=True, slots=True)
class Signer:
    """Who an institution is to one proof suite, and the seal it signs with there."""

    identity: IssuerIdentity
    seal: Seal


@dataclass(frozen=True, slots=True)
class Signers:
    """One institution's signers by proof suite, and what its own seals are checked against.

    others: further keys that may still seal what was begun before they were replaced, newest first.
    """

    by_proof: Mapping[str, Signer]
    anchors: tuple[TrustAnchor, ...]
    web: WebLookup
    others: Mapping[str, tuple[Signer, ...]] = field(default_factory=dict)

    @property
    def are_tests(self) -> bool:
        """Whether any seal is a test seal: then every document of an award is marked as a test."""
        return any(signer.identity.seal.is_test for signer in self.by_proof.values())

    def to_begin(self, proof: str, is_test: bool) -> Signer:
        """Who seals a new document of an award that is a test, or is not; ServiceError when nobody can at present."""
        for signer in self._all(proof):
            if signer.identity.seal.is_test is is_test:
                return signer
        kind = "test" if is_test else "real"
        sentence = say("This was begun with a {kind} seal, and there is none now.", kind=kind)
        raise ServiceError("seal.gone", sentence, "Nothing is lost. An administrator can bring it back: twinseal keys")

    def of_intent(self, intent: Intent) -> Signer | None:
        """The only one who may seal that intent; None when its key is gone."""
        return next((s for s in self._all(intent.proof) if s.identity.key_url == intent.key_url), None)

    def _all(self, proof: str) -> tuple[Signer, ...]:
        return (self.by_proof[proof], *self.others.get(proof, ()))


@dataclass(frozen=True, slots=True)
class Press:
    """Stores, adapters, clock and randomness. `new_id` gives UUIDs, `new_token` secrets of 43 characters."""

    awards: AwardStore
    standings: StandingStore
    lists: StatusListStore
    plans: PlanStore
    formats: Mapping[str, CredentialFormat]
    proofs: Mapping[str, ProofSuite]
    containers: Mapping[str, Container]
    status: StatusMethod
    renderer: Renderer
    signers: Callable[[Institution], Signers]
    clock: Clock
    new_id: Callable[[], str]
    new_token: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks to be issued. `digest` names the facts and the claim as they were given."""

    key: AwardKey
    institution: Institution
    plan: CredentialPlan
    facts: LearnerFacts
    claim: Claim
    digest: str
