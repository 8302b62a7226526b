import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';

const { standApart } = await import('../../mapping/component/marks.js');
const APART = 24;

/** Where numbers come to stand. */
const placed = (spots) =>
  standApart(spots).map(({ x, y }, at) => ({ x: spots[at].x + x, y: spots[at].y + y }));
const overlaps = (all) =>
  all.flatMap((one, at) =>
    all
      .slice(at + 1)
      .filter((other) => Math.abs(one.x - other.x) < APART && Math.abs(one.y - other.y) < APART),
  ).length;

test('numbers that are apart stand where they belong', () => {
  const spots = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];
  assert.deepEqual(standApart(spots), [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]);
});

test('no number lies upon another, however near they belong, and all are there', () => {
  for (const step of [0, 1, 5, 13, 23]) {
    const spots = Array.from({ length: 20 }, (_, at) => ({ x: 50 + at * step, y: 50 }));
    const stood = placed(spots);
    assert.equal(stood.length, 20);
    assert.equal(overlaps(stood), 0, `spots ${step} pixels apart`);
    assert.deepEqual(stood[0], spots[0]); // the first keeps its own
  }
});

test('a number stands near where it belongs', () => {
  const spots = Array.from({ length: 10 }, () => ({ x: 0, y: 0 }));
  for (const { x, y } of standApart(spots)) assert.ok(Math.hypot(x, y) < 70);
});
