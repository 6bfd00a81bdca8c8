"""Publishing what was withdrawn: a status list is sealed when it is asked for and changed since."""

from __future__ import annotations

from plugin.domain.documents import WebFile
from plugin.domain.plan import Institution
from plugin.domain.status import StatusList
from plugin.issuing.check import check_list
from plugin.issuing.press import Press, Signer


def published_list(institution: Institution, number: int, press: Press) -> WebFile | None:
    """An institution's list as anyone may fetch it, sealed; None when there is no such list."""
    listed = press.lists.get(institution.id, number)
    if listed is None:
        return None
    signer = press.signers(institution).by_proof[press.status.proof]
    sealed = listed.sealed or _seal(listed, signer, press)
    media_type = press.proofs[press.status.proof].media_type
    return WebFile(press.status.list_url(signer.identity, number), media_type, sealed)


def published_lists(institution: Institution, press: Press) -> tuple[WebFile, ...]:
    """All of an institution's lists."""
    found = (published_list(institution, number, press) for number in press.lists.numbers(institution.id))
    return tuple(file for file in found if file)


def _seal(listed: StatusList, signer: Signer, press: Press) -> bytes:
    suite, at = press.proofs[press.status.proof], press.clock.now().replace(microsecond=0)
    checked = check_list(press.status.document(signer.identity, listed, at), listed, press.status)
    sealed = suite.seal(suite.intend(checked, signer.identity, at, signer.seal.algorithm), signer.seal)
    press.lists.keep_sealed(listed, sealed.data)
    return sealed.data
