"""The outbox: events that are written with the change they tell of."""

import sqlalchemy as sa
from alembic import op

from planner.store.security import secure

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("type", sa.String(60), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_outbox"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_outbox_workspace_id_workspaces"
        ),
    )
    for column in ("dispatched_at", "subject"):
        op.create_index(f"ix_outbox_workspace_id_{column}_id", "outbox", ["workspace_id", column, "id"])
    secure(op, "outbox")


def downgrade() -> None:
    op.drop_table("outbox")
