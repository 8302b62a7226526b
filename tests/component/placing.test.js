import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const { boxOf, findRoom, Taken } = await import('../../mapping/component/placing.js');

const CASES = JSON.parse(readFileSync(new URL('./placing_cases.json', import.meta.url), 'utf-8'));
const near = (a, b) => Math.abs(a - b) < 1e-6;

for (const { words, names, taken, symbols, frame, rooms } of CASES) {
  test(`as in a picture: ${words}`, () => {
    const found = findRoom(names, new Taken(taken), new Taken(symbols), frame);
    assert.equal(found.length, rooms.length);
    found.forEach((room, at) => {
      assert.equal(Boolean(room), Boolean(rooms[at]), `name ${at}`);
      if (!room) return;
      assert.ok(near(room.x, rooms[at].x) && near(room.y, rooms[at].y), `name ${at}`);
      assert.equal(room.isLed, rooms[at].isLed, `name ${at}`);
    });
  });
}

test('what finds room is taken', () => {
  const taken = new Taken();
  const name = { x: 100, y: 100, half: 20, tall: 5 };
  findRoom([name], taken, new Taken(), [0, 0, 200, 200]);
  assert.ok(!taken.isFree(boxOf(name, name)));
  assert.ok(taken.isFree([121, 0, 130, 200]));
});

test('thousands of names are not each compared with every other', () => {
  let state = 7;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state / 2 ** 31) * 40_000;
  };
  const names = Array.from({ length: 8000 }, () => ({ x: next(), y: next(), half: 40, tall: 12 }));
  const frame = [0, 0, 40_000, 40_000];
  const time = (taken) => {
    const start = performance.now();
    findRoom(names, taken, new Taken(), frame);
    return performance.now() - start;
  };
  class Slow extends Taken {
    boxes = [];
    add(box) {
      this.boxes.push(box);
    }
    isFree(box) {
      return this.boxes.every(
        (b) => box[2] <= b[0] || b[2] <= box[0] || box[3] <= b[1] || b[3] <= box[1],
      );
    }
  }
  time(new Taken());
  const [fast, slow] = [time(new Taken()), time(new Slow())];
  assert.ok(fast < slow / 3, `${fast} ms, and ${slow} ms by pairs`);
});
