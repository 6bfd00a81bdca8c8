"""Each institution's seals, and what it shows the world of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import chain

from cryptography import x509

from adapters.lookup.https import HttpsLookup
from adapters.lookup.known import KnownLookup
from adapters.proofs.publication import issuer_identity, publication
from adapters.seals.authority import TestAuthority
from adapters.seals.certificates import algorithm_of, identity_of
from plugin.domain.documents import SealIdentity, WebFile
from plugin.domain.elements import Organisation
from plugin.domain.errors import InputError
from plugin.domain.mapping import as_test_organisation
from plugin.domain.plan import Institution
from plugin.domain.ports.credentials import Seal, TrustAnchor, WebLookup
from plugin.domain.ports.running import Clock
from plugin.domain.text import say
from plugin.issuing.press import Signer, Signers
from plugin.kept_seal import KeptSeal
from plugin.key_folder import KeyFolder
from plugin.key_making import BADGE_PROOF, PUBLISHED_PROOFS, new_key
from plugin.key_ring import FILE, Key, KeyRing, KeyRings, KeyState, key_id_of

SealKinds = Mapping[str, Callable[[bytes, bytes, bytes], Seal]]
Kept = tuple[tuple[int, int] | None, Organisation, Signers]


class Issuers:
    """Makes an institution's test keys at first use, and parses each key once.

    An institution issues real credentials once every proof suite has a real key; until then all are tests.
    trusted: authorities that the administrator trusts besides, such as those that stamp the time.
    """

    def __init__(
        self,
        keys: KeyFolder,
        public_url: str,
        proofs: tuple[str, ...],
        clock: Clock,
        kinds: SealKinds,
        trusted: tuple[TrustAnchor, ...] = (),
    ) -> None:
        self._keys = keys
        self._public_url = public_url
        self._proofs = proofs
        self._clock = clock
        self._kinds = kinds
        self._trusted = trusted
        self._signers: dict[str, Kept] = {}
        self._seals: dict[tuple[str, str], KeptSeal] = {}
        self.rings = KeyRings(keys)

    @cached_property
    def authority(self) -> TestAuthority:
        """This installation's own test authority."""
        password = self._keys.password
        raw = self._keys.keep("test-authority.p12", lambda: TestAuthority.create(self._clock.now(), password))
        return TestAuthority(raw, password)

    @property
    def anchors(self) -> tuple[TrustAnchor, ...]:
        """Our own test authority, known as such, and the real seals that an administrator brought here."""
        rings = (self.rings.read(institution_id) for institution_id in self.rings.institutions())
        return (self._own_anchor, *chain.from_iterable(_anchors(ring) for ring in rings))

    def signers(self, institution: Institution) -> Signers:
        """The institution's signers, one key for each proof suite."""
        stamp, kept = self.rings.stamp(institution.id), self._signers.get(institution.id)
        if kept is None or stamp is None or kept[:2] != (stamp, institution.organisation):
            ring = self._with_test_keys(institution)  # read after the stamp: a change in between is seen next time
            kept = stamp, institution.organisation, self._made(institution, ring)
            self._signers[institution.id] = kept
        return kept[2]

    def published(self, institution: Institution) -> tuple[WebFile, ...]:
        """What anyone may fetch to check the institution's credentials."""
        signer = self.signers(institution).by_proof[BADGE_PROOF]
        return self._published(institution, signer, self.rings.read(institution.id))

    def known(self, institutions: tuple[Institution, ...], beyond: WebLookup) -> KnownLookup:
        """Our own institutions known without a look-up, and `beyond` for everything else."""
        files = chain.from_iterable(self.published(institution) for institution in institutions)
        return KnownLookup(tuple(files), beyond)

    def identity(self, key: Key) -> SealIdentity:
        """What a key's certificate says."""
        return identity_of(tuple(x509.load_der_x509_certificate(der) for der in key.chain), is_test=key.is_test)

    def opened(self, kind: str, configuration: bytes, secret: bytes) -> Seal:
        """A seal of that kind, open; InputError for a kind that is not installed."""
        if kind not in self._kinds:
            known = ", ".join(self._kinds)
            raise InputError(
                "seal.kind",
                say("There is no kind of seal called “{kind}”.", kind=kind),
                say("There are: {known}.", known=known),
            )
        return self._kinds[kind](configuration, secret, self.authority.certificate)

    @property
    def _own_anchor(self) -> TrustAnchor:
        return TrustAnchor(self.authority.certificate, is_test=True)

    def _made(self, institution: Institution, ring: KeyRing) -> Signers:
        by_proof = {proof: self._signer(institution, self._active(ring, proof)) for proof in self._proofs}
        web = KnownLookup(self._published(institution, by_proof[BADGE_PROOF], ring), HttpsLookup())
        others = {
            proof: tuple(self._signer(institution, key) for key in _usable(ring, proof)) for proof in self._proofs
        }
        return Signers(by_proof, (self._own_anchor, *_anchors(ring), *self._trusted), web, others)

    def _active(self, ring: KeyRing, proof: str) -> Key:
        current = [ring.current_of(name) for name in self._proofs]
        real = all(key and not key.is_test for key in current)
        chosen = ring.current_of(proof)
        if chosen and (real or chosen.is_test):
            return chosen
        return next(key for key in _usable(ring, proof) if key.is_test)

    def _with_test_keys(self, institution: Institution) -> KeyRing:
        """The ring, with a test key wherever there is neither a real one nor one for tests."""
        ring = self.rings.read(institution.id)
        lacking = [proof for proof in self._proofs if ring.current_of(proof) is None or self._lacks_test(ring, proof)]
        keys = [self._test_key(institution, proof, ring) for proof in lacking if self._lacks_test(ring, proof)]
        if not lacking:
            return ring
        return self.rings.change(institution.id, lambda now: _with_tests(now, keys, lacking))

    def _lacks_test(self, ring: KeyRing, proof: str) -> bool:
        real = all(key and not key.is_test for key in map(ring.current_of, self._proofs))
        return not real and not any(key.is_test for key in _usable(ring, proof))

    def _test_key(self, institution: Institution, proof: str, ring: KeyRing) -> Key:
        """A new one in a file that no key of the ring has; of two processes that make it at once, both get one."""
        password, body = self._keys.password, as_test_organisation(institution.organisation)
        number = len(ring.of(proof))
        file, now = f"{institution.id}/{proof}{f'-test-{number}' if number else ''}.p12", self._clock.now()
        raw = self._keys.keep(file, lambda: self.authority.issue_seal(body, now, password, new_key(proof)))
        opened = self.opened(FILE, raw, password).identity
        return Key(key_id_of(opened.chain[0]), proof, FILE, file, opened.chain, True, now)

    def _published(self, institution: Institution, signer: Signer, ring: KeyRing) -> tuple[WebFile, ...]:
        body = institution.organisation
        shown = as_test_organisation(body) if signer.identity.seal.is_test else body
        keys = chain.from_iterable(ring.of(proof) for proof in PUBLISHED_PROOFS)
        kept = [key for key in keys if key.state is not KeyState.COMPROMISED]
        return publication(signer.identity, shown, tuple(key.chain[0] for key in kept))

    def _signer(self, institution: Institution, key: Key) -> Signer:
        place = (institution.id, f"{key.proof}/{key.id}")
        if place not in self._seals:
            algorithm = algorithm_of(x509.load_der_x509_certificate(key.chain[0]))
            self._seals[place] = KeptSeal(self.identity(key), algorithm, lambda: self._open(key))
        seal = self._seals[place]
        return Signer(issuer_identity(self._public_url, institution.id, seal.identity), seal)

    def _open(self, key: Key) -> Seal:
        raw = self._keys.read(key.file) or b""
        if key.kind == FILE:
            return self.opened(FILE, raw, self._keys.password)
        kept = json.loads(self._keys.decrypted(raw))
        return self.opened(key.kind, kept["configuration"].encode(), kept["secret"].encode())


def _with_tests(ring: KeyRing, keys: list[Key], lacking: list[str]) -> KeyRing:
    for key in keys:
        ring = ring.with_key(key)
    for proof in lacking:
        tests = [key for key in _usable(ring, proof) if key.is_test]
        if ring.current_of(proof) is None and tests:
            ring = ring.with_current(tests[0])
    return ring


def _usable(ring: KeyRing, proof: str) -> tuple[Key, ...]:
    return tuple(key for key in ring.of(proof) if key.state is KeyState.USABLE)


def _anchors(ring: KeyRing) -> tuple[TrustAnchor, ...]:
    """The certificates of real seals: whoever imported one says that it is the institution's."""
    real = (
        k
        for k in ring.keys
        if not k.is_test and k.proof not in PUBLISHED_PROOFS and k.state is not KeyState.COMPROMISED
    )
    return tuple(TrustAnchor(key.chain[0], is_test=False) for key in real)
