"""Documents of one place, for tests: what is asked of the same pack is worked out once."""

import pickle
from collections import OrderedDict
from hashlib import sha256

from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask
from mapping.profile.branding import PLAIN
from mapping.profile.formats import FORMATS
from mapping.profile.made import Document

MOST = 40  # of each, held for the tests to come
_asked, _written = OrderedDict(), OrderedDict()


def document_of(pack, question, place_id, *, length="sheet", branding=PLAIN):
    """Return one place’s document, the question asked by the kind that the place is."""
    key = (marked(pack), question, place_id)
    asked = _kept(_asked, key, lambda: _ask(pack, question, place_id))
    return Document(asked, length=length, branding=branding)


def profile_pdf(pack, question, place_id, *, length="sheet", branding=PLAIN):
    """Return one place’s profile as PDF."""
    key = (marked(pack), question, place_id, length, branding)
    document = document_of(pack, question, place_id, length=length, branding=branding)
    return _kept(_written, key, lambda: FORMATS["pdf"].write(document))


def marked(pack):
    """Return a mark of a pack by all that it holds, whatever hash it carries."""
    return sha256(pickle.dumps(pack, protocol=5)).digest()


def forget():
    """Work everything out anew, for whoever compares two times."""
    _asked.clear()
    _written.clear()


def _ask(pack, question, place_id):
    shared = Shared(pack, question_for_place(question, pack, place_id))
    return ask(shared, place_id, address=f"/places?place={place_id}")


def _kept(kept, key, make):
    if key not in kept:
        kept[key] = make()
        if len(kept) > MOST:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]
