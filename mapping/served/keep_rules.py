"""What is kept, looked through as the app starts: what is past its time goes, by the setting."""

from __future__ import annotations

import logging

from geodata.files.faults import many
from geodata.store.faults import StoreError
from geodata.store.retaining import read_rules
from mapping.served.store import served_store

logger = logging.getLogger("know_your_patch")


def keep_by_rules() -> None:
    """Remove what is past its time by the rules of the setting, and tell the log; never raises.

    A store that is not there yet is not made. What cannot be done now is done at the next start, or
    by `python -m geodata store retain`.
    """
    try:
        rules = read_rules()
        done = served_store().retain(rules)
    except StoreError as error:
        said = " ".join(problem.sentence() for problem in error.problems)
        logger.error("Nothing was removed by the rules of what is kept. %s", said)
        return
    if done.removed or done.purged:
        logger.warning(
            "By the rules of what is kept, %s removed and %s purged. %s",
            many(len(done.removed), "record"),
            many(len(done.purged), "record"),
            " ".join(rules.sentences()),
        )
