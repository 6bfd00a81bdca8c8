"""Browsers without cookies, refused launches, notices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from plugin.store.tables import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("login")  # logins live for ten minutes
    op.create_table(
        "login",
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("target_link_uri", sa.Text(), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("storage_target", sa.Text(), nullable=False),
        sa.Column("in_tab", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_login")),
    )
    op.create_index(op.f("ix_login_expires_at"), "login", ["expires_at"])
    op.create_table(
        "refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("deployment_id", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
        sa.UniqueConstraint("code", "issuer", "client_id", "deployment_id", name=op.f("uq_refusal_code")),
    )
    op.add_column("deployment", sa.Column("frame_origins", sa.Text()))
    op.add_column("deployment", sa.Column("notices_at", Moment()))
    op.create_table(
        "notice",
        sa.Column("platform_id", sa.String(length=36), nullable=False),
        sa.Column("notice_id", sa.String(length=255), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_notice_platform_id_platform")),
        sa.PrimaryKeyConstraint("platform_id", "notice_id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_at"), "notice", ["at"])
    op.add_column("course", sa.Column("browser", sa.String(length=10)))
