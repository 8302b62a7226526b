"""Records, their history, and the ledger that numbers it."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID, TIME = sa.String(36), sa.String(27)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "records",
        sa.Column("id", ID, primary_key=True),
        _reference("parent", nullable=True),
        *_content(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )
    op.create_index("records_of_parent", "records", ["parent", "kind", "position"])
    op.create_index("records_of_kind", "records", ["kind", "removed_at", "changed_at"])
    op.create_table(
        "history",
        sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
        _reference("record", nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("parent", ID),
        *_content(),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("back_to", sa.Integer),
    )
    op.create_index("history_of_record", "history", ["record", "version"], unique=True)
    ledger = op.create_table(
        "ledger",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.String(36), nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("forgotten", sa.BigInteger, nullable=False),
    )
    row = {"id": 1, "epoch": str(uuid.uuid4()), "last": 0, "forgotten": 0}
    op.bulk_insert(ledger, [row])


def _content() -> list[sa.Column[object]]:
    return [
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("removed_at", TIME),
    ]


def _reference(name: str, *, nullable: bool) -> sa.Column[object]:
    to = sa.ForeignKey("records.id", deferrable=True, initially="DEFERRED")
    return sa.Column(name, ID, to, nullable=nullable)
