/**
 * Where names find room: the one rule of every drawing of a map. `mapping/drawn/placing.py` holds the
 * same for pictures, and both are held to the same cases. The HTML file holds this script as it is, so
 * it imports nothing.
 *
 * @typedef {[left: number, top: number, right: number, bottom: number]} Box
 * @typedef {{x: number, y: number, half: number, tall: number, clear?: number, led?: boolean,
 *   rings?: number[][][]}} Wanted
 *   where a name belongs, half its width and half its height; how far from that spot it stands clear of
 *   it when it is moved beside it; and whether it may stand far off, led there by a line, and rather
 *   upon a symbol than nowhere, upon as few as can be; and the outline of what it names, inside of which
 *   it is tried first
 * @typedef {{x: number, y: number, isLed: boolean}} Room the middle of a name where it found room
 */

const CELL = 64; // pixels: about the size of a name
const CLEAR = 4; // pixels between a spot and a name beside it
const STEP = 14; // pixels from one ring of tries to the next
const RINGS = 2;
const OUTSIDE = 0.5; // symbols that it is worth to stand inside an outline, and where it lies on some
const OUTSIDE_ON_SYMBOLS = 2;
const ROW = 8; // pixels from one row of tries inside an outline to the next
const COLUMN = 16; // and within a row
const INNER = 0.6; // of its width and height that lies inside where a name does
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
 * @returns {Room|null} the first of those upon the fewest symbols, inside its outline rather than not
 */
function roomOf(name, taken, symbols, frame) {
  const { clear = CLEAR } = name;
  let least = name.led ? Infinity : 1;
  let found = null;
  const [left, top, right, bottom] = frame;
  const isSeen = name.x > left && name.x < right && name.y > top && name.y < bottom;
  const inside = spotsInside(name, frame);
  for (const [at, [toX, toY]] of [...inside, ...spotsBeside(name)].entries()) {
    let [x, y] = [toX, toY];
    if (isSeen) {
      x = Math.max(Math.min(x, right - name.half), left + name.half);
      y = Math.max(Math.min(y, bottom - name.tall), top + name.tall);
    }
    const box = boxOf({ x, y }, name);
    if (!taken.isFree(box)) continue;
    const under = symbols.countUnder(box);
    const isBeside = at >= inside.length;
    const cost = under + (isBeside ? (under ? OUTSIDE_ON_SYMBOLS : OUTSIDE) : 0);
    if (cost >= least) continue;
    least = cost;
    found = { x, y, isLed: isBeside && awayFrom(box, name) >= clear + LED_BEYOND };
    if (!under) break;
  }
  return found;
}

/** @param {Wanted} name @returns {number[][]} where it is tried about its spot, the nearest first */
function spotsBeside({ x, y, half, tall, clear = CLEAR, led = false }) {
  const spots = [[x, y]];
  for (let ring = 0; ring <= (led ? RINGS : 0); ring += 1) {
    const off = clear + ring * STEP;
    for (const [across, down] of WAYS) {
      spots.push([x + across * (half + off), y + down * (tall + off)]);
    }
  }
  return spots;
}

/**
 * Return where a name lies inside the outline of what it names and in sight, the nearest first: where
 * most of it does.
 * @param {Wanted} name
 * @param {Box} frame
 * @returns {number[][]}
 */
export function spotsInside({ x, y, half, tall, rings = [] }, [left, top, right, bottom]) {
  const heights = rings.flatMap((ring) => ring.map(([, down]) => down));
  let [highest, lowest] = [top, bottom];
  if (!heights.length) return [];
  highest = Math.max(
    highest,
    heights.reduce((a, b) => Math.min(a, b)),
  );
  lowest = Math.min(
    lowest,
    heights.reduce((a, b) => Math.max(a, b)),
  );
  const spots = [];
  const [wide, high] = [half * INNER, tall * INNER];
  const sight = [[left + half - wide, right - half + wide]];
  const from = Math.ceil((highest + tall - y) / ROW);
  for (let row = from; y + row * ROW <= lowest - tall; row += 1) {
    const at = y + row * ROW;
    const runs = [at - high, at, at + high].map((line) => runsAt(rings, line)).reduce(inBoth);
    for (const [start, end] of inBoth(runs, sight)) {
      const [west, east] = [start + wide, end - wide];
      if (west > east) continue;
      const middle = Math.min(Math.max(x, west), east);
      spots.push([middle, at]);
      const [back, on] = [middle - west, east - middle].map((room) => Math.floor(room / COLUMN));
      for (let step = 1; step <= back; step += 1) spots.push([middle - step * COLUMN, at]);
      for (let step = 1; step <= on; step += 1) spots.push([middle + step * COLUMN, at]);
    }
  }
  const far = (/** @type {number[]} */ [a, b]) => (a - x) * (a - x) + (b - y) * (b - y);
  return spots.sort((a, b) => far(a) - far(b));
}

/** @param {number[][][]} rings @param {number} y @returns {number[][]} from where to where it is inside */
function runsAt(rings, y) {
  /** @type {number[]} */
  const crossed = [];
  for (const ring of rings) {
    ring.forEach(([x2, y2], at) => {
      const [x1, y1] = ring.at(at - 1) ?? [];
      if (y1 <= y !== y2 <= y) crossed.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    });
  }
  crossed.sort((a, b) => a - b);
  return crossed.flatMap((start, at) => (at % 2 ? [] : [[start, crossed[at + 1]]]));
}

/** @param {number[][]} runs @param {number[][]} others @returns {number[][]} what both hold */
function inBoth(runs, others) {
  return runs.flatMap(([start, end]) =>
    others
      .map(([from, to]) => [Math.max(start, from), Math.min(end, to)])
      .filter(([from, to]) => from < to),
  );
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
