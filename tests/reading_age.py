"""How hard English is to read: the Flesch–Kincaid grade, by its published formula.

0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and others, 1975). Syllables
are counted by runs of vowels, without a silent e at the end.
"""

import re

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|\d[\d,.]*")
SENTENCE = re.compile(r"[.?!:;](?=\s|$)|\n")


def syllables(word):
    plain = re.sub(r"[^a-z]", "", word.lower())
    if not plain:
        return 1  # a number is read as one short word
    if plain.endswith(("es", "ed")):
        plain = re.sub(r"(?<![tdszxcgl])e[sd]$", "", plain) or plain
    plain = re.sub(r"(?<![aeiouyl])e$", "", plain) or plain
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def grade(text):
    """Return the school grade at which a text is read; 8 is about the age of 13."""
    sentences = [each for each in SENTENCE.split(text) if WORD.search(each)]
    words = WORD.findall(text)
    if not words:
        return 0.0
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
