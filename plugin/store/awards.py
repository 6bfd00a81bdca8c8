"""The awards with their claims and documents. One method that writes is one transaction."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.documents import Intent, Sealed, SealedFile
from plugin.domain.errors import NotFoundError
from plugin.domain.lifecycle import Award, AwardKey, DocumentRecord, DocumentState
from plugin.domain.standing import Change, Standing, after
from plugin.domain.status import StatusSlot
from plugin.store import tables
from plugin.store.database import reading
from plugin.store.public_address import PublicAddress
from plugin.store.rows import decision_from_json, decision_to_json, facts_from_json, facts_to_json
from plugin.store.standings import log, settle
from plugin.store.status_lists import Draw, take_slot

_AWARD, _CLAIM, _DOCUMENT, _REPLACEMENT = tables.award, tables.claim, tables.document, tables.replacement
_BEGUN_ANEW = {"state": DocumentState.RESERVED.value, "proof": None, "signing_input": None, "key_url": None}
FOUND_MAX = 100


class Awards:
    """Implements the port `AwardStore`, and finds awards for pages and commands.

    draw: gives a random number below its argument, for places in status lists. address: fixed by the first real award.
    """

    def __init__(self, engine: Engine, address: PublicAddress | None = None, draw: Draw = secrets.randbelow) -> None:
        self._engine = engine
        self._address = address
        self._draw = draw

    def live(self, key: AwardKey) -> Award | None:
        """The one award that holds the place of that key: the newest, also when it is suspended or revoked."""
        with reading(self._engine) as connection:
            return _first(connection, _of_key(key))

    def get(self, award_id: str) -> Award:
        """The award of that id; NotFoundError when there is none."""
        with reading(self._engine) as connection:
            return _found(_first(connection, _awards().where(_AWARD.c.id == award_id)))

    def shared(self, share_token: str) -> Award:
        """The award behind a link that its learner may pass on; NotFoundError when there is none."""
        with reading(self._engine) as connection:
            return _found(_first(connection, _awards().where(_AWARD.c.share_token == share_token)))

    def find(self, text: str) -> tuple[Award, ...]:
        """The awards with that id, with a credential of that id, or of the learner with that identifier."""
        of_credential = select(_DOCUMENT.c.award_id).where(_DOCUMENT.c.credential_id == text)
        wanted = or_(_AWARD.c.id == text, _AWARD.c.subject == text, _AWARD.c.id.in_(of_credential))
        query = select(_AWARD.c.id).where(wanted).order_by(_AWARD.c.issued_at, _AWARD.c.id).limit(FOUND_MAX)
        with reading(self._engine) as connection:
            ids = list(connection.scalars(query))
        return tuple(self.get(award_id) for award_id in ids)

    def live_subjects(self, binding_id: str) -> dict[str, str]:
        """LMS subject to award id, for every live award of a binding."""
        query = select(_AWARD.c.subject, _AWARD.c.id).where(_AWARD.c.binding_id == binding_id, _AWARD.c.live)
        with reading(self._engine) as connection:
            return {row.subject: row.id for row in connection.execute(query)}

    def ever(self, binding_id: str) -> frozenset[str]:
        """Everybody whom the binding has ever awarded, withdrawn awards among them."""
        query = select(_AWARD.c.subject).where(_AWARD.c.binding_id == binding_id).distinct()
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(query))

    def unfinished(self, binding_id: str) -> tuple[Award, ...]:
        """The awards in force of which a document still waits for its seal, the oldest first."""
        waiting = select(_DOCUMENT.c.award_id).where(_DOCUMENT.c.state != DocumentState.SEALED.value)
        final = [standing.value for standing in Standing if standing.is_final]
        mine = _AWARD.c.live & (_AWARD.c.binding_id == binding_id) & _AWARD.c.standing.not_in(final)
        query = _awards().where(mine, _AWARD.c.id.in_(waiting))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(_AWARD.c.issued_at)).all()
            return tuple(_award(row, _documents(connection, row.id)) for row in rows)

    def reserve(self, award: Award) -> Award:
        """Keep a new award, with a place in a status list; when the key has one already, that one comes back.

        The first that is no test fixes the public address, in the same transaction.
        """
        try:
            with self._engine.begin() as connection:
                return self._keep(connection, award)
        except IntegrityError:
            existing = self.live(award.key)
            if existing is None:
                raise
            return existing

    def replace(self, award: Award, change: Change) -> Award:
        """Keep a new award in the place of the one that it supersedes, and log why.

        That one stays in force until every document of the new one is sealed. When it has a newer one already, that
        comes back; ConflictError when it cannot be replaced.
        """
        with self._engine.begin() as connection:
            old = _found(_first(connection, _awards().where(_AWARD.c.id == award.supersedes)))
            if old.superseded_by:
                return _found(_first(connection, _awards().where(_AWARD.c.id == old.superseded_by)))
            after(old.standing, change.move)
            connection.execute(update(_AWARD).where(_AWARD.c.id == old.id).values(live=False))
            kept = self._keep(connection, award)
            connection.execute(insert(_REPLACEMENT).values(award_id=award.id, replaces=old.id))
            log(connection, old.id, change)
        return kept

    def redate(self, award: Award, at: datetime) -> Award:
        """Begin the documents anew with that date; nothing happens once one of them is sealed."""
        with self._engine.begin() as connection:
            if self._fresh(connection, award).untouched:
                connection.execute(update(_AWARD).where(_AWARD.c.id == award.id).values(issued_at=at))
                connection.execute(update(_DOCUMENT).where(_DOCUMENT.c.award_id == award.id).values(_BEGUN_ANEW))
            return self._fresh(connection, award)

    def drop_intent(self, award: Award, format_name: str) -> Award:
        """Let an unsealed document be built anew, for its key is gone; a sealed one stays as it is."""
        with self._engine.begin() as connection:
            _move(connection, award, format_name, DocumentState.INTENDED, _BEGUN_ANEW)
            return self._fresh(connection, award)

    def record_intents(self, award: Award, intents: tuple[Intent, ...]) -> Award:
        """Keep the exact bytes to seal; a document that has its intent keeps the one it has."""
        with self._engine.begin() as connection:
            for intent in intents:
                values = {
                    "state": DocumentState.INTENDED.value,
                    "proof": intent.proof,
                    "signing_input": intent.signing_input,
                    "key_url": intent.key_url,
                }
                _move(connection, award, intent.format, DocumentState.RESERVED, values)
            return self._fresh(connection, award)

    def log_attempt(self, award: Award, format_name: str, at: datetime) -> None:
        """Note that a seal is about to be asked."""
        with self._engine.begin() as connection:
            values = {"award_id": award.id, "format": format_name, "at": at}
            connection.execute(insert(tables.seal_attempt).values(values))

    def save_sealed(self, award: Award, sealed: Sealed) -> Award:
        """Keep a finished file; a document that is sealed already keeps the file it has.

        With the last of them, what the award replaces is superseded.
        """
        values = {
            "state": DocumentState.SEALED.value,
            "signing_input": None,
            "data": sealed.data,
            "media_type": sealed.media_type,
            "suffix": sealed.suffix,
        }
        with self._engine.begin() as connection:
            _move(connection, award, sealed.format, DocumentState.INTENDED, values)
            settle(connection, award.id)
            return self._fresh(connection, award)

    def _keep(self, connection: Connection, award: Award) -> Award:
        kept = replace(award, slot=take_slot(connection, award.institution_id, self._draw))
        _insert(connection, kept)
        if self._address and not kept.is_test:
            self._address.fix(connection, kept.issued_at)
        return kept

    def _fresh(self, connection: Connection, award: Award) -> Award:
        return _found(_first(connection, _awards().where(_AWARD.c.id == award.id)))


def _awards() -> Select[Any]:
    columns = [c for c in _CLAIM.c if c.name != "award_id"]
    older = select(_REPLACEMENT.c.replaces).where(_REPLACEMENT.c.award_id == _AWARD.c.id)
    newer = select(_REPLACEMENT.c.award_id).where(_REPLACEMENT.c.replaces == _AWARD.c.id)
    links = older.scalar_subquery().label("supersedes"), newer.scalar_subquery().label("superseded_by")
    return select(*_AWARD.c, *columns, *links).join(_CLAIM, _CLAIM.c.award_id == _AWARD.c.id)


def _of_key(key: AwardKey) -> Select[Any]:
    same = and_(_AWARD.c.binding_id == key.binding_id, _AWARD.c.subject == key.subject, _AWARD.c.plan_id == key.plan_id)
    return _awards().where(same, _AWARD.c.live)


def _move(connection: Connection, award: Award, name: str, state: DocumentState, values: dict[str, Any]) -> None:
    here = and_(_DOCUMENT.c.award_id == award.id, _DOCUMENT.c.format == name, _DOCUMENT.c.state == state.value)
    connection.execute(update(_DOCUMENT).where(here).values(values))


def _insert(connection: Connection, award: Award) -> None:
    connection.execute(
        insert(_AWARD).values(
            id=award.id,
            binding_id=award.key.binding_id,
            subject=award.key.subject,
            plan_id=award.key.plan_id,
            institution_id=award.institution_id,
            plan_version=award.plan_version,
            subject_id=award.subject_id,
            issued_at=award.issued_at,
            share_token=award.share_token,
            digest=award.digest,
            facts=facts_to_json(award.facts),
            decision=decision_to_json(award.decision),
            live=True,
            is_test=award.is_test,
            standing=award.standing.value,
            status_list=award.slot.list_number if award.slot else None,
            status_index=award.slot.index if award.slot else None,
        )
    )
    connection.execute(insert(_CLAIM).values(_claim_values(award)))
    rows = [
        {
            "award_id": award.id,
            "format": d.format,
            "position": position,
            "credential_id": d.credential_id,
            "state": d.state.value,
        }
        for position, d in enumerate(award.documents)
    ]
    connection.execute(insert(_DOCUMENT), rows)


def _claim_values(award: Award) -> dict[str, Any]:
    claim = award.claim
    return {
        "award_id": award.id,
        "full_name": claim.full_name,
        "given_name": claim.given_name,
        "family_name": claim.family_name,
        "identifier": claim.identifier,
        "email": claim.email,
        "include_grade": claim.include_grade,
        "made_by": claim.by.value,
        "made_at": claim.at,
    }


def _found(award: Award | None) -> Award:
    if award is None:
        hint = "Check the link; it must be whole."
        raise NotFoundError("award.unknown", "There is no micro-credential under this address.", hint)
    return award


def _first(connection: Connection, query: Select[Any]) -> Award | None:
    row = connection.execute(query).first()
    if row is None:
        return None
    return _award(row, _documents(connection, row.id))


def _documents(connection: Connection, award_id: str) -> tuple[DocumentRecord, ...]:
    query = select(_DOCUMENT).where(_DOCUMENT.c.award_id == award_id).order_by(_DOCUMENT.c.position)
    return tuple(_document(row) for row in connection.execute(query))


def _award(row: Row[Any], documents: tuple[DocumentRecord, ...]) -> Award:
    return Award(
        id=row.id,
        key=AwardKey(row.binding_id, row.subject, row.plan_id),
        institution_id=row.institution_id,
        plan_version=row.plan_version,
        subject_id=row.subject_id,
        issued_at=row.issued_at,
        share_token=row.share_token,
        digest=row.digest,
        facts=facts_from_json(row.facts),
        decision=decision_from_json(row.decision),
        claim=Claim(
            full_name=row.full_name,
            include_grade=row.include_grade,
            by=ClaimedBy(row.made_by),
            at=row.made_at,
            given_name=row.given_name,
            family_name=row.family_name,
            identifier=row.identifier,
            email=row.email,
        ),
        documents=documents,
        is_test=row.is_test,
        slot=None if row.status_list is None else StatusSlot(row.status_list, row.status_index),
        standing=Standing(row.standing),
        supersedes=row.supersedes,
        superseded_by=row.superseded_by,
    )


def _document(row: Row[Any]) -> DocumentRecord:
    intent = Intent(row.format, row.proof, row.signing_input, row.key_url) if row.signing_input else None
    sealed = Sealed(SealedFile(row.format, row.data, row.media_type, row.suffix)) if row.data else None
    return DocumentRecord(row.format, row.credential_id, DocumentState(row.state), intent, sealed)
