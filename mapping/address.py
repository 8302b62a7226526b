"""A question as an address, and back; see `layers.address`."""

from layers.address import (
    SETTINGS,
    mend_query,
    query_from_question,
    query_string,
    question_from_query,
)

__all__ = [
    "SETTINGS",
    "mend_query",
    "query_from_question",
    "query_string",
    "question_from_query",
]
