import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const { doorsOnce } = await import('../../mapping/component/doors_once.js');
const CASES = JSON.parse(
  readFileSync(new URL('./doors_once_cases.json', import.meta.url), { encoding: 'utf-8' }),
);

/** As the cases, which Python reads as well, hold a point. */
const point = ([ids, marks = [], hollow = false, unsure = false]) => ({
  ids,
  label: ids.length === 1 ? ids[0] : `${ids.length} services here`,
  details: ids.map((id) => `about ${id}`),
  facts: ids.map((id) => [id]),
  at: [52, 0],
  shape: 'circle',
  kind: 'library',
  hollow,
  unsure,
  opacity: 1,
  marks,
});

for (const { words, points, drawn } of CASES)
  test(`doors of several layers: ${words}`, () => {
    assert.deepEqual(doorsOnce(points.map(point)), drawn.map(point));
  });

test('a door of two layers is as clear as in the clearer', () => {
  const [faint, clear] = [0.2, 0.7].map((opacity) => ({ ...point([['a']]), opacity }));
  assert.equal(doorsOnce([faint, clear])[0].opacity, 0.7);
});
