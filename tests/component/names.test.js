import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';

const { findRoom } = await import('../../mapping/component/names.js');

const SIZE = { x: 800, y: 600 };
const KEPT = [
  [0, 0, 50, 124],
  [520, 0, 800, 40],
];
const name = (x, y, width = 40, height = 12) => ({ x, y, width, height });

/** A sequence of numbers from 0 to 1 that is the same each time. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** The same by comparing every name with every other. */
function findRoomSlowly(names, { x: right, y: bottom }, kept) {
  const taken = [...kept];
  const isApart = (a, b) => a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
  return names.map(({ x, y, width, height }) => {
    const seen = x > 0 && x < right && y > 0 && y < bottom;
    const left = seen ? Math.min(Math.max(x, width), right - width) - x : 0;
    for (const step of [0, -1.1, 1.1]) {
      const [across, down] = [x + left, y + step * height];
      const box = [across - width, down - height, across + width, down + height];
      if (!taken.every((other) => isApart(box, other))) continue;
      taken.push(box);
      return { left, top: step * height };
    }
    return null;
  });
}

test('a name with room stays where it is', () => {
  assert.deepEqual(findRoom([name(400, 300)], SIZE, KEPT), [{ left: 0, top: 0 }]);
});

test('a second name in the same spot moves up, a third down, a fourth is not shown', () => {
  const same = [0, 0, 0].map(() => name(400, 300, 40, 10));
  const [first, second, third] = findRoom(same, SIZE, []);
  assert.deepEqual(first, { left: 0, top: 0 });
  assert.equal(second, null); // ±1.1 of half its height still touches the first
  assert.equal(third, null);
  const near = findRoom([name(400, 300, 40, 10), name(400, 310, 40, 10)], SIZE, []);
  assert.deepEqual(near[1], { left: 0, top: 11 });
});

test('a name at the edge is moved into sight, and none stands on the buttons', () => {
  const [edge, button] = findRoom([name(5, 300), name(20, 50)], SIZE, KEPT);
  assert.deepEqual(edge, { left: 35, top: 0 });
  assert.equal(button, null);
});

test('a name beyond the edge stays there', () => {
  assert.deepEqual(findRoom([name(-300, 50)], SIZE, KEPT), [{ left: 0, top: 0 }]);
});

test('the same names find room as when each is compared with every other', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const next = numbers(seed);
    const names = Array.from({ length: 150 }, () =>
      name(next() * 1000 - 100, next() * 800 - 100, 10 + next() * 120, 4 + next() * 30),
    );
    assert.deepEqual(
      findRoom(names, SIZE, KEPT),
      findRoomSlowly(names, SIZE, KEPT),
      `seed ${seed}`,
    );
  }
});

test('thousands of names are not each compared with every other', () => {
  const next = numbers(7);
  const names = Array.from({ length: 10_000 }, () => name(next() * 40_000, next() * 40_000));
  const time = (find) => {
    const start = performance.now();
    find(names, { x: 1e5, y: 1e5 }, []);
    return performance.now() - start;
  };
  time(findRoom);
  const [fast, slow] = [time(findRoom), time(findRoomSlowly)];
  assert.ok(fast < slow / 3, `${fast} ms, and ${slow} ms by pairs`);
});
