/**
 * Where names find room: the one rule of every drawing of a map. `mapping/drawn/placing.py` holds the
 * same for pictures, and both are held to the same cases. The HTML file holds this script as it is, so
 * it imports nothing.
 *
 * @typedef {[left: number, top: number, right: number, bottom: number]} Box
 * @typedef {{x: number, y: number, half: number, tall: number, clear?: number, led?: boolean,
 *   rings?: number[][][]}} Wanted
 *   where a name belongs, half its width and half its height; how far from that spot it stands clear of
 *   it when it is moved beside it; and whether it may stand far off, led there by a line; and the outline
 *   of what it names: it stands inside of it, or, led, where nothing that is named is drawn
 * @typedef {{x: number, y: number, isLed: boolean, from?: number[]}} Room the middle of a name where it
 *   found room, and where the line that leads there begins
 */

const CELL = 64; // pixels: about the size of a name
const CLEAR = 4; // pixels between a spot and a name beside it
const STEP = 14; // pixels from one ring of tries to the next
const RINGS = 2;
const ROW = 8; // pixels from one row of tries inside an outline to the next
const COLUMN = 16; // and within a row
const INNER = 0.8; // of its width and height that lies inside where a name does: two thirds of it
const LONGEST = 120; // pixels that a line leads
const ACROSS = 48; // pixels of it over the ground of other places: further, a name seems to be of theirs
const FURTHER = 5; // times as far, where there is room for it
const SAMPLE = 4; // pixels from one point of a line to the next, where it is asked whose ground it is on
const EDGE = 4; // pixels around what is in sight that a name may not come into from beyond
const EMPTY = 3; // pixels between a name on empty ground and what is drawn
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

  /** @param {number[]} from @param {number[]} to @returns {boolean} whether a line goes through none */
  letsThrough(from, to) {
    const [[x1, y1], [x2, y2]] = [from, to];
    const along = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
    return squaresOf(/** @type {Box} */ (along)).every((square) =>
      (this.squares.get(square) ?? []).every((box) => !goesThrough(from, to, box)),
    );
  }
}

/** The ground where nothing that is named is drawn, row by row as it is asked for. */
class Empty {
  /** @param {Wanted[]} names @param {Box} frame */
  constructor(names, [left, top, right, bottom]) {
    this.names = names;
    this.frame = [left, top, right, bottom];
    this.last = Math.floor((bottom - top) / ROW);
    /** @type {Map<number, number[][]>} */
    this.rows = new Map();
  }

  /** @param {number} row @returns {number[][]} from where to where it is empty */
  runsAlong(row) {
    let runs = this.rows.get(row);
    if (!runs) {
      const [left, top, right] = this.frame;
      runs = [[left, right]];
      for (const { rings = [] } of this.names) {
        const drawn = runsAt(rings, top + row * ROW);
        if (drawn.length) runs = inBoth(runs, between(drawn));
      }
      this.rows.set(row, runs);
    }
    return runs;
  }

  /**
   * Return how far a line leads over the ground of other places.
   * @param {Wanted} name whose line it is
   * @param {number[]} from @param {number[]} to
   */
  across({ rings = [] }, [x1, y1], [x2, y2]) {
    const long = Math.hypot(x2 - x1, y2 - y1);
    const parts = Math.ceil(long / SAMPLE);
    /** @type {Map<number, number[][]>} */
    const free = new Map(); // its own ground and what is empty, by row
    let over = 0;
    for (let part = 0; part < parts; part += 1) {
      const share = (part + 0.5) / parts;
      const row = Math.floor((y1 + share * (y2 - y1) - this.frame[1]) / ROW + 0.5);
      const runs = free.get(row) ?? [
        ...this.runsAlong(row),
        ...runsAt(rings, this.frame[1] + row * ROW),
      ];
      free.set(row, runs);
      const x = x1 + share * (x2 - x1);
      if (!runs.some(([start, end]) => start <= x && x <= end)) over += 1;
    }
    return parts ? (over * long) / parts : 0;
  }

