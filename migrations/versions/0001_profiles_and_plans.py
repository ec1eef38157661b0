"""Profiles with their versions, and plans."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(32)
DIGEST = sa.String(64)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profiles"),
    )
    op.create_index("ix_profiles_name", "profiles", ["name"])
    op.create_table(
        "profile_versions",
        sa.Column("profile_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("profile_id", "version", name="pk_profile_versions"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_profile_versions_profile_id_profiles"
        ),
    )
    op.create_table(
        "plans",
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
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.ForeignKeyConstraint(
            ["profile_id", "profile_version"],
            ["profile_versions.profile_id", "profile_versions.version"],
            name="fk_plans_profile_id_profile_version_profile_versions",
        ),
    )
    op.create_index("ix_plans_profile_id_id", "plans", ["profile_id", "id"])
    op.create_index("ix_plans_decision_id", "plans", ["decision", "id"])


def downgrade() -> None:
    op.drop_table("plans")
    op.drop_table("profile_versions")
    op.drop_table("profiles")
