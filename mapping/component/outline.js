/**
 * The outer edges of a set of areas that share their edges exactly.
 *
 * @typedef {import('./types').Position} Position
 */

/**
 * Join the edges that only one of the areas has into lines.
 * @param {Position[][][]} shapes for each area, its rings (closed)
 * @returns {Position[][]} lines
 */
export function outerLines(shapes) {
  /** @type {Map<string, [Position, Position]>} */
  const once = new Map();
  for (const rings of shapes) for (const ring of rings) addEdges(ring, once);
  /** @type {Map<string, Array<[Position, Position]>>} */
  const byStart = new Map();
  for (const edge of once.values()) {
    const start = String(edge[0]);
    const there = byStart.get(start);
    if (there) there.push(edge);
    else byStart.set(start, [edge]);
  }
  return joinEdges(byStart);
}

/** @param {Position[]} ring @param {Map<string, [Position, Position]>} once */
function addEdges(ring, once) {
  for (let i = 1; i < ring.length; i += 1) {
    const [from, to] = [String(ring[i - 1]), String(ring[i])];
    const key = from < to ? `${from};${to}` : `${to};${from}`;
    if (once.has(key)) once.delete(key);
    else once.set(key, [ring[i - 1], ring[i]]);
  }
}

/** @param {Map<string, Array<[Position, Position]>>} byStart @returns {Position[][]} */
function joinEdges(byStart) {
  const lines = [];
  for (const [start, edges] of byStart) {
    for (let edge = edges.pop(); edge; edge = edges.pop()) {
      /** @type {Position[]} */
      const line = [...edge];
      for (;;) {
        const end = String(line[line.length - 1]);
        const next = end === start ? undefined : byStart.get(end)?.pop();
        if (!next) break;
        line.push(next[1]);
      }
      lines.push(line);
    }
  }
  return lines;
}

/**
 * Return the rings of a GeoJSON geometry.
 * @param {import('./types').Geometry} geometry
 * @returns {Position[][]}
 */
export function ringsOf(geometry) {
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

/**
 * Return the outer edges of areas as lines.
 * @param {import('./types').Feature[]} features
 */
export const outlineOf = (features) =>
  outerLines(features.map((feature) => ringsOf(feature.geometry)));
