from pathlib import Path
from threading import Thread

import pytest

from geodata.errors import PackError, QuestionError
from geodata.pack import STARTER, write_pack
from layers.question.question import default_question
from mapping.served import answers
from tests.builders import tiny_pack


def test_the_starter_pack_is_served_unless_another_is_named(monkeypatch):
    monkeypatch.delenv(answers.PACK_SETTING, raising=False)
    assert answers.chosen_pack_folder() == STARTER
    monkeypatch.setenv(answers.PACK_SETTING, "/somewhere/else")
    assert answers.chosen_pack_folder() == Path("/somewhere/else")


def test_a_pack_is_read_once(tmp_path):
    write_pack(tiny_pack(), tmp_path)
    assert answers.open_pack(tmp_path) is answers.open_pack(tmp_path)


def test_a_missing_pack_is_refused_each_time(tmp_path):
    for _ in range(2):
        with pytest.raises(PackError, match="no such folder"):
            answers.open_pack(tmp_path / "none")


def test_an_answer_is_worked_out_once_for_the_same_contents():
    question = default_question(tiny_pack())
    assert answers.answer(tiny_pack(), question) is answers.answer(tiny_pack(), question)


def test_a_question_that_cannot_be_asked_is_never_kept():
    pack = tiny_pack()
    question = default_question(pack, limit_min=0)
    for _ in range(2):
        with pytest.raises(QuestionError):
            answers.answer(pack, question)


def test_many_who_ask_at_once_wait_for_one_answer():
    keeper, made = answers.Keeper(2), []

    def ask():
        keeper.get("question", lambda: made.append(1) or "answer")

    threads = [Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_only_the_latest_are_kept():
    keeper = answers.Keeper(2)
    for key in (1, 2, 1, 3):
        keeper.get(key, object)
    assert keeper.get(1, lambda: "made again") != "made again"
    assert keeper.get(2, lambda: "made again") == "made again"
