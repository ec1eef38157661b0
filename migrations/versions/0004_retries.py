"""Keys of requests that may be sent again, with their answers."""

import sqlalchemy as sa
from alembic import op

from planner.store.security import secure

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(32)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "retries",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("lease", ID, nullable=False),
        sa.Column("leased_until", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.JSON()),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("workspace_id", "actor", "key", name="pk_retries"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_retries_workspace_id_workspaces"
        ),
    )
    op.create_index("ix_retries_workspace_id_expires_at", "retries", ["workspace_id", "expires_at"])
    secure(op, "retries")


def downgrade() -> None:
    op.drop_table("retries")
