"""Each institution's seals, and what it shows the world of them. For now every seal is a test seal of our making."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from adapters.lookup.https import HttpsLookup
from adapters.lookup.known import KnownLookup
from adapters.proofs.publication import issuer_identity, publication
from adapters.seals.authority import TestAuthority
from adapters.seals.file import FileSeal
from plugin.domain.documents import WebFile
from plugin.domain.mapping import as_test_organisation
from plugin.domain.plan import Institution
from plugin.domain.ports import Clock, TrustAnchor, WebLookup
from plugin.issuing.press import Signer, Signers
from plugin.key_folder import KeyFolder
from plugin.key_making import BARE_KEY_PROOFS, new_key

BADGE_PROOF = "jws"  # the proof whose key the issuer publishes itself; all others carry a certificate


class Issuers:
    """Makes an institution's keys at first use, and parses each once."""

    def __init__(self, keys: KeyFolder, public_url: str, proofs: tuple[str, ...], clock: Clock) -> None:
        self._keys = keys
        self._public_url = public_url
        self._proofs = proofs
        self._clock = clock
        self._signers: dict[str, Signers] = {}

    @cached_property
    def authority(self) -> TestAuthority:
        """This installation's own test authority."""
        password = self._keys.password
        raw = self._keys.keep("test-authority.p12", lambda: TestAuthority.create(self._clock.now(), password))
        return TestAuthority(raw, password)

    @property
    def anchors(self) -> tuple[TrustAnchor, ...]:
        """Our own test authority, known as such."""
        return (TrustAnchor(self.authority.certificate, is_test=True),)

    def signers(self, institution: Institution) -> Signers:
        """The institution's signers, one key for each proof suite."""
        if institution.id not in self._signers:
            by_proof = {proof: self._signer(institution, proof) for proof in self._proofs}
            web = KnownLookup(self._published(institution, by_proof), HttpsLookup())
            self._signers[institution.id] = Signers(by_proof, self.anchors, web)
        return self._signers[institution.id]

    def published(self, institution: Institution) -> tuple[WebFile, ...]:
        """What anyone may fetch to check the institution's credentials."""
        return self._published(institution, self.signers(institution).by_proof)

    def known(self, institutions: tuple[Institution, ...], beyond: WebLookup) -> KnownLookup:
        """Our own institutions known without a look-up, and `beyond` for everything else."""
        files = chain.from_iterable(self.published(institution) for institution in institutions)
        return KnownLookup(tuple(files), beyond)

    def _published(self, institution: Institution, by_proof: Mapping[str, Signer]) -> tuple[WebFile, ...]:
        body = as_test_organisation(institution.organisation)
        bare = tuple(by_proof[proof].identity.seal.chain[0] for proof in BARE_KEY_PROOFS if proof in by_proof)
        return publication(by_proof[BADGE_PROOF].identity, body, bare)

    def _signer(self, institution: Institution, proof: str) -> Signer:
        password, body = self._keys.password, as_test_organisation(institution.organisation)
        raw = self._keys.keep(
            f"{institution.id}/{proof}.p12",
            lambda: self.authority.issue_seal(body, self._clock.now(), password, new_key(proof)),
        )
        seal = FileSeal(raw, password, self.authority.certificate)
        return Signer(issuer_identity(self._public_url, institution.id, seal.identity), seal)
