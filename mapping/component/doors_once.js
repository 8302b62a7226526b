/**
 * Doors of several layers, each drawn once: an offer that two layers have is one symbol. The same as
 * `mapping/map/doors_once.py`.
 *
 * @typedef {import('./types').Point} Point
 */

/**
 * Return points with those that share an offer put together, where the first of them stands. A door
 * of several is open where it is open for one, is certain where it is for one, and has the marks of all.
 * @param {Point[]} points
 * @returns {Point[]}
 */
export function doorsOnce(points) {
  /** @type {Map<number, Point>} */
  const found = new Map();
  /** @type {Map<string, number>} */
  const held = new Map(); // by offer, where its point stands
  points.forEach((point, at) => {
    const same = new Set(point.ids.flatMap((id) => held.get(id) ?? []));
    const inOrder = [...same].sort((a, b) => a - b);
    let together = point;
    for (const each of inOrder.toReversed()) {
      together = joined(/** @type {Point} */ (found.get(each)), together);
      found.delete(each);
    }
    const place = inOrder[0] ?? at;
    found.set(place, together);
    for (const id of together.ids) held.set(id, place);
  });
  return [...found].sort(([a], [b]) => a - b).map(([, point]) => point);
}

/** @param {Point} first @param {Point} second @returns {Point} */
function joined(first, second) {
  const shown = first.hollow && !second.hollow ? second : first;
  const isNew = second.ids.map((id) => !first.ids.includes(id));
  /** @template T @param {T[]} all @returns {T[]} */
  const news = (all) => all.filter((_, at) => isNew[at]);
  const ids = [...first.ids, ...news(second.ids)];
  return {
    ...shown,
    ids,
    label: ids.length === 1 ? first.label : `${ids.length} services here`,
    details: [...first.details, ...news(second.details)],
    facts: [...(first.facts ?? []), ...news(second.facts ?? [])],
    hollow: first.hollow && second.hollow,
    unsure: Boolean(first.unsure && second.unsure),
    opacity: Math.max(first.opacity ?? 1, second.opacity ?? 1),
    marks: [...new Set([...(first.marks ?? []), ...(second.marks ?? [])])].sort((a, b) => a - b),
  };
}
