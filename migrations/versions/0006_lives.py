"""Lives of plans and positions: approvals, budgets, hires, requisitions, scenarios, guidance, comments."""

import json

import sqlalchemy as sa
from alembic import op

from planner.store.security import force, secure, unforced

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String(32)
WORD = sa.String(20)
TIME = sa.DateTime(timezone=True)
TEXT, CENTS, NUMBER, JSON, DAY = sa.Text(), sa.BigInteger(), sa.Integer(), sa.JSON(), sa.Date()
ADDED = (
    "positions",
    "position_changes",
    "hires",
    "requisitions",
    "approval_policies",
    "approvals",
    "budgets",
    "guidance_versions",
    "publications",
    "scenarios",
    "comments",
)


def life() -> tuple[sa.Column, ...]:
    """Columns of plans, afresh for each run."""
    return (
        sa.Column("state", WORD, nullable=False, server_default="draft"),
        sa.Column("state_before", WORD),
        sa.Column("version", NUMBER, nullable=False, server_default="1"),
        sa.Column("seats", NUMBER, nullable=False, server_default="0"),
        sa.Column("cost", CENTS, nullable=False, server_default="0"),
        sa.Column("currency", sa.String(3), nullable=False, server_default="USD"),
        sa.Column("replaces", ID),
        sa.Column("scenario_id", ID),
        sa.Column("scenario_version", NUMBER),
        sa.Column("submitted_by", ID),
        sa.Column("submitted_at", TIME),
    )


def upgrade() -> None:
    op.add_column("profiles", sa.Column("archived_at", TIME))
    for column in life():
        op.add_column("plans", column)
    measure()
    op.create_index("ix_plans_workspace_id_state_id", "plans", ["workspace_id", "state", "id"])
    positions()
    approvals()
    guidance()
    words()
    secure(op, *ADDED)


def downgrade() -> None:
    for table in reversed(ADDED):
        op.drop_table(table)
    op.drop_index("ix_plans_workspace_id_state_id", "plans")
    for column in reversed(life()):
        op.drop_column("plans", column.name)
    op.drop_column("profiles", "archived_at")


def measure() -> None:
    """Seats and cost of the plans that are there already, from their documents."""
    unforced(op, "plans")
    plans = sa.table(
        "plans",
        *(sa.column(name) for name in ("workspace_id", "id", "document", "seats", "cost", "currency")),
    )
    for row in op.get_bind().execute(sa.select(plans.c.workspace_id, plans.c.id, plans.c.document)).all():
        document = json.loads(row.document)
        cost = document.get("totals", {}).get("cost", {"amount": "0.00", "currency": "USD"})
        seats = [each for each in document.get("positions", ()) if each["kind"] != "committed"]
        op.execute(
            plans.update()
            .where(plans.c.workspace_id == row.workspace_id, plans.c.id == row.id)
            .values(seats=len(seats), cost=int(cost["amount"].replace(".", "")), currency=cost["currency"])
        )
    force(op, "plans")


def needed(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, nullable=False, autoincrement=False)


def tenant(table: str, *parts: sa.schema.SchemaItem, key: tuple[str, ...] = ("id",)) -> None:
    op.create_table(
        table,
        needed("workspace_id", ID),
        *parts,
        sa.PrimaryKeyConstraint("workspace_id", *key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id_workspaces"
        ),
    )


def within(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{other}.workspace_id", f"{other}.id"],
        name=f"fk_{table}_workspace_id_{column}_{other}",
    )


def index(table: str, *columns: str, unique: bool = False) -> None:
    name = f"{'uq' if unique else 'ix'}_{table}_workspace_id_{'_'.join(columns)}"
    op.create_index(name, table, ["workspace_id", *columns], unique=unique)


