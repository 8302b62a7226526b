/** The outer edges of a set of areas that share their edges exactly. */

/**
 * Join the edges that only one of the areas has into lines.
 * @param {Array<Array<Array<[number, number]>>>} shapes for each area, its rings (closed)
 * @returns {Array<Array<[number, number]>>} lines
 */
export function outerLines(shapes) {
  const once = new Map();
  for (const rings of shapes) for (const ring of rings) addEdges(ring, once);
  const byStart = new Map();
  for (const edge of once.values()) {
    const start = String(edge[0]);
    if (!byStart.has(start)) byStart.set(start, []);
    byStart.get(start).push(edge);
  }
  return joinEdges(byStart);
}

function addEdges(ring, once) {
  for (let i = 1; i < ring.length; i += 1) {
    const [from, to] = [String(ring[i - 1]), String(ring[i])];
    const key = from < to ? `${from};${to}` : `${to};${from}`;
    if (once.has(key)) once.delete(key);
    else once.set(key, [ring[i - 1], ring[i]]);
  }
}

function joinEdges(byStart) {
  const lines = [];
  for (const [start, edges] of byStart) {
    while (edges.length) {
      const line = [...edges.pop()];
      for (;;) {
        const end = String(line[line.length - 1]);
        const next = end === start ? null : byStart.get(end)?.pop();
        if (!next) break;
        line.push(next[1]);
      }
      lines.push(line);
    }
  }
  return lines;
}

/**
 * Give the rings of a GeoJSON geometry.
 * @param {{type: string, coordinates: any}} geometry Polygon or MultiPolygon
 */
export function ringsOf(geometry) {
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}
