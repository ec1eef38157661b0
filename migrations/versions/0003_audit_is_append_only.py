"""Entries of the audit trail are never changed; they go with their workspace only, once it is archived."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION audit_entries_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM workspaces WHERE id = OLD.workspace_id AND archived_at IS NOT NULL
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit entries are never changed';
END $$
"""
TRIGGER = """
CREATE TRIGGER audit_entries_are_kept BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_entries_are_kept()
"""
UNCHANGED = """
CREATE TRIGGER audit_entries_are_unchanged BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
"""
KEPT = """
CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries
WHEN NOT EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace_id AND archived_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
"""


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (FUNCTION, TRIGGER) if on_postgresql else (UNCHANGED, KEPT):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entries_are_kept ON audit_entries")
        op.execute("DROP FUNCTION audit_entries_are_kept()")
    else:
        op.execute("DROP TRIGGER audit_entries_are_unchanged")
        op.execute("DROP TRIGGER audit_entries_are_kept")
