"""Sessions know by which browser they were begun."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("browser", sa.String(60), nullable=True))


def downgrade() -> None:
    op.drop_column("sessions", "browser")
