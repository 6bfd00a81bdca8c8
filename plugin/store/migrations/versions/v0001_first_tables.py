"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from plugin.store.tables import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "institution",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
    )
    op.create_table(
        "login",
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("target_link_uri", sa.Text(), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_login")),
    )
    op.create_index(op.f("ix_login_expires_at"), "login", ["expires_at"], unique=False)
    op.create_table(
        "platform",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("auth_login_url", sa.Text(), nullable=False),
        sa.Column("auth_token_url", sa.Text(), nullable=False),
        sa.Column("key_set_url", sa.Text(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("service_url", sa.Text(), nullable=True),
        sa.Column("service_token", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform")),
        sa.UniqueConstraint("issuer", "client_id", name=op.f("uq_platform_issuer")),
    )
    op.create_table(
        "ticket",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ticket")),
    )
    op.create_index(op.f("ix_ticket_expires_at"), "ticket", ["expires_at"], unique=False)
    op.create_table(
        "deployment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("platform_id", sa.String(length=36), nullable=False),
        sa.Column("deployment_id", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_deployment_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_deployment_platform_id_platform")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
        sa.UniqueConstraint("platform_id", "deployment_id", name=op.f("uq_deployment_platform_id")),
    )
    op.create_table(
        "plan_version",
        sa.Column("institution_id", sa.String(length=40), nullable=False),
        sa.Column("plan_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_plan_version_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("institution_id", "plan_id", "version", name=op.f("pk_plan_version")),
    )
    op.create_table(
        "binding",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("institution_id", sa.String(length=40), nullable=False),
        sa.Column("plan_id", sa.String(length=40), nullable=False),
        sa.Column("deployment_id", sa.String(length=36), nullable=True),
        sa.Column("course_id", sa.Text(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployment.id"], name=op.f("fk_binding_deployment_id_deployment")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_binding_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding")),
        sa.UniqueConstraint("deployment_id", "course_id", name=op.f("uq_binding_deployment_id")),
    )
    op.create_table(
        "award",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("binding_id", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.String(length=40), nullable=False),
        sa.Column("institution_id", sa.String(length=40), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=45), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("share_token", sa.String(length=43), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_award_binding_id_binding")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_award_institution_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("share_token", name=op.f("uq_award_share_token")),
    )
    op.create_index(
        "one_live_award",
        "award",
        ["binding_id", "subject", "plan_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "claim",
        sa.Column("award_id", sa.String(length=36), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("include_grade", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(length=20), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_claim_award_id_award")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_claim")),
    )
    op.create_table(
        "document",
        sa.Column("award_id", sa.String(length=36), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proof", sa.String(length=40), nullable=True),
        sa.Column("signing_input", sa.LargeBinary(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", sa.String(length=80), nullable=True),
        sa.Column("suffix", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_document_award_id_award")),
        sa.PrimaryKeyConstraint("award_id", "format", name=op.f("pk_document")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_document_credential_id")),
    )
    op.create_table(
        "seal_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.String(length=36), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_seal_attempt_award_id_award")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_attempt")),
    )
    op.create_index(op.f("ix_seal_attempt_award_id"), "seal_attempt", ["award_id"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_seal_attempt_award_id"), table_name="seal_attempt")
    op.drop_table("seal_attempt")
    op.drop_table("document")
    op.drop_table("claim")
    op.drop_index("one_live_award", table_name="award", sqlite_where=sa.text("live"), postgresql_where=sa.text("live"))
    op.drop_table("award")
    op.drop_table("binding")
    op.drop_table("plan_version")
    op.drop_table("deployment")
    op.drop_index(op.f("ix_ticket_expires_at"), table_name="ticket")
    op.drop_table("ticket")
    op.drop_table("platform")
    op.drop_index(op.f("ix_login_expires_at"), table_name="login")
    op.drop_table("login")
    op.drop_table("institution")
    # ### end Alembic commands ###
