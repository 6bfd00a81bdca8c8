"""What an administrator does with an institution's keys: create, import, connect, choose, retire."""

from __future__ import annotations

import json
from dataclasses import dataclass

from adapters.seals.authority import published_key
from adapters.seals.file import under_another_password
from plugin.domain.documents import SealIdentity
from plugin.domain.errors import ConflictError, InputError
from plugin.domain.mapping import as_test_organisation
from plugin.domain.plan import Institution
from plugin.domain.ports.credentials import Seal
from plugin.domain.ports.running import Clock
from plugin.domain.seal_rules import UnfitSealError, refuse_unfit
from plugin.domain.text import say
from plugin.issuers import Issuers
from plugin.key_folder import KeyFolder
from plugin.key_making import BARE_KEY_PROOFS, PUBLISHED_PROOFS, new_key
from plugin.key_ring import FILE, Key, KeyRing, KeyState, key_id_of

SEAL_PROOF = "eseal"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key as an administrator sees it; `seals_now` whether new credentials carry it."""

    key: Key
    identity: SealIdentity
    seals_now: bool


class Keys:
    """The keys of every institution here. Nothing that was issued is ever changed by any of this."""

    def __init__(self, folder: KeyFolder, issuers: Issuers, clock: Clock) -> None:
        self._folder = folder
        self._issuers = issuers
        self._clock = clock

    def lines(self, institution: Institution) -> tuple[KeyLine, ...]:
        """All its keys by proof suite, the newest first."""
        signers = self._issuers.signers(institution)
        now = {(proof, signer.identity.seal.chain[0]) for proof, signer in signers.by_proof.items()}
        ring = self._ring(institution)
        keys = [key for proof in signers.by_proof for key in ring.of(proof)]
        return tuple(KeyLine(k, self._issuers.identity(k), (k.proof, k.chain[0]) in now) for k in keys)

    def lacking(self, institution: Institution) -> tuple[str, ...]:
        """The proof suites for which a real key is chosen no more, or not yet: while there are any, all are tests."""
        ring = self._ring(institution)
        chosen = {proof: ring.current_of(proof) for proof in self._issuers.signers(institution).by_proof}
        return tuple(proof for proof, key in chosen.items() if key is None or key.is_test)

    def create(self, institution: Institution, proof: str) -> Key:
        """A new key of our making that seals from now on: for Open Badges a real one, for Europass a test seal."""
        if proof in PUBLISHED_PROOFS:
            raw = published_key(institution.organisation, self._clock.now(), self._folder.password, new_key(proof))
        else:
            raw = self._test_seal(institution, proof)
        return self._keep_file(institution, proof, raw)

    def rotate(self, institution: Institution, proof: str) -> Key:
        """A new key in the place of the one of our making; the old one keeps vouching for what it sealed."""
        current = self._ring(institution).current_of(proof)
        if proof not in PUBLISHED_PROOFS and current and not current.is_test:
            sentence = "A real seal is not made here, so it cannot be made anew here."
            raise ConflictError("key.not_ours", sentence, "Import or connect the new one; the old one stays known.")
        if proof in PUBLISHED_PROOFS and current and current.is_test:
            return self._keep_file(institution, proof, self._test_seal(institution, proof))
        return self.create(institution, proof)

    def import_file(self, institution: Institution, proof: str, raw: bytes, password: bytes) -> tuple[Key, ...]:
        """The key in a PKCS#12 file, and the badge keys that were made beside it where real ones lacked.

        InputError when the file cannot be opened, UnfitSealError when it is out of time or somebody else's.
        """
        own = under_another_password(raw, password, self._folder.password)
        self._refuse_unfit(institution, proof, self._issuers.opened(FILE, own, self._folder.password))
        return (self._keep_file(institution, proof, own), *self._badge_keys_beside(institution, proof))

    def connect(self, institution: Institution, kind: str, configuration: bytes, secret: str) -> tuple[Key, ...]:
        """A seal whose key stays where it is; refuses as `import_file`, ServiceError when it cannot be reached."""
        seal = self._issuers.opened(kind, configuration, secret.encode())
        self._refuse_unfit(institution, SEAL_PROOF, seal)
        seal.sign(b"a first signature, so that a fault shows now")
        kept = json.dumps({"configuration": configuration.decode(), "secret": secret})
        key_id = key_id_of(seal.identity.chain[0])
        file = f"{institution.id}/{key_id}.{kind}"
        self._folder.replace(file, self._folder.encrypted(kept.encode()))
        key = Key(key_id, SEAL_PROOF, kind, file, seal.identity.chain, seal.identity.is_test, self._clock.now())
        return (self._add(institution, key), *self._badge_keys_beside(institution, SEAL_PROOF))

    def use(self, institution: Institution, key_id: str) -> Key:
        """Seal with that key from now on; a retired key cannot come back."""
        key = self._ring(institution).get(key_id)
        if key.state is not KeyState.USABLE:
            raise ConflictError(
                "key.retired", say("The key {id} was retired.", id=key.id), "Create or import a new one."
            )
        refuse_unfit(self._issuers.identity(key), institution.organisation, self._clock.now())
        self._issuers.rings.change(institution.id, lambda ring: ring.with_current(key))
        return key

    def retire(self, institution: Institution, key_id: str, *, compromised: bool = False) -> Key:
        """Never seal with that key again. What it sealed keeps verifying, unless it is compromised."""
        ring = self._ring(institution)
        key = ring.get(key_id)
        if not compromised and ring.current_of(key.proof) == key:
            sentence = say("The key {id} seals at present.", id=key.id)
            raise ConflictError("key.in_use", sentence, "First create, import or use another one; then retire this.")
        state = KeyState.COMPROMISED if compromised else KeyState.RETIRED
        self._issuers.rings.change(institution.id, lambda now: now.with_state(now.get(key.id), state))
        return key

    def _ring(self, institution: Institution) -> KeyRing:
        """Its ring, with the test keys that every institution begins with."""
        self._issuers.signers(institution)
        return self._issuers.rings.read(institution.id)

    def _test_seal(self, institution: Institution, proof: str) -> bytes:
        body = as_test_organisation(institution.organisation)
        return self._issuers.authority.issue_seal(body, self._clock.now(), self._folder.password, new_key(proof))

    def _badge_keys_beside(self, institution: Institution, proof: str) -> tuple[Key, ...]:
        """Real credentials need real keys for badges too, and those need nobody else: they are made at once."""
        ring = self._ring(institution)
        seal = ring.current_of(SEAL_PROOF)
        if proof != SEAL_PROOF or not seal or seal.is_test:
            return ()
        wanted = [name for name in self._issuers.signers(institution).by_proof if name in PUBLISHED_PROOFS]
        chosen = {name: ring.current_of(name) for name in wanted}
        return tuple(self.create(institution, name) for name, key in chosen.items() if key is None or key.is_test)

    def _refuse_unfit(self, institution: Institution, proof: str, opened: Seal) -> None:
        seal = opened.identity
        refuse_unfit(seal, institution.organisation, self._clock.now())
        if (opened.algorithm == "EdDSA") is not (proof in BARE_KEY_PROOFS):
            sentence = "The key is of a kind that does not fit what it shall seal."
            raise UnfitSealError("seal.algorithm", sentence, "Use an RSA key with at least 2048 bits, or a P-256 key.")
        if proof == SEAL_PROOF and seal.self_made:
            sentence = "The certificate is signed by its own key, so nobody vouches for it."
            raise UnfitSealError("seal.self_made", sentence, "For trying, the test seal that is there does the same.")
        if proof == SEAL_PROOF and not seal.legal_identifier:
            sentence = "The certificate names no organisation identifier (2.5.4.97), which Europass demands."
            raise UnfitSealError("seal.nameless", sentence, "Ask for a certificate for electronic seals.")

    def _keep_file(self, institution: Institution, proof: str, raw: bytes) -> Key:
        identity = self._issuers.opened(FILE, raw, self._folder.password).identity
        key_id = key_id_of(identity.chain[0])
        file = f"{institution.id}/{proof}-{key_id}.p12"
        self._folder.replace(file, raw)
        return self._add(
            institution, Key(key_id, proof, FILE, file, identity.chain, identity.is_test, self._clock.now())
        )

    def _add(self, institution: Institution, key: Key) -> Key:
        def added(ring: KeyRing) -> KeyRing:
            known = next((k for k in ring.keys if (k.id, k.proof) == (key.id, key.proof)), None)
            if known and known.state is not KeyState.USABLE:
                raise InputError(
                    "key.retired", say("The key {id} was retired here before.", id=key.id), "Import another one."
                )
            return ring.with_key(key).with_current(known or key)

        self._ring(institution)  # its test keys come first, so that the ring is in order of time
        self._issuers.rings.change(institution.id, added)
        return key
