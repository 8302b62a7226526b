/**
 * Lengths and outlines of what a person draws. Points are latitude and longitude, in degrees.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 */

const RADIANS = Math.PI / 180;
const M_PER_KM = 1000;
const M_PER_MILE = 1609.344;
const KM_FROM = 995; // metres; fewer are told in metres
const MIN_PER_HOUR = 60;
const FEWEST = 3; // corners of an outline

/**
 * Return the metres between two points: by the length of a degree about their middle, which over a
 * county is right to a few centimetres in a kilometre.
 * @param {Position} one
 * @param {Position} other
 */
export function metresBetween([lat, lon], [toLat, toLon]) {
  const middle = ((lat + toLat) / 2) * RADIANS;
  const north = 111132.09 - 566.05 * Math.cos(2 * middle) + 1.2 * Math.cos(4 * middle);
  const east = 111415.13 * Math.cos(middle) - 94.55 * Math.cos(3 * middle);
  return Math.hypot((toLat - lat) * north, (toLon - lon) * east);
}

/** @param {Position[]} points @returns {number} metres past all of them */
export function lengthOf(points) {
  return points.slice(1).reduce((sum, at, n) => sum + metresBetween(points[n], at), 0);
}

/** @param {number} metres @returns {string} "640 m (0.40 miles)", "1.24 km (0.77 miles)" */
export function lengthWords(metres) {
  const miles = `${(metres / M_PER_MILE).toFixed(2)} miles`;
  const near = metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10;
  return metres < KM_FROM
    ? `${near} m (${miles})`
    : `${(metres / M_PER_KM).toFixed(2)} km (${miles})`;
}

/**
 * Say how long a way takes: in hours from two of them on.
 * @param {number} value minutes
 */
export function timeWords(value) {
  const count = Math.round(value);
  if (count < 2 * MIN_PER_HOUR) return count === 1 ? '1 minute' : `${count} minutes`;
  const left = count % MIN_PER_HOUR;
  return `${Math.floor(count / MIN_PER_HOUR)} hours${left ? ` ${left} minutes` : ''}`;
}

/**
 * Say what is wrong with an outline, as far as that can be seen here; nothing where nothing is.
 * @param {Position[]} ring corners, the first not said again
 */
export function outlineFault(ring) {
  if (ring.length < FEWEST) return `An outline has at least ${FEWEST} corners; add more.`;
  if (crossesItself(ring)) {
    return 'The outline crosses itself. Take corners back until it does not, then go on.';
  }
  return '';
}

/** @param {Position[]} ring @returns {boolean} whether any two of its edges cross */
export function crossesItself(ring) {
  const count = ring.length;
  const edge = (/** @type {number} */ n) => [ring[n], ring[(n + 1) % count]];
  for (let one = 0; one < count; one += 1) {
    for (let other = one + 2; other < count; other += 1) {
      const areNeighbours = one === 0 && other === count - 1;
      if (!areNeighbours && cross(edge(one), edge(other))) return true;
    }
  }
  return false;
}

/** @param {Position[]} one @param {Position[]} other */
function cross([a, b], [c, d]) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** @param {Position} a @param {Position} b @param {Position} at */
function side([ay, ax], [by, bx], [y, x]) {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}

/**
 * Return which of some shapes a point is in, or null.
 * @param {import('./types').Feature[]} features
 * @param {Position} at latitude, longitude
 */
export function shapeAt(features, at) {
  return features.find(({ geometry }) => holds(geometry, at)) ?? null;
}

/** @param {import('./types').Geometry} geometry @param {Position} at */
function holds({ type, coordinates }, at) {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  return polygons.some((rings) => rings.filter((ring) => isInside(ring, at)).length % 2 === 1);
}

/** @param {Position[]} ring longitude and latitude @param {Position} at latitude, longitude */
function isInside(ring, [y, x]) {
  let isIn = false;
  for (let n = 0, last = ring.length - 1; n < ring.length; last = n, n += 1) {
    const [ax, ay] = ring[n];
    const [bx, by] = ring[last];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}
