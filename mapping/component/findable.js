/**
 * What can be found on a map by its name, before the server is asked.
 *
 * @typedef {import('./types').Item} Item
 */

/**
 * List everything that can be found by name.
 * @param {import('./types').State} state
 * @returns {Item[]}
 */
export function findable({ features, places, points, message }) {
  /** @type {(feature: import('./types').Feature) => Item} */
  const place = ({ id, properties: { name } }) => ({
    kind: 'place',
    id,
    name,
    detail: `One of the ${message.places}`,
  });
  /** @type {(point: import('./types').Point) => Item} */
  const service = ({ ids, label, kind }) => ({
    kind: 'asset',
    id: ids[0],
    name: label,
    detail: kind,
  });
  /** @type {(feature: import('./types').Feature) => Item} */
  const area = ({ id, properties: { name, code, district } }) => ({
    kind: 'area',
    id,
    name,
    detail: [code, district].filter(Boolean).join(', '),
  });
  const own = new Set(features.map(({ id }) => id)); // places may be what is coloured
  const others = places.filter(({ id }) => !own.has(id));
  return [...others.map(place), ...points.map(service), ...features.map(area)];
}
