/**
 * Where names find room: the one rule of every drawing of a map. `mapping/drawn/placing.py` holds the
 * same for pictures, and both are held to the same cases. The HTML file holds this script as it is, so
 * it imports nothing.
 *
 * @typedef {[left: number, top: number, right: number, bottom: number]} Box
 * @typedef {{x: number, y: number, half: number, tall: number, clear?: number, led?: boolean}} Wanted
 *   where a name belongs, half its width and half its height; how far from that spot it stands clear of
 *   it when it is moved beside it; and whether it may stand far off, led there by a line, and rather
 *   upon a symbol than nowhere, upon as few as can be
 * @typedef {{x: number, y: number, isLed: boolean}} Room the middle of a name where it found room
 */

const CELL = 64; // pixels: about the size of a name
const CLEAR = 4; // pixels between a spot and a name beside it
const STEP = 14; // pixels from one ring of tries to the next
const RINGS = 7;
const LED_BEYOND = 6; // pixels further from its spot than beside it, from which a line leads there
const WAYS = [
  [0, -1],
  [0, 1],
  [1, 0],
  [-1, 0],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
];

/** Boxes that are taken, kept by the squares of a grid that they touch. */
export class Taken {
  /** @param {Box[]} [boxes] */
  constructor(boxes = []) {
    /** @type {Map<string, Box[]>} */
    this.squares = new Map();
    for (const box of boxes) this.add(box);
  }

  /** @param {Box} box */
  add(box) {
    for (const square of squaresOf(box)) {
      const there = this.squares.get(square);
      if (there) there.push(box);
      else this.squares.set(square, [box]);
    }
  }

  /** @param {Box} box */
  isFree(box) {
    return squaresOf(box).every((square) =>
      (this.squares.get(square) ?? []).every((other) => areApart(box, other)),
    );
  }

  /** @param {Box} box @returns {number} how many it lies on */
  countUnder(box) {
    const under = new Set();
    for (const square of squaresOf(box)) {
      for (const other of this.squares.get(square) ?? [])
        if (!areApart(box, other)) under.add(other);
    }
    return under.size;
  }
}

/**
 * Find room for names, the first ones first: each at its spot, else beside it, else led to it by a line.
 * @param {Wanted[]} names
 * @param {Taken} taken where none may stand; where these find room is added to it
 * @param {Taken} symbols where none may stand that has room elsewhere
 * @param {Box} frame what is in sight; a name whose spot is stays within it
 * @returns {(Room|null)[]} null where a name finds no room
 */
export function findRoom(names, taken, symbols, frame) {
  return names.map((name) => {
    const room = roomOf(name, taken, symbols, frame);
    if (room) taken.add(boxOf(room, name));
    return room;
  });
}

/**
 * @param {Wanted} name @param {Taken} taken @param {Taken} symbols @param {Box} frame
 * @returns {Room|null} the first of those upon the fewest symbols
 */
function roomOf(name, taken, symbols, frame) {
  const { clear = CLEAR } = name;
  let fewest = name.led ? Infinity : 1;
  let found = null;
  const [left, top, right, bottom] = frame;
  const isSeen = name.x > left && name.x < right && name.y > top && name.y < bottom;
  for (const [across, down] of triesOf(name)) {
    let [x, y] = [name.x + across, name.y + down];
    if (isSeen) {
      x = Math.max(Math.min(x, right - name.half), left + name.half);
      y = Math.max(Math.min(y, bottom - name.tall), top + name.tall);
    }
    const box = boxOf({ x, y }, name);
    if (!taken.isFree(box)) continue;
    const under = symbols.countUnder(box);
    if (under >= fewest) continue;
    fewest = under;
    found = { x, y, isLed: awayFrom(box, name) >= clear + LED_BEYOND };
    if (!under) break;
  }
  return found;
}

/** @param {Wanted} name @returns {number[][]} how far from its spot it is tried, the nearest first */
function triesOf({ half, tall, clear = CLEAR, led = false }) {
  const tries = [[0, 0]];
  for (let ring = 0; ring <= (led ? RINGS : 0); ring += 1) {
    const off = clear + ring * STEP;
    for (const [across, down] of WAYS) tries.push([across * (half + off), down * (tall + off)]);
  }
  return tries;
}

/** @param {{x: number, y: number}} at @param {Wanted} name @returns {Box} */
export function boxOf({ x, y }, { half, tall }) {
  return [x - half, y - tall, x + half, y + tall];
}

/**
 * Return how far a spot is from a box, the longer way of across and down.
 * @param {Box} box @param {{x: number, y: number}} spot
 */
function awayFrom([left, top, right, bottom], { x, y }) {
  return Math.max(left - x, x - right, top - y, y - bottom, 0);
}

/** @param {Box} box @returns {string[]} the squares of the grid that it touches */
function squaresOf([left, top, right, bottom]) {
  const squares = [];
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) {
      squares.push([x, y].join(';'));
    }
  }
  return squares;
}

/** @param {Box} a @param {Box} b */
function areApart(a, b) {
  return a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
}
