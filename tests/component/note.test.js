import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';
import { makeMessage, POINTS } from './message.js';

const { doorLine, writeNote } = await import('../../mapping/component/note.js');

const factLabels = ['For ages', 'Opening hours'];
const points = POINTS.points.map((point, at) => ({
  ...point,
  facts: at
    ? [
        ['0–4', ''],
        ['', ''],
      ]
    : [['0–4', '']],
}));
const state = { message: makeMessage(), features: [], places: [], points, factLabels, figures: [] };
const rows = (note) =>
  [...note.querySelectorAll('dl > div')].map((row) => [...row.children].map((c) => c.textContent));

test('the note on a door tells each fact, and what is not stated is said so', () => {
  const note = writeNote({ kind: 'asset', index: 0 }, state);
  assert.equal(note.querySelector('.name').textContent, 'Oasis centre');
  assert.equal(note.querySelector('.code').textContent, 'Child and family centre');
  assert.deepEqual(rows(note), [
    ['For ages', '0–4'],
    ['Opening hours', 'not stated'],
  ]);
});

test('of several services at one door each is listed, and whether none is open', () => {
  const note = writeNote({ kind: 'asset', index: 1 }, state);
  assert.deepEqual(
    [...note.querySelectorAll('li')].map((each) => each.textContent),
    ['One', 'Two'],
  );
  assert.equal(note.querySelector('.class-words').textContent, 'Not open to these ages');
});

test('doors that are drawn as one say how many there are of each kind, and their names', () => {
  const about = { kind: 'cluster', index: 0, members: [0, 1] };
  const note = writeNote(about, state);
  assert.equal(note.querySelector('.name').textContent, '3 services at 2 doors');
  assert.deepEqual(
    [...note.querySelectorAll('li')].map((each) => each.textContent),
    ['Child and family centre: 1', 'Library: 2'],
  );
  assert.match(note.querySelector('.class-words').textContent, /^Oasis centre, One, Two\.$/);
  assert.equal(
    doorLine(about, state),
    '3 services at 2 doors near each other. child and family centre: 1, library: 2. Enter goes nearer.',
  );
});

test('a long list of names ends in how many more there are', () => {
  const many = {
    ...state,
    points: Array.from({ length: 9 }, (_, at) => ({ ...points[0], ids: [`${at}`] })),
  };
  const note = writeNote({ kind: 'cluster', index: 0, members: [...many.points.keys()] }, many);
  assert.match(note.querySelector('.class-words').textContent, /and 3 more\.$/);
});

test('a door is told in one line to who does not see it', () => {
  assert.equal(
    doorLine({ kind: 'asset', index: 0 }, state),
    'Oasis centre. Child and family centre. For ages: 0–4. Opening hours: not stated.',
  );
});
