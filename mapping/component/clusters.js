/**
 * Which doors are too near each other on the screen to be drawn apart.
 *
 * @typedef {{x: number, y: number, count: number}} Spot where a door is, in pixels of the world at some
 *   scale, and how many services it is the door of
 * @typedef {{x: number, y: number, count: number, members: number[]}} Group doors drawn as one: their
 *   middle, how many services they have in all, and which doors they are
 */

const SINGLE = 7; // pixels: half the width of a symbol
const LEAST = 10; // of a disc with a number
const MOST = 16;

/**
 * Return half the width of what is drawn for some services: a symbol for one, a disc for several.
 * @param {{count: number}} group
 */
export function sizeOf({ count }) {
  return count > 1 ? Math.min(LEAST + 2 * Math.log10(count), MOST) : SINGLE;
}

/**
 * Put together the doors whose symbols would lie on one another, until none does.
 * @param {Spot[]} spots
 * @returns {Group[]} in the order of their first doors; every door is in one of them
 */
export function groupsOf(spots) {
  /** @type {Group[]} */
  let groups = spots.map((spot, at) => ({ ...spot, members: [at] }));
  for (;;) {
    const fewer = mergedOnce(groups);
    if (fewer.length === groups.length) return groups;
    groups = fewer;
  }
}

/** @param {Group[]} groups @returns {Group[]} */
function mergedOnce(groups) {
  const cell = 2 * MOST;
  /** @type {Map<string, Group[]>} */
  const squares = new Map();
  /** @type {Group[]} */
  const kept = [];
  for (const group of groups) {
    const [column, row] = [Math.floor(group.x / cell), Math.floor(group.y / cell)];
    const other = nearTo(group, squares, column, row);
    if (other) {
      join(other, group);
      continue;
    }
    const own = { ...group, members: [...group.members] };
    kept.push(own);
    const square = `${column};${row}`;
    squares.set(square, [...(squares.get(square) ?? []), own]);
  }
  return kept;
}

/**
 * @param {Group} group @param {Map<string, Group[]>} squares @param {number} column
 * @param {number} row
 */
function nearTo(group, squares, column, row) {
  for (const across of [column, column - 1, column + 1]) {
    for (const down of [row, row - 1, row + 1]) {
      const found = squares.get(`${across};${down}`)?.find((other) => lieOver(group, other));
      if (found) return found;
    }
  }
  return null;
}

/** @param {Group} a @param {Group} b */
export function lieOver(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y) < sizeOf(a) + sizeOf(b);
}

/** @param {Group} into @param {Group} other */
function join(into, other) {
  const [here, there] = [into.members.length, other.members.length];
  into.x = (into.x * here + other.x * there) / (here + there);
  into.y = (into.y * here + other.y * there) / (here + there);
  into.count += other.count;
  into.members.push(...other.members);
}

/**
 * Return the least zoom at which some doors are no longer drawn as one, or null where none is.
 * @param {(zoom: number) => Spot[]} spotsAt the doors at a zoom
 * @param {number} from
 * @param {number} to
 */
export function zoomApart(spotsAt, from, to) {
  for (let zoom = from; zoom <= to; zoom += 0.5) {
    if (groupsOf(spotsAt(zoom)).length > 1) return zoom;
  }
  return null;
}
