"""Drafts of plans, and the profiles of institutions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from plugin.store.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_draft",
        sa.Column("institution_id", sa.String(length=40), nullable=False),
        sa.Column("plan_id", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.Column("edited_at", Moment(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.String(length=36), nullable=True),
        sa.Column("course_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_plan_draft_deployment_id_deployment")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_plan_draft_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("institution_id", "plan_id", name=op.f("pk_plan_draft")),
    )
    op.create_table(
        "institution_profile",
        sa.Column("institution_id", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("edited_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_profile_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("pk_institution_profile")),
    )


def downgrade() -> None:
    op.drop_table("institution_profile")
    op.drop_table("plan_draft")
