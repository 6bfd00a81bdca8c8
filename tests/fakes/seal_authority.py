"""A trust service provider of our own: a root, and seals for whom a test says. Nothing in it says “test”."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from adapters.seals.authority import TestAuthority
from plugin.domain.elements import Organisation
from tests.fakes.issuer import PASSWORD


@cache
def provider() -> TestAuthority:
    """An authority that is not this installation's own, so that its seals are no test seals."""
    return TestAuthority(TestAuthority.create(now() - timedelta(days=3000), PASSWORD), PASSWORD)


def real_seal(organisation: Organisation, at: datetime | None = None) -> bytes:
    """A PKCS#12 file under `PASSWORD`, valid for five years from that moment."""
    return provider().issue_seal(organisation, at or now(), PASSWORD)


def now() -> datetime:
    """The real time: commands in processes of their own know no other."""
    return datetime.now(UTC)