  /**
   * Return where a name has room within a line's length, the nearest first.
   * @param {Wanted} name @param {number[]} spot @param {number} longest @returns {number[][]}
   */
  spotsFor({ half, tall }, [x, y], longest) {
    const top = this.frame[1];
    const spots = [];
    const reach = Math.ceil((tall + EMPTY) / ROW);
    for (let row = reach; row + reach <= this.last; row += 1) {
      const at = top + row * ROW;
      if (Math.abs(at - y) > longest + tall) continue;
      let runs = this.runsAlong(row);
      for (let off = 1; off <= reach; off += 1) {
        runs = [row - off, row + off].map((each) => this.runsAlong(each)).reduce(inBoth, runs);
      }
      const near = inBoth(runs, [[x - longest - half, x + longest + half]]);
      for (const [start, end] of near) {
        spots.push(...along(x, start + half + EMPTY, end - half - EMPTY).map((to) => [to, at]));
      }
    }
    return nearestFirst(spots, x, y);
  }
}

/**
 * Find room for names: those with an outline inside of it, then those of them that may be led on empty
 * ground, then the others at their spots or beside them; the first ones first.
 * @param {Wanted[]} names
 * @param {Taken} taken where none may stand; where these find room is added to it
 * @param {Taken} symbols where none may stand, but lines may lead over them
 * @param {Box} frame what is in sight; a name whose spot is stays within it, and none is cut by its edge
 * @param {boolean} [isFar] whether names that find no room may at the end be led further
 * @returns {(Room|null)[]} null where a name finds no room
 */
export function findRoom(names, taken, symbols, frame, isFar = false) {
  /** @type {(Room|null)[]} */
  const rooms = names.map(() => null);
  /** @param {(name: Wanted) => boolean|undefined} isOf @param {(name: Wanted) => Room|null} find */
  const settle = (isOf, find) => {
    names.forEach((name, at) => {
      if (rooms[at] || !isOf(name)) return;
      const room = find(name);
      if (room) taken.add(boxOf(room, name));
      rooms[at] = room;
    });
  };
  const isFree = (/** @type {Box} */ box) => taken.isFree(box) && symbols.isFree(box);
  const outlined = names.filter(hasOutline);
  const empty = new Empty(outlined, frame);
  /** @type {number[][][]} */
  const lines = [];
  const isOffLines = (/** @type {Box} */ box) => !lines.some(([a, b]) => goesThrough(a, b, box));
  settle(hasOutline, (name) => roomInside(name, isFree, frame));
  settle(
    (name) => name.led && hasOutline(name),
    (name) => roomLed(name, isFree, taken, empty, lines, 1),
  );
  settle(
    (name) => isFar && name.led && hasOutline(name),
    (name) => roomLed(name, isFree, taken, empty, lines, FURTHER),
  );
  settle(
    (name) => !hasOutline(name),
    (name) => roomBeside(name, (box) => isFree(box) && isOffLines(box), frame),
  );
  return rooms;
}

/** @param {Wanted} name */
const hasOutline = ({ rings = [] }) => rings.length > 0;

/** @param {Wanted} name @param {(box: Box) => boolean} isFree @param {Box} frame @returns {Room|null} */
function roomInside(name, isFree, frame) {
  const found = spotsInside(name, frame).find(([x, y]) => isFree(boxOf({ x, y }, name)));
  return found ? { x: found[0], y: found[1], isLed: false } : null;
}

/**
 * Return where a name stands on empty ground, led there by a short line through no other name, over no
 * other line and hardly over the ground of another place.
 * @param {Wanted} name @param {(box: Box) => boolean} isFree @param {Taken} taken @param {Empty} empty
 * @param {number[][][]} lines that lead to others; this one is added
 * @param {number} times as far as is short
 * @returns {Room|null}
 */
