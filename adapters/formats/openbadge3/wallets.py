"""The same badge for wallets, which want its seal inside (Data Integrity) rather than around it (VC-JWT)."""

from __future__ import annotations

from adapters.formats.openbadge3 import OpenBadge3
from plugin.domain.text import say


class WalletBadge3(OpenBadge3):
    """Implements the port `CredentialFormat`; it differs from its parent in its seal only."""

    name = "openbadge3_di"
    title = say("Badge for wallets (Open Badge 3.0)")
    proof = "data_integrity"
