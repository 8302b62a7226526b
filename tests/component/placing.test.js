import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const { boxOf, findRoom, Taken } = await import('../../mapping/component/placing.js');

const CASES = JSON.parse(readFileSync(new URL('./placing_cases.json', import.meta.url), 'utf-8'));
const near = (a, b) => Math.abs(a - b) < 1e-6;

for (const { words, names, taken, symbols, frame, isFar, rooms } of CASES) {
  test(`as in a picture: ${words}`, () => {
    const found = findRoom(names, new Taken(taken), new Taken(symbols), frame, isFar);
    assert.equal(found.length, rooms.length);
    found.forEach((room, at) => {
      assert.equal(Boolean(room), Boolean(rooms[at]), `name ${at}`);
      if (!room) return;
      assert.ok(near(room.x, rooms[at].x) && near(room.y, rooms[at].y), `name ${at}`);
      assert.equal(room.isLed, rooms[at].isLed, `name ${at}`);
      room.from?.forEach((each, way) => {
        assert.ok(near(each, rooms[at].from[way]), `name ${at}`);
      });
    });
  });
}

const inRings = (rings, [x, y]) =>
  rings.flatMap((ring) =>
    ring.filter(([x2, y2], at) => {
      const [x1, y1] = ring.at(at - 1);
      return y1 <= y !== y2 <= y && x1 + ((y - y1) / (y2 - y1)) * (x2 - x1) < x;
    }),
  ).length %
    2 ===
  1;

test('no name stands in another place, upon another name or upon a symbol', () => {
  const told = { inside: 0, led: 0, out: 0 };
  for (const { names, taken, symbols, frame } of CASES.filter(({ names: all }) =>
    all.every((name) => name.rings),
  )) {
    const rooms = findRoom(names, new Taken(taken), new Taken(symbols), frame);
    const apart = new Taken([...taken, ...symbols]);
    rooms.forEach((room, at) => {
      told[!room ? 'out' : room.isLed ? 'led' : 'inside'] += 1;
      if (!room) return;
      const box = boxOf(room, names[at]);
      assert.ok(apart.isFree(box));
      apart.add(box);
      const [left, top, right, bottom] = box;
      if (!room.isLed) {
        assert.ok(inRings(names[at].rings, [room.x, room.y]));
        return;
      }
      for (const { rings } of names)
        for (const x of [left, room.x, right])
          for (const y of [top, room.y, bottom]) assert.ok(!inRings(rings, [x, y]));
      assert.ok(inRings(names[at].rings, room.from), 'the line begins in its place');
    });
  }
  assert.ok(
    Object.values(told).every((count) => count > 2),
    JSON.stringify(told),
  );
});

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
  let compared = 0;
  class Counting extends Map {
    get(square) {
      const there = super.get(square);
      compared += there?.length ?? 0;
      return there;
    }
  }
  class Counted extends Taken {
    squares = new Counting();
  }
  findRoom(names, new Counted(), new Taken(), frame);
  assert.ok(compared > 0);
  assert.ok(compared < names.length * 20, `${compared} boxes were looked at for 8,000 names`);
});
