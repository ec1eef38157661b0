"""Connections to headcount tools, rosters, and webhooks."""

import sqlalchemy as sa
from alembic import op

from planner.store.security import secure

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID, KEY, WORD, DIGEST = sa.String(32), sa.String(200), sa.String(20), sa.String(64)
EXTERNAL, EVENT = sa.String(50), sa.String(60)
TIME, TEXT, CENTS, NUMBER = sa.DateTime(timezone=True), sa.Text(), sa.BigInteger(), sa.Integer()
JSON, DAY, YES, SHARE = sa.JSON(), sa.Date(), sa.Boolean(), sa.Double()
ADDED = (
    "connections",
    "connection_leases",
    "connection_links",
    "sync_runs",
    "sync_results",
    "rosters",
    "roster_people",
    "column_mappings",
    "title_meanings",
    "endpoints",
    "deliveries",
    "inbound_messages",
)


def upgrade() -> None:
    connections()
    runs()
    rosters()
    webhooks()
    secure(op, *ADDED)


def downgrade() -> None:
    for table in reversed(ADDED):
        op.drop_table(table)


def tenant(
    table: str,
    needed: dict[str, sa.types.TypeEngine],
    maybe: dict[str, sa.types.TypeEngine] | None = None,
    within: dict[str, str] | None = None,
    key: tuple[str, ...] = ("id",),
) -> None:
    op.create_table(
        table,
        sa.Column("workspace_id", ID, nullable=False),
        *(sa.Column(name, kind, nullable=False, autoincrement=False) for name, kind in needed.items()),
        *(sa.Column(name, kind) for name, kind in (maybe or {}).items()),
        sa.PrimaryKeyConstraint("workspace_id", *key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id_workspaces"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{other}.workspace_id", f"{other}.id"],
                name=f"fk_{table}_workspace_id_{column}_{other}",
            )
            for column, other in (within or {}).items()
        ),
    )


def index(table: str, *columns: str, unique: bool = False) -> None:
    name = f"ix_{table}_workspace_id_{'_'.join(columns)}"
    op.create_index(name, table, ["workspace_id", *columns], unique=unique)


def connections() -> None:
    tenant(
        "connections",
        {"id": ID, "name": KEY, "kind": WORD, "url": TEXT, "settings": JSON, "sealed": TEXT, "pushes": YES,
         "version": NUMBER, "created_by": ID, "created_at": TIME, "updated_at": TIME},
        {"every_minutes": NUMBER, "next_run_at": TIME, "checked_at": TIME, "health": JSON},
    )  # fmt: skip
    index("connections", "name", unique=True)
    index("connections", "next_run_at")
    tenant(
        "connection_leases",
        {"connection_id": ID},
        {"holder": ID, "until": TIME},
        {"connection_id": "connections"},
        ("connection_id",),
    )
    tenant(
        "connection_links",
        {"connection_id": ID, "external_id": EXTERNAL, "title": TEXT, "seats": JSON, "remote_type": EXTERNAL,
         "pushed": JSON, "intended": JSON, "kept": JSON, "state": WORD, "updated_at": TIME},
        {"remote_id": KEY, "remote_version": KEY, "remote_state": WORD, "remote_word": sa.String(100),
         "count": NUMBER, "filled": NUMBER, "note": TEXT, "link": TEXT, "seen_at": TIME},
        {"connection_id": "connections"},
        ("connection_id", "external_id"),
    )  # fmt: skip
    op.create_index(
        "uq_connection_links_remote",
        "connection_links",
        ["workspace_id", "connection_id", "remote_type", "remote_id"],
        unique=True,
    )
    tenant(
        "inbound_messages",
        {"connection_id": ID, "digest": DIGEST, "kind": sa.String(100), "received_at": TIME},
        None,
        {"connection_id": "connections"},
        ("connection_id", "digest"),
    )


def runs() -> None:
    tenant(
        "sync_runs",
        {"id": ID, "connection_id": ID, "kind": WORD, "state": WORD, "counts": JSON, "total": NUMBER,
         "done": NUMBER, "started_by": ID, "created_at": TIME},
        {"hash": DIGEST, "changes": JSON, "error": TEXT, "finished_at": TIME},
        {"connection_id": "connections"},
    )  # fmt: skip
    index("sync_runs", "connection_id", "id")
    tenant(
        "sync_results",
        {"run_id": ID, "external_id": EXTERNAL, "title": TEXT, "action": WORD, "outcome": WORD,
         "message": TEXT, "at": TIME},
        {"remote_id": KEY, "link": TEXT},
        {"run_id": "sync_runs"},
        ("run_id", "external_id"),
    )  # fmt: skip


def rosters() -> None:
    tenant(
        "rosters",
        {"id": ID, "source": TEXT, "as_of": DAY, "people": NUMBER, "left_out": NUMBER, "report": JSON,
         "mapping": JSON, "taken_by": ID, "created_at": TIME},
        {"connection_id": ID},
    )  # fmt: skip
    texts = ("email", "title", "level", "department", "team", "manager", "site", "employment")
    tenant(
        "roster_people",
        {"roster_id": ID, "key": KEY, "name": TEXT, "fte": SHARE},
        {**dict.fromkeys(texts, TEXT), "starts": DAY, "leaves": DAY, "pay": CENTS, "currency": sa.String(3)},
        {"roster_id": "rosters"},
        ("roster_id", "key"),
    )
    tenant(
        "column_mappings",
        {"fingerprint": DIGEST, "mapping": JSON, "updated_at": TIME},
        key=("fingerprint",),
    )
    tenant("title_meanings", {"title": KEY, "counts_as": WORD, "updated_at": TIME}, key=("title",))


def webhooks() -> None:
    tenant(
        "endpoints",
        {"id": ID, "url": TEXT, "events": JSON, "sealed": TEXT, "state": WORD, "version": NUMBER,
         "created_by": ID, "created_at": TIME, "updated_at": TIME},
        {"reason": TEXT},
    )  # fmt: skip
    tenant(
        "deliveries",
        {"id": ID, "endpoint_id": ID, "event_id": ID, "event_type": EVENT, "state": WORD, "attempts": NUMBER,
         "log": JSON, "created_at": TIME},
        {"next_at": TIME, "finished_at": TIME},
        {"endpoint_id": "endpoints", "event_id": "outbox"},
    )  # fmt: skip
    index("deliveries", "state", "next_at")
    index("deliveries", "endpoint_id", "id")
