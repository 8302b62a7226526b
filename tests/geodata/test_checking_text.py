"""Text of a pack is checked where it lies: made anew, two million cells take five seconds."""

import pandas as pd
import pyarrow as pa
import pytest

from geodata.checking import _as_text, _text_faults


def in_pieces(*pieces):
    held = pa.chunked_array([pa.array(piece, pa.large_string()) for piece in pieces])
    return pd.Series(pd.array(held, dtype="str"), name="name")


def test_text_is_not_copied():
    cells = in_pieces(["Elm", "Oak"], ["Ash"])
    there = [piece.buffers()[2].address for piece in pa.array(cells).chunks]
    assert [piece.buffers()[2].address for piece in _as_text(cells).chunks] == there


@pytest.mark.parametrize("cells", [in_pieces(["Elm"], ["a\0b"]), pd.Series(["Elm", "a\0b"])])
def test_a_fault_is_found_in_whatever_piece_it_lies(cells):
    told = [problem.found for _, problem in _text_faults("x", cells, is_needed=True)]
    assert told == ["1 with a NUL in them (1)"]


def test_bytes_that_are_not_text_are_told():
    raw = pa.array([b"Elm", b"\xff\xfe"], pa.large_binary())
    text = pa.LargeStringArray.from_buffers(2, *raw.buffers()[1:])
    cells = pd.Series(pd.array(pa.chunked_array([text]), dtype="str"), name="name")
    told = [problem.found for _, problem in _text_faults("x", cells, is_needed=True)]
    assert told == ["bytes that are not text"]
