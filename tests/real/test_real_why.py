"""Why figures of the real pack are what they are: each chain reworked from its steps."""

import pytest

from layers.why.chain import rework
from tests.layers.test_why import chains, check_reworked, questions

pytestmark = pytest.mark.real


def test_every_chain_of_the_real_pack_adds_up(real_pack):
    count = 0
    for _, question in questions(real_pack):
        for chain in chains(real_pack, question):
            check_reworked(chain)
            assert rework(chain.steps)
            count += 1
    assert count > 200
