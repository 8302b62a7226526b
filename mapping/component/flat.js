/**
 * The shapes of many areas as flat lists of numbers, in pixels of the world at zoom 0: tens of
 * thousands of them are read, drawn and pointed at without an object for each corner.
 *
 * @typedef {import('./types').Geometry} Geometry
 * @typedef {{x: number, y: number}} XY
 */

import { worldOf } from './ground.js';

/**
 * Areas of which each has rings, and each ring corners; the last corner of a ring is its first again.
 * Where an area or a ring ends is where the next begins.
 * @typedef {object} Flat
 * @property {Float64Array} at x and y of each corner
 * @property {Int32Array} ends of each ring, in corners
 * @property {Int32Array} rings ends of each area, in rings
 * @property {Float64Array} boxes of each area: west, north, east, south
 */

/**
 * Read shapes as they were sent.
 * @param {Geometry[]} geometries
 * @returns {Flat}
 */
export function flatten(geometries) {
  const shapes = geometries.map(polygonsOf);
  let [corners, rings] = [0, 0];
  for (const shape of shapes) {
    for (const polygon of shape) {
      rings += polygon.length;
      for (const ring of polygon) corners += ring.length;
    }
  }
  /** @type {Flat} */
  const flat = {
    at: new Float64Array(2 * corners),
    ends: new Int32Array(rings),
    rings: new Int32Array(shapes.length),
    boxes: new Float64Array(4 * shapes.length),
  };
  let [corner, ring] = [0, 0];
  shapes.forEach((shape, area) => {
    const from = corner;
    for (const polygon of shape) {
      polygon.forEach((positions, at) => {
        write(flat.at, corner, positions, at === 0);
        corner += positions.length;
        flat.ends[ring] = corner;
        ring += 1;
      });
    }
    flat.rings[area] = ring;
    flat.boxes.set(boxOf(flat.at, from, corner), 4 * area);
  });
  return flat;
}

/** @param {Geometry} geometry */
const polygonsOf = ({ type, coordinates }) => (type === 'Polygon' ? [coordinates] : coordinates);

/**
 * Write a ring. Outer ones all go round one way and holes the other, so that shapes that lie over
 * each other have no hole where they do.
 * @param {Float64Array} at
 * @param {number} from which corner on
 * @param {import('./types').Position[]} ring
 * @param {boolean} isOuter
 */
function write(at, from, ring, isOuter) {
  const last = ring.length - 1;
  const isTurned = turnOf(ring) > 0 !== isOuter;
  for (let n = 0; n <= last; n += 1) {
    const position = ring[isTurned ? last - n : n];
    const [x, y] = worldOf(position[0], position[1]);
    at[2 * (from + n)] = x;
    at[2 * (from + n) + 1] = y;
  }
}

/** @param {import('./types').Position[]} ring */
function turnOf(ring) {
  let sum = 0;
  for (let n = 1; n < ring.length; n += 1) {
    sum += ring[n - 1][0] * ring[n][1] - ring[n][0] * ring[n - 1][1];
  }
  return sum;
}

/** @param {Float64Array} at @param {number} from @param {number} to @returns {number[]} */
function boxOf(at, from, to) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 2 * from; i < 2 * to; i += 2) {
    if (at[i] < west) west = at[i];
    if (at[i] > east) east = at[i];
    if (at[i + 1] < north) north = at[i + 1];
    if (at[i + 1] > south) south = at[i + 1];
  }
  return [west, north, east, south];
}

/**
 * Return how wide an area usually is, in pixels at zoom 0; 0 where there is none.
 * @param {Flat} flat
 */
export function usualWidth({ boxes }) {
  const widths = new Float64Array(boxes.length / 4);
  for (let area = 0; area < widths.length; area += 1) {
    const across = boxes[4 * area + 2] - boxes[4 * area];
    const down = boxes[4 * area + 3] - boxes[4 * area + 1];
    widths[area] = across > 0 ? Math.sqrt(across * down) : 0; // an empty shape has no box
  }
  return widths.sort()[widths.length >> 1] ?? 0;
}

/**
 * Return whether a point is in an area.
 * @param {Flat} flat
 * @param {number} area
 * @param {XY} point in pixels at zoom 0
 */
export function isInside({ at, ends, rings, boxes }, area, { x, y }) {
  const box = 4 * area;
  if (x < boxes[box] || y < boxes[box + 1] || x > boxes[box + 2] || y > boxes[box + 3])
    return false;
  let isIn = false;
  for (let ring = area ? rings[area - 1] : 0; ring < rings[area]; ring += 1) {
    const from = ring ? ends[ring - 1] : 0;
    for (let n = from + 1; n < ends[ring]; n += 1) {
      const [ax, ay, bx, by] = [at[2 * n - 2], at[2 * n - 1], at[2 * n], at[2 * n + 1]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
    }
  }
  return isIn;
}

/**
 * Trace an area in pixels of a drawing, rounded as Leaflet rounds what is drawn upon it.
 * @param {Flat} flat
 * @param {number} area
 * @param {{zoom: number, origin: XY}} sight
 * @param {Path2D} path
 */
export function traceArea({ at, ends, rings }, area, { zoom, origin }, path) {
  const scale = 2 ** zoom;
  for (let ring = area ? rings[area - 1] : 0; ring < rings[area]; ring += 1) {
    const from = ring ? ends[ring - 1] : 0;
    let [lastX, lastY] = [NaN, NaN];
    for (let n = from; n < ends[ring] - 1; n += 1) {
      const x = Math.round(at[2 * n] * scale) - origin.x;
      const y = Math.round(at[2 * n + 1] * scale) - origin.y;
      if (x === lastX && y === lastY) continue; // too near to be another corner
      if (n === from) path.moveTo(x, y);
      else path.lineTo(x, y);
      [lastX, lastY] = [x, y];
    }
    path.closePath();
  }
}
