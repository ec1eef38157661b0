"""Workspaces have a locale, a time zone and a month in which fiscal years start."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = (
    ("locale", sa.String(35), "en"),
    ("time_zone", sa.String(64), "UTC"),
    ("fiscal_year_starts_in", sa.Integer(), "1"),
)


def upgrade() -> None:
    for name, kind, usual in COLUMNS:
        op.add_column("workspaces", sa.Column(name, kind, nullable=False, server_default=usual))


def downgrade() -> None:
    for name, _, _ in COLUMNS:
        op.drop_column("workspaces", name)