function roomLed(name, isFree, taken, empty, lines, times) {
  const dot = { ...name, half: 1, tall: 1 };
  const sight = /** @type {Box} */ (empty.frame);
  const from = spotsInside(dot, sight).find(([x, y]) => taken.isFree(boxOf({ x, y }, dot)));
  if (!from) return null;
  for (const [x, y] of empty.spotsFor(name, from, times * LONGEST)) {
    const box = boxOf({ x, y }, name);
    const to = nearestOf(box, from);
    if (!isFree(box) || !taken.letsThrough(from, to)) continue;
    if (lines.some(([a, b]) => doCross(a, b, from, to) || goesThrough(a, b, box))) continue;
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) > times * LONGEST) continue;
    if (empty.across(name, from, to) > times * ACROSS) continue;
    lines.push([from, to]);
    return { x, y, isLed: true, from };
  }
  return null;
}

/** @param {Wanted} name @param {(box: Box) => boolean} isFree @param {Box} frame @returns {Room|null} */
function roomBeside(name, isFree, frame) {
  const [left, top, right, bottom] = frame;
  const { clear = CLEAR } = name;
  const isSeen = name.x > left && name.x < right && name.y > top && name.y < bottom;
  for (let [x, y] of spotsBeside(name)) {
    if (isSeen) {
      x = Math.max(Math.min(x, right - name.half), left + name.half);
      y = Math.max(Math.min(y, bottom - name.tall), top + name.tall);
    }
    const box = boxOf({ x, y }, name);
    if (isCut(box, frame) || !isFree(box)) continue;
    const isLed = awayFrom(box, name) >= clear + LED_BEYOND;
    return isLed ? { x, y, isLed, from: [name.x, name.y] } : { x, y, isLed };
  }
  return null;
}

/** @param {Box} box @param {Box} frame @returns {boolean} whether it is seen in part */
function isCut([west, north, east, south], [left, top, right, bottom]) {
  const isWhole = west >= left && east <= right && north >= top && south <= bottom;
  const sight = /** @type {Box} */ ([left - EDGE, top - EDGE, right + EDGE, bottom + EDGE]);
  return !isWhole && !areApart([west, north, east, south], sight);
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
      spots.push(...along(x, start + wide, end - wide).map((to) => [to, at]));
    }
  }
  return nearestFirst(spots, x, y);
}

/** @param {number} x @param {number} west @param {number} east @returns {number[]} tries along a row */
function along(x, west, east) {
  if (west > east) return [];
  const middle = Math.min(Math.max(x, west), east);
  const [back, on] = [middle - west, east - middle].map((room) => Math.floor(room / COLUMN));
  const steps = (/** @type {number} */ count, /** @type {number} */ way) =>
    Array.from({ length: count }, (_, step) => middle + way * (step + 1) * COLUMN);
  return [middle, ...steps(back, -1), ...steps(on, 1)];
}

/** @param {number[][]} spots @param {number} x @param {number} y */
function nearestFirst(spots, x, y) {
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

/** @param {number[][]} runs @returns {number[][]} what lies before, between and after them */
function between(runs) {
  const ends = [-Infinity, ...runs.map(([, end]) => end)];
  return ends.map((end, at) => [end, runs[at]?.[0] ?? Infinity]);
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

/** @param {Box} box @param {number[]} spot @returns {number[]} the point of the box nearest to a spot */
export function nearestOf([left, top, right, bottom], [x, y]) {
  return [Math.max(left, Math.min(x, right)), Math.max(top, Math.min(y, bottom))];
}

/** @param {number[]} from @param {number[]} to @param {Box} box @returns {boolean} */
function goesThrough([x1, y1], [x2, y2], [left, top, right, bottom]) {
  let [start, end] = [0, 1]; // of the line, the part within the box
  for (const [at, step, low, high] of [
    [x1, x2 - x1, left, right],
    [y1, y2 - y1, top, bottom],
  ]) {
    if (step === 0) {
      if (at <= low || at >= high) return false;
      continue;
    }
    const [a, b] = [(low - at) / step, (high - at) / step];
    start = Math.max(start, Math.min(a, b));
    end = Math.min(end, Math.max(a, b));
  }
  return start < end;
}

/** @param {number[]} a @param {number[]} b @param {number[]} c @param {number[]} d */
function doCross(a, b, c, d) {
  const side = (/** @type {number[]} */ p, /** @type {number[]} */ q, /** @type {number[]} */ r) =>
    (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
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
