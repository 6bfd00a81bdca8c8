"""Awards keep whether they are tests; intents keep their key; the public address is fixed once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from plugin.store.tables import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fixed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_address")),
    )
    # Until this step there were test seals only. Intents that wait have no key: they are begun anew.
    op.add_column("award", sa.Column("is_test", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("document", sa.Column("key_url", sa.Text(), nullable=True))
    unsealed = "UPDATE document SET state = 'reserved', proof = NULL, signing_input = NULL WHERE state = 'intended'"
    op.execute(unsealed)


def downgrade() -> None:
    op.drop_column("document", "key_url")
    op.drop_column("award", "is_test")
    op.drop_table("public_address")
