"""How awards stand: standing, status lists, replacements and the log of changes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from plugin.store.tables import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("award", sa.Column("standing", sa.String(length=10), nullable=False, server_default="live"))
    op.add_column("award", sa.Column("status_list", sa.Integer(), nullable=True))
    op.add_column("award", sa.Column("status_index", sa.Integer(), nullable=True))
    op.create_index("one_award_per_slot", "award", ["institution_id", "status_list", "status_index"], unique=True)
    op.create_table(
        "replacement",
        sa.Column("award_id", sa.String(length=36), nullable=False),
        sa.Column("replaces", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_replacement_award_id_award")),
        sa.ForeignKeyConstraint(["replaces"], ["award.id"], name=op.f("fk_replacement_replaces_award")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_replacement")),
        sa.UniqueConstraint("replaces", name=op.f("uq_replacement_replaces")),
    )
    op.create_table(
        "award_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.String(length=36), nullable=False),
        sa.Column("move", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_kind", sa.String(length=15), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_change_award_id_award")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_change")),
    )
    op.create_index(op.f("ix_award_change_award_id"), "award_change", ["award_id"], unique=False)
    op.create_table(
        "status_list",
        sa.Column("institution_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_status_list_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("institution_id", "number", name=op.f("pk_status_list")),
    )


def downgrade() -> None:
    op.drop_table("status_list")
    op.drop_index(op.f("ix_award_change_award_id"), table_name="award_change")
    op.drop_table("award_change")
    op.drop_table("replacement")
    op.drop_index("one_award_per_slot", table_name="award")
    op.drop_column("award", "status_index")
    op.drop_column("award", "status_list")
    op.drop_column("award", "standing")