def positions() -> None:
    tenant(
        "positions",
        needed("id", WORD),
        needed("profile_id", ID),
        needed("plan_id", ID),
        needed("seat", WORD),
        needed("state", WORD),
        sa.Column("state_before", WORD),
        needed("version", NUMBER),
        *(needed(name, WORD) for name in ("kind", "role", "level")),
        needed("title", TEXT),
        sa.Column("site", TEXT),
        sa.Column("team", TEXT),
        needed("employment_type", WORD),
        needed("reports_to", TEXT),
        needed("priority", NUMBER),
        sa.Column("note", TEXT),
        *(needed(name, DAY) for name in ("needed", "opens", "planned", "expected")),
        sa.Column("actual", DAY),
        sa.Column("ended", DAY),
        needed("currency", sa.String(3)),
        *(needed(name, CENTS) for name in ("budgeted_cost", "monthly_cost", "hiring_cost")),
        sa.Column("backfills", WORD),
        needed("asked_by", ID),
        needed("created_at", TIME),
        needed("updated_at", TIME),
        within("positions", "profile_id", "profiles"),
        within("positions", "plan_id", "plans"),
        within("positions", "backfills", "positions"),
    )
    index("positions", "profile_id", "state")
    index("positions", "plan_id", "seat")
    index("positions", "state", "id")
    index("positions", "backfills", unique=True)
    tenant(
        "position_changes",
        needed("position_id", WORD),
        needed("number", NUMBER),
        needed("at", TIME),
        needed("actor", ID),
        needed("action", WORD),
        sa.Column("source", WORD),
        needed("target", WORD),
        sa.Column("reason", TEXT),
        needed("changes", JSON),
        within("position_changes", "position_id", "positions"),
        key=("position_id", "number"),
    )
    tenant(
        "hires",
        needed("id", ID),
        needed("position_id", WORD),
        needed("person", TEXT),
        sa.Column("external_id", sa.String(200)),
        needed("started_on", DAY),
        sa.Column("ended_on", DAY),
        sa.Column("current", sa.Boolean()),
        sa.Column("undone_at", TIME),
        needed("recorded_by", ID),
        needed("recorded_at", TIME),
        within("hires", "position_id", "positions"),
    )
    index("hires", "position_id", "current", unique=True)
    index("hires", "external_id")
    tenant(
        "requisitions",
        needed("id", ID),
        needed("position_id", WORD),
        needed("state", WORD),
        sa.Column("current", sa.Boolean()),
        needed("version", NUMBER),
        needed("opened_on", DAY),
        sa.Column("closed_on", DAY),
        sa.Column("connection_id", ID),
        sa.Column("remote_id", sa.String(200)),
        sa.Column("remote_state", sa.String(100)),
        sa.Column("link", TEXT),
        needed("created_at", TIME),
        needed("updated_at", TIME),
        within("requisitions", "position_id", "positions"),
    )
    index("requisitions", "position_id", "current", unique=True)
    index("requisitions", "state", "id")
    index("requisitions", "connection_id", "remote_id")


def approvals() -> None:
    tenant(
        "approval_policies",
        needed("document", JSON),
        needed("version", NUMBER),
        needed("updated_at", TIME),
        needed("updated_by", ID),
        key=(),
    )
    tenant(
        "approvals",
        needed("plan_id", ID),
        needed("number", NUMBER),
        needed("round", NUMBER),
        needed("action", WORD),
        sa.Column("level", TEXT),
        needed("by", ID),
        sa.Column("reason", TEXT),
        needed("at", TIME),
        within("approvals", "plan_id", "plans"),
        key=("plan_id", "number"),
    )
    tenant(
        "budgets",
        needed("plan_id", ID),
        needed("fiscal_year", NUMBER),
        needed("currency", sa.String(3)),
        needed("amount", CENTS),
        needed("cost", CENTS),
        needed("locked_at", TIME),
        sa.Column("released_at", TIME),
        within("budgets", "plan_id", "plans"),
        key=("plan_id", "fiscal_year"),
    )


def guidance() -> None:
    tenant(
        "guidance_versions",
        needed("id", ID),
        needed("name", TEXT),
        needed("files", JSON),
        needed("pack", sa.String(200)),
        needed("pack_version", sa.String(100)),
        needed("hash", sa.String(64)),
        needed("state", WORD),
        needed("version", NUMBER),
        sa.Column("findings", JSON),
        sa.Column("checked_at", TIME),
        needed("created_by", ID),
        needed("created_at", TIME),
        needed("updated_at", TIME),
    )
    index("guidance_versions", "hash")
    tenant(
        "publications",
        needed("number", NUMBER),
        sa.Column("guidance_id", ID),
        needed("at", TIME),
        needed("by", ID),
        sa.Column("reason", TEXT),
        within("publications", "guidance_id", "guidance_versions"),
        key=("number",),
    )


def words() -> None:
    tenant(
        "scenarios",
        needed("id", ID),
        needed("profile_id", ID),
        needed("name", TEXT),
        sa.Column("description", TEXT),
        needed("changes", JSON),
        sa.Column("guidance_id", ID),
        needed("version", NUMBER),
        needed("created_by", ID),
        needed("created_at", TIME),
        needed("updated_at", TIME),
        sa.Column("archived_at", TIME),
        within("scenarios", "profile_id", "profiles"),
        within("scenarios", "guidance_id", "guidance_versions"),
    )
    index("scenarios", "profile_id", "id")
    tenant(
        "comments",
        needed("id", ID),
        needed("target", sa.String(40)),
        needed("author", ID),
        needed("text", TEXT),
        needed("version", NUMBER),
        needed("created_at", TIME),
        sa.Column("edited_at", TIME),
        sa.Column("deleted_at", TIME),
    )
    index("comments", "target", "id")
