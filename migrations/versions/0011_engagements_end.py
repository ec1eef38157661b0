"""Positions know when a contractor's engagement ends."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("positions", sa.Column("ends", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("positions", "ends")
