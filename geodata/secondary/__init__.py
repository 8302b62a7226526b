"""Secondary suppression: what else must stay unpublished, so that no suppressed cell can be found.

A suppressed cell that is part of a published total can be worked out from the other parts. Here
cells and the sums that link them are one problem; the range that anybody can work out for each
suppressed cell is found by linear programme; and where one is too narrow, further cells are
suppressed, those first whose loss is least.

It knows nothing of places or children: `tables` states a problem, `ranges` attacks it and
`suppressing` solves it. `relations` says which figures of a pack are linked, and `joining` has them
suppressed.
"""
