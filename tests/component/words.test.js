import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  about,
  byGap,
  figuresBehind,
  footing,
  minutes,
  percent,
  said,
  sentence,
  whole,
} from '../../mapping/component/words.js';
import { CONSTANTS, FIGURES } from './message.js';

// That these are Python's words, value by value, is tested in tests/mapping/test_component_words.py.

test('what is not known is never a number', () => {
  for (const say of [about, percent, minutes]) assert.equal(say(null, CONSTANTS), 'not known');
  for (const figure of FIGURES.figures) assert.equal(said(figure, null, CONSTANTS), 'not known');
});

test('an estimate is rounded as the message asks', () => {
  assert.equal(about(423, CONSTANTS), 'about 420');
  assert.equal(about(423, { ...CONSTANTS, exactUpTo: 1000 }), 'about 423');
  assert.equal(about(423, { ...CONSTANTS, roundTo: 100 }), 'about 400');
  assert.equal(about(null, { ...CONSTANTS, notKnown: 'unknown' }), 'unknown');
});

test('each kind of figure has its words', () => {
  const of = (key, value) =>
    said(
      FIGURES.figures.find((figure) => figure.key === key),
      value,
      CONSTANTS,
    );
  assert.equal(of('children', 1423), '1,423'); // published: as it stands
  assert.equal(of('gap_children', 1423), 'about 1,420');
  assert.equal(of('gap_children', 0), 'none');
  assert.equal(of('within_pct', 63), '63%');
  assert.equal(of('minutes', 1), '1 minute');
  assert.equal(of('minutes', 12), '12 minutes');
  assert.equal(of('decile', 1), '1');
});

test('every whole per cent is itself', () => {
  for (let share = 0; share <= 100; share += 1) {
    assert.equal(said({ kind: 'pct', standing: 'estimated' }, share, CONSTANTS), `${share}%`);
  }
});

test('a figure’s footing holds its unit, period and standing', () => {
  const [children, , within] = FIGURES.figures;
  assert.equal(footing(children), 'mid-2020');
  assert.equal(footing(children, true), 'number, mid-2020');
  assert.equal(footing(within, true), '%, mid-2020, estimated');
});

test('the figures behind the colours are those of what is coloured', () => {
  const keys = (colourBy) => figuresBehind(FIGURES.figures, colourBy).map(({ key }) => key);
  assert.deepEqual(keys('need'), ['children', 'decile']);
  assert.deepEqual(keys('reach'), ['children', 'within_pct', 'minutes']);
  assert.deepEqual(keys('none'), ['children']);
  assert.deepEqual(keys('change'), keys('gap'));
});

test('where none of them is known by name, all figures are told', () => {
  const own = [{ key: 'value' }, { key: 'numerator' }];
  assert.deepEqual(figuresBehind(own, 'hotspot'), own);
});

test('areas are stepped through from the largest gap, what is not known last', () => {
  const gap = { key: 'gap_children', values: [5, null, 40, 5, 0] };
  assert.deepEqual(byGap([gap], 5), [2, 0, 3, 4, 1]);
  assert.deepEqual(byGap([], 3), [0, 1, 2]);
});

test('numbers have their thousands marked, and lines open with a capital', () => {
  assert.equal(whole(1_234_567), '1,234,567');
  assert.equal(sentence('needy'), 'Needy');
  assert.equal(sentence(''), '');
});
