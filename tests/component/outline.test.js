import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outerLines, ringsOf } from '../../mapping/component/outline.js';

const square = (x, y) => [
  [x, y],
  [x + 1, y],
  [x + 1, y + 1],
  [x, y + 1],
  [x, y],
];

/** The edges of lines, whichever way they run, in order. */
function edgesOf(lines) {
  const edges = lines.flatMap((line) =>
    line.slice(1).map((point, index) => [String(line[index]), String(point)].sort().join('-')),
  );
  return edges.sort();
}

test('one area’s outline is its ring', () => {
  assert.deepEqual(edgesOf(outerLines([[square(0, 0)]])), edgesOf([square(0, 0)]));
});

test('an edge that two areas share is not drawn', () => {
  const lines = outerLines([[square(0, 0)], [square(1, 0)]]);
  assert.equal(lines.length, 1);
  assert.equal(lines[0].length, 7);
  assert.equal(edgesOf(lines).includes('1,0-1,1'), false);
});

test('areas apart have a line each, and so has a hole', () => {
  assert.equal(outerLines([[square(0, 0)], [square(5, 0)]]).length, 2);
  const ring = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [square(x, y)]));
  ring.splice(4, 1); // the one in the middle
  assert.equal(outerLines(ring).length, 2);
  assert.equal(edgesOf(outerLines(ring)).length, 16);
});

test('areas that meet in a corner lose no edge', () => {
  const lines = outerLines([[square(0, 0)], [square(1, 1)]]);
  assert.equal(edgesOf(lines).length, 8);
});

test('nothing has no outline, and every line is closed', () => {
  assert.deepEqual(outerLines([]), []);
  for (const line of outerLines([[square(0, 0)], [square(1, 0)], [square(7, 7)]])) {
    assert.deepEqual(line[0], line.at(-1));
  }
});

test('the rings of a shape in parts are those of every part', () => {
  const parts = [[square(0, 0)], [square(5, 5), square(6, 6)]];
  assert.deepEqual(ringsOf({ type: 'Polygon', coordinates: parts[1] }), parts[1]);
  assert.deepEqual(ringsOf({ type: 'MultiPolygon', coordinates: parts }), parts.flat());
});
