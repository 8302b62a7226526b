"""What people keep: places of their own, scenarios, meetings, scenes, notes and marks.

One table of records, whatever their kind, because all are kept, versioned, undone and shared in one
way; and their history, written in the same transaction. SQLite or PostgreSQL, told by the address.
"""
