"""Every table. Everything belongs to an institution, through a deployment or a binding."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)

from plugin.store.said_json import SaidText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: SQLite keeps no zone, so it is taken off going in and put back coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value.replace(tzinfo=UTC) if value else None


institution = Table(
    "institution",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

plan_version = Table(
    "plan_version",
    metadata,
    Column("institution_id", ForeignKey("institution.id"), primary_key=True),
    Column("plan_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("source", LargeBinary, nullable=False),  # the plan file itself: one form, never lossy
    Column("created_at", Moment, nullable=False),
)

plan_draft = Table(
    "plan_draft",
    metadata,
    Column("institution_id", ForeignKey("institution.id"), primary_key=True),
    Column("plan_id", String(40), primary_key=True),
    Column("content", Text, nullable=False),  # what was typed, as JSON
    Column("edit", Integer, nullable=False),  # grows with every save: whoever saves says which one they saw
    Column("edited_by", Text, nullable=False),  # the LMS's subject id, never a name
    Column("edited_at", Moment, nullable=False),
    Column("based_on", Integer, nullable=False),  # the published version that it began from, or 0
    Column("deployment_id", ForeignKey("deployment.id")),
    Column("course_id", Text),
)

institution_profile = Table(
    "institution_profile",
    metadata,
    Column("institution_id", ForeignKey("institution.id"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("edit", Integer, nullable=False),
    Column("edited_at", Moment, nullable=False),
)

platform = Table(
    "platform",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("auth_login_url", Text, nullable=False),
    Column("auth_token_url", Text, nullable=False),
    Column("key_set_url", Text, nullable=False),
    Column("family", String(40), nullable=False),
    Column("service_url", Text),
    Column("service_token", LargeBinary),  # encrypted
    UniqueConstraint("issuer", "client_id"),
)

deployment = Table(
    "deployment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("platform_id", ForeignKey("platform.id"), nullable=False),
    Column("deployment_id", Text, nullable=False),
    Column("institution_id", ForeignKey("institution.id")),  # empty: waits for the administrator
    Column("frame_origins", Text),  # separated by spaces
    Column("notices_at", Moment),  # when the LMS took our wish to hear of copied courses
    UniqueConstraint("platform_id", "deployment_id"),
)

course = Table(
    "course",
    metadata,
    Column("deployment_id", ForeignKey("deployment.id"), primary_key=True),
    Column("course_id", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("copied_from", Text, nullable=False),  # JSON list of the LMS's course ids, nearest first
    Column("link_id", Text, nullable=False),
    Column("memberships_url", Text),
    Column("line_items_url", Text),
    Column("line_item_url", Text),
    Column("browser", String(10)),  # how the browser of the latest launch was recognised
    Column("scopes", Text, nullable=False),  # separated by spaces, as in OAuth
    Column("seen_at", Moment, nullable=False),
)

binding = Table(
    "binding",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("institution_id", ForeignKey("institution.id"), nullable=False),
    Column("plan_id", String(40), nullable=False),
    Column("deployment_id", ForeignKey("deployment.id")),  # empty: a plan file, no course
    Column("course_id", Text),
    Column("enabled", Boolean, nullable=False),
    Column("rule", Text),  # JSON; empty: the plan's
    Column("automatic", Boolean, nullable=False, server_default=false()),
    Column("include_grade", Boolean, nullable=False, server_default=false()),
    Column("expected", Integer),
    Column("expected_unit", String(10)),
    UniqueConstraint("deployment_id", "course_id"),
)

award = Table(
    "award",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("binding_id", ForeignKey("binding.id"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("plan_id", String(40), nullable=False),
    Column("institution_id", ForeignKey("institution.id"), nullable=False),
    Column("plan_version", Integer, nullable=False),
    Column("subject_id", String(45), nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("share_token", String(43), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("facts", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("live", Boolean, nullable=False),  # holds the place of its key: not yet replaced, whatever its standing
    Column("is_test", Boolean, nullable=False, server_default=true()),  # begun with test seals; never changes
    Column("standing", String(10), nullable=False, server_default="live"),
    Column("status_list", Integer),  # empty: older than the status lists
    Column("status_index", Integer),
    Index("one_award_per_slot", "institution_id", "status_list", "status_index", unique=True),
    Index("ix_award_learner", "binding_id", "subject"),
    Index(
        "one_live_award",
        "binding_id",
        "subject",
        "plan_id",
        unique=True,
        sqlite_where=text("live"),
        postgresql_where=text("live"),
    ),
)

claim = Table(
    "claim",
    metadata,
    Column("award_id", ForeignKey("award.id"), primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("identifier", Text),
    Column("email", Text),
    Column("include_grade", Boolean, nullable=False),
    Column("made_by", String(20), nullable=False),
    Column("made_at", Moment, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("award_id", ForeignKey("award.id"), primary_key=True),
    Column("format", String(40), primary_key=True),
    Column("position", Integer, nullable=False),  # the plan's order of formats
    Column("credential_id", String(36), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("proof", String(40)),
    Column("signing_input", LargeBinary),  # emptied once sealed: the sealed bytes hold it
    Column("key_url", Text),  # the key that the intent was made for
    Column("data", LargeBinary),
    Column("media_type", String(80)),
    Column("suffix", String(10)),
    Index(
        "ix_document_waiting",
        "award_id",
        sqlite_where=text("state != 'sealed'"),
        postgresql_where=text("state != 'sealed'"),
    ),
)

replacement = Table(
    "replacement",
    metadata,
    Column("award_id", ForeignKey("award.id"), primary_key=True),  # the newer one
    Column("replaces", ForeignKey("award.id"), nullable=False, unique=True),
)

award_change = Table(  # only ever added to
    "award_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("award_id", ForeignKey("award.id"), nullable=False, index=True),
    Column("move", String(10), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("by_kind", String(15), nullable=False),
    Column("by_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

status_list = Table(
    "status_list",
    metadata,
    Column("institution_id", ForeignKey("institution.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("bits", LargeBinary, nullable=False),
    Column("sealed", LargeBinary),  # the published file of this version
)

seal_attempt = Table(
    "seal_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("award_id", ForeignKey("award.id"), nullable=False, index=True),
    Column("format", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)

public_address = Table(
    "public_address",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1: there is one at most
    Column("url", Text, nullable=False),
    Column("fixed_at", Moment, nullable=False),
)

login = Table(
    "login",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("nonce", String(64), nullable=False),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("target_link_uri", Text, nullable=False),
    Column("browser", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("storage_target", Text, nullable=False),
    Column("in_tab", Boolean, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("platform_id", ForeignKey("platform.id"), primary_key=True),
    Column("notice_id", String(255), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

refusal = Table(
    "refusal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(80), nullable=False),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("deployment_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
    UniqueConstraint("code", "issuer", "client_id", "deployment_id"),
)

ticket = Table(
    "ticket",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the secret: the secret itself is never stored
    Column("kind", String(20), nullable=False),
    Column("data", Text, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

roster_line = Table(
    "roster_line",
    metadata,
    Column("binding_id", ForeignKey("binding.id"), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("outcome", String(20), nullable=False),
    Column("reasons", Text, nullable=False),  # the decision as JSON
    Column("facts", Text, nullable=False),  # JSON, without names
    Column("read_at", Moment, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("waits_for_name", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure", SaidText, nullable=False),
    Column("reading", Integer, nullable=False),  # number of the reading that last listed the person
    Index("ix_roster_line_outcome", "binding_id", "outcome"),
    Index("ix_roster_line_subject", "subject"),
)

learner_name = Table(
    "learner_name",
    metadata,
    Column("platform_id", ForeignKey("platform.id"), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("folded", Text, nullable=False),  # without capitals, for search and order
    Column("kept_at", Moment, nullable=False, index=True),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("id", Integer, primary_key=True),  # the newest of a learner counts; none is ever changed
    Column("binding_id", ForeignKey("binding.id"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("vouches", Boolean, nullable=False),  # holds where the LMS cannot tell as well
    Column("given", Boolean, nullable=False),  # false: taken back
    Index("ix_confirmation_learner", "binding_id", "subject"),
)

sweep = Table(
    "sweep",
    metadata,
    Column("binding_id", ForeignKey("binding.id"), primary_key=True),
    Column("asked_at", Moment),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("next_at", Moment, index=True),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("failure", SaidText, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("awarded", Integer, nullable=False),
    Column("rule", SaidText, nullable=False),
    Column("released", Integer, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", String(60), nullable=False),
    Column("until", Moment, nullable=False),
)

alarm = Table(
    "alarm",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("binding_id", ForeignKey("binding.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("sentence", SaidText, nullable=False),
    Column("count", Integer, nullable=False),
    Column("subjects", Text, nullable=False),  # JSON list of the LMS's ids
    Column("state", String(10), nullable=False),
    Column("settled_by", Text),
    Column("settled_at", Moment),
    Index(
        "one_open_alarm",
        "binding_id",
        "kind",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", String(36), primary_key=True),  # random, and the rows lie in its order: none tells when it came
    Column("institution_id", ForeignKey("institution.id"), nullable=False),
    Column("plan_id", String(40), nullable=False),
    Column("plan_version", Integer, nullable=False),
    Column("month", Date, nullable=False),  # its first day
    Column("group_number", Integer, nullable=False),
    Column("replies", Text, nullable=False),  # JSON: question to reply
    Column("text", Text, nullable=False),
    Index("feedback_of_plan", "institution_id", "plan_id"),
    sqlite_with_rowid=False,
)

feedback_given = Table(
    "feedback_given",
    metadata,
    Column("mark", String(64), primary_key=True),  # a digest; no way leads from it to the answer
    sqlite_with_rowid=False,
)
