import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readNotes } from '../../mapping/component/alone.js';
import { doubtsOf } from '../../mapping/component/doubts.js';
import { notesText } from '../../mapping/component/note_words.js';

const { known, cases } = JSON.parse(
  readFileSync(new URL('./doubts_cases.json', import.meta.url), 'utf8'),
);

test('what may tell who somebody is is warned of, and names of places are not', () => {
  for (const [words, doubts] of cases) assert.deepEqual(doubtsOf(words, known), doubts, words);
});

test('with nothing known, two capitalised words are taken for a name', () => {
  assert.deepEqual(doubtsOf('Family Centre'), ['a person’s name']);
  assert.deepEqual(doubtsOf('nothing here'), []);
});

const note = (sort, words, pin, more = {}) => ({
  id: `n-${words}`,
  version: 0,
  sort,
  words,
  pin,
  owner: '',
  due: '',
  is_done: false,
  shared: false,
  ...more,
});
const at = (key) => ({ to: 'scene', key, spot: '', label: '' });

test('what was kept is read as it was written, and anything else as nothing', () => {
  const notes = [note('note', '<b>', at('a'))];
  assert.deepEqual(readNotes(JSON.stringify(notes)), notes);
  for (const text of [
    null,
    '',
    'no',
    '{}',
    '[1, null, {"sort": 3}, {"sort": "note", "words": "x"}]',
  ])
    assert.deepEqual(readNotes(text), []);
});

test('what is written is saved scene by scene, in the order of the meeting', () => {
  const scenes = [
    { id: 'a', version: 1, title: 'Where?' },
    { id: 'b', version: 1, title: 'Who?' },
  ];
  const spot = { to: 'spot', key: '', spot: '52.6,0.1', label: 'the spot at 52.6,0.1' };
  const notes = [
    note('action', 'Ask the bus company', at('b'), { owner: 'the chair', due: '2026-12-03' }),
    note('note', 'It is far', at('a')),
    note('story', 'Two buses', spot),
    note('decision', 'Try Saturdays', at('b')),
    note('gap', 'Nothing at 12', null),
  ];
  assert.equal(
    notesText('Wisbech: meeting', scenes, notes),
    'Wisbech: meeting\r\n\r\nWhere?\r\n- Note: It is far\r\n\r\nWho?\r\n' +
      '- Action: Ask the bus company (the chair, by 3 December 2026)\r\n' +
      '- Decision: Try Saturdays\r\n\r\nThe spot at 52.6,0.1\r\n' +
      '- Lived experience: Two buses\r\n\r\nThe meeting\r\n- Gap: Nothing at 12\r\n',
  );
});
