"""What Alembic runs a migration by: the connection, and its transaction, that it is handed."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
