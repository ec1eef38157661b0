"""Workspaces, which everything belongs to; people, tokens, sessions; the audit trail."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from planner.store.security import secure, unforced

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(32)
DIGEST = sa.String(64)
TIME = sa.DateTime(timezone=True)
DEFAULT = "ws_00000000000000000000000000"
OLD_NAME = "fk_plans_profile_id_profile_version_profile_versions"
MOVED = {
    "profiles": "id, name, version, created_at, updated_at",
    "profile_versions": "profile_id, version, document, digest, created_at",
    "plans": (
        "id, profile_id, profile_version, organisation, today, decision, headline, document, digest, "
        "program, guidance, guidance_version, guidance_hash, assumptions_digest, pay_digest, "
        "input_digest, created_at"
    ),
}
ADDED = (
    "people",
    "tokens",
    "sign_in_links",
    "sessions",
    "audit_entries",
    "audit_heads",
    "audit_checkpoints",
)


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("archived_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
        sa.UniqueConstraint("name", name="uq_workspaces_name"),
    )
    access()
    audit()
    had_rows = _set_aside()
    for table in reversed(MOVED):
        op.drop_table(table)
    planning(("workspace_id",))
    if had_rows:
        _add_default_workspace()
    _bring_back(f"'{DEFAULT}', ", "workspace_id, ")
    secure(op, *MOVED, *ADDED)


def downgrade() -> None:
    unforced(op, *MOVED)
    _set_aside()
    for table in (*reversed(MOVED), *reversed(ADDED), "workspaces"):
        op.drop_table(table)
    planning(())
    _bring_back("", "")


def _set_aside() -> bool:
    for table, columns in MOVED.items():
        op.execute(f"CREATE TABLE old_{table} AS SELECT {columns} FROM {table}")
    return op.get_bind().execute(sa.text("SELECT 1 FROM old_profiles LIMIT 1")).first() is not None


def _bring_back(values: str, names: str) -> None:
    for table, columns in MOVED.items():
        op.execute(f"INSERT INTO {table} ({names}{columns}) SELECT {values}{columns} FROM old_{table}")
    for table in MOVED:
        op.drop_table(f"old_{table}")


def _add_default_workspace() -> None:
    now = datetime.now(UTC)
    register = sa.table("workspaces", sa.column("id"), sa.column("name"), sa.column("created_at", TIME))
    op.bulk_insert(register, [{"id": DEFAULT, "name": "default", "created_at": now}])
    names = ("workspace_id", "sequence", "hash", "signature")
    head = sa.table("audit_heads", *(sa.column(name) for name in names))
    op.bulk_insert(head, [dict(zip(names, (DEFAULT, 0, "0" * 64, ""), strict=True))])


def tenant(table: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(
        table,
        sa.Column("workspace_id", ID, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("workspace_id", *key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id_workspaces"
        ),
    )


def of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "person_id"],
        ["people.workspace_id", "people.id"],
        name=f"fk_{table}_workspace_id_person_id_people",
    )


def access() -> None:
    tenant(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("disabled_at", TIME),
        sa.Column("erased_at", TIME),
        sa.UniqueConstraint("workspace_id", "email", name="uq_people_workspace_id_email"),
    )
    tenant(
        "tokens",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.Column("hash", DIGEST, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME),
        sa.Column("used_at", TIME),
        sa.Column("revoked_at", TIME),
        of_person("tokens"),
        sa.UniqueConstraint("workspace_id", "hash", name="uq_tokens_workspace_id_hash"),
    )
    tenant(
        "sign_in_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("hash", DIGEST, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
        of_person("sign_in_links"),
        sa.UniqueConstraint("workspace_id", "hash", name="uq_sign_in_links_workspace_id_hash"),
    )
    tenant(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("hash", DIGEST, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        of_person("sessions"),
        sa.UniqueConstraint("workspace_id", "hash", name="uq_sessions_workspace_id_hash"),
    )
    op.create_index("ix_sessions_workspace_id_person_id", "sessions", ["workspace_id", "person_id"])


def audit() -> None:
    tenant(
        "audit_entries",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor_kind", sa.String(20), nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("target", sa.String(100), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("before", DIGEST),
        sa.Column("after", DIGEST),
        sa.Column("request_id", sa.String(100)),
        sa.Column("previous", DIGEST, nullable=False),
        sa.Column("hash", DIGEST, nullable=False),
        key=("sequence",),
    )
    for name in ("target", "actor", "action"):
        op.create_index(
            f"ix_audit_entries_workspace_id_{name}_sequence",
            "audit_entries",
            ["workspace_id", name, "sequence"],
        )
    tenant(
        "audit_heads",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", DIGEST, nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        key=(),
    )
    tenant(
        "audit_checkpoints",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", DIGEST, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        key=("sequence",),
    )


def planning(first: tuple[str, ...]) -> None:
    """The tables of 0001, with `first` before every key."""
    lead = "".join(f"{name}_" for name in first)

    def own(table: str) -> list[sa.schema.SchemaItem]:
        name = f"fk_{table}_workspace_id_workspaces"
        return [
            part
            for column in first
            for part in (
                sa.Column(column, ID, nullable=False),
                sa.ForeignKeyConstraint([column], ["workspaces.id"], name=name),
            )
        ]

    op.create_table(
        "profiles",
        *own("profiles"),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint(*first, "id", name="pk_profiles"),
    )
    op.create_index(f"ix_profiles_{lead}name", "profiles", [*first, "name"])
    op.create_table(
        "profile_versions",
        *own("profile_versions"),
        sa.Column("profile_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint(*first, "profile_id", "version", name="pk_profile_versions"),
        sa.ForeignKeyConstraint(
            [*first, "profile_id"],
            [*(f"profiles.{name}" for name in first), "profiles.id"],
            name=f"fk_profile_versions_{lead}profile_id_profiles",
        ),
    )
    version = [*first, "profile_id", "version"]
    op.create_table(
        "plans",
        *own("plans"),
        sa.Column("id", ID, nullable=False),
        sa.Column("profile_id", ID, nullable=False),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("today", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("program", sa.String(100), nullable=False),
        sa.Column("guidance", sa.String(200), nullable=False),
        sa.Column("guidance_version", sa.String(100), nullable=False),
        sa.Column("guidance_hash", DIGEST, nullable=False),
        sa.Column("assumptions_digest", DIGEST, nullable=False),
        sa.Column("pay_digest", DIGEST, nullable=False),
        sa.Column("input_digest", DIGEST, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint(*first, "id", name="pk_plans"),
        sa.ForeignKeyConstraint(
            [*first, "profile_id", "profile_version"],
            [f"profile_versions.{name}" for name in version],
            name="fk_plans_profile_version" if first else OLD_NAME,
        ),
    )
    op.create_index(f"ix_plans_{lead}profile_id_id", "plans", [*first, "profile_id", "id"])
    op.create_index(f"ix_plans_{lead}decision_id", "plans", [*first, "decision", "id"])
