"""Courses that are read again and again: roster lines, names for a day, confirmations, sweeps and alarms"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from plugin.store.tables import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "learner_name",
        sa.Column("platform_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_learner_name_platform_id_platform")),
        sa.PrimaryKeyConstraint("platform_id", "subject", name=op.f("pk_learner_name")),
    )
    op.create_index(op.f("ix_learner_name_kept_at"), "learner_name", ["kept_at"], unique=False)
    op.create_table(
        "alarm",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("binding_id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_alarm_binding_id_binding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(
        "one_open_alarm",
        "alarm",
        ["binding_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("binding_id", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("vouches", sa.Boolean(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_confirmation_binding_id_binding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index("ix_confirmation_learner", "confirmation", ["binding_id", "subject"], unique=False)
    op.create_table(
        "roster_line",
        sa.Column("binding_id", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("waits_for_name", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_roster_line_binding_id_binding")),
        sa.PrimaryKeyConstraint("binding_id", "subject", name=op.f("pk_roster_line")),
    )
    op.create_index("ix_roster_line_outcome", "roster_line", ["binding_id", "outcome"], unique=False)
    op.create_index("ix_roster_line_subject", "roster_line", ["subject"], unique=False)
    op.create_table(
        "sweep",
        sa.Column("binding_id", sa.String(length=100), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("next_at", Moment(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("awarded", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_sweep_binding_id_binding")),
        sa.PrimaryKeyConstraint("binding_id", name=op.f("pk_sweep")),
    )
    op.create_index(op.f("ix_sweep_next_at"), "sweep", ["next_at"], unique=False)
    op.add_column("binding", sa.Column("rule", sa.Text(), nullable=True))
    op.add_column("binding", sa.Column("automatic", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("binding", sa.Column("include_grade", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("binding", sa.Column("expected", sa.Integer(), nullable=True))
    op.add_column("binding", sa.Column("expected_unit", sa.String(length=10), nullable=True))
    op.create_index(
        "ix_document_waiting",
        "document",
        ["award_id"],
        unique=False,
        sqlite_where=sa.text("state != 'sealed'"),
        postgresql_where=sa.text("state != 'sealed'"),
    )
    op.create_index("ix_award_learner", "award", ["binding_id", "subject"], unique=False)
