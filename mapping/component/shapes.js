/**
 * The shapes that a map is drawn of, beside those of its message: by which addresses they are asked
 * for, of the same pack.
 *
 * @typedef {import('./types').Collection} Collection
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Message} Message
 */

import { getJson } from './fetching.js';

/**
 * Return the address of something else of the same pack.
 * @param {Message} message
 * @param {string} which
 */
export const beside = ({ map }, which) => map.places.replace(/places[^?]*/, `${which}.json`);

/**
 * Return the address of something else of the same pack, and of places of one’s own with it.
 * @param {Message} message
 * @param {string} which
 */
function amongAll(message, which) {
  const { find } = message.map;
  return which === 'places/own'
    ? find.replace(/find[^?]*/, `${which}.json`)
    : beside(message, which);
}

/**
 * Fetch the shapes that layers are drawn of: the places of each line, then the areas.
 * @param {Message} message
 * @param {import('./types').LaidBody} body
 * @returns {Promise<Feature[][]>}
 */
export async function shapesOf(message, { lines, outlines, counts = {} }) {
  const root = message.look?.replace(/look\.json.*$/, '');
  const wanted = (lines ?? []).map(({ kind, shapes }) =>
    getJson(shapes ? `${root}${shapes}` : beside(message, `places/${encodeURIComponent(kind)}`)),
  );
  if (outlines?.length) wanted.push(getJson(beside(message, 'areas')));
  const shapes = (await Promise.all(wanted)).map(({ features }) => features);
  /** @param {Feature[]} features */
  const counted = (features) => features.map((each) => counting(each, counts));
  return shapes.map(counted);
}

/**
 * Return a place with how many offers serve it without a door, where any do.
 * @param {Feature} feature
 * @param {Record<string, number>} counts
 */
const counting = (feature, counts) =>
  counts[feature.id]
    ? { ...feature, properties: { ...feature.properties, beside: counts[feature.id] } }
    : feature;

/**
 * Fetch the shape of something that is chosen and that the map does not draw.
 * @param {Message} message
 * @param {import('./types').Pick} pick
 * @returns {Promise<Feature|undefined>}
 */
export async function shapeOf(message, { kind, id, of, area }) {
  const which = kind === 'place' && of ? `places/${encodeURIComponent(of)}` : 'areas';
  const wanted = kind === 'spot' ? area : id;
  if (kind === 'asset' || !wanted || (kind === 'place' && !of)) return undefined;
  /** @type {Collection} */
  const { features } = await getJson(amongAll(message, which));
  return features.find((feature) => feature.id === wanted);
}

/**
 * Return which finer outlines there are of what is drawn now.
 * @param {import('./types').State} state
 * @returns {Message['fine']}
 */
export function finerOutlines({ message, laid }) {
  if (!message.fine || !laid) return message.fine;
  const drawn = message.map.areas.match(/\/places\/(.*)\.json/)?.[1];
  const shapes = drawn ? [decodeURIComponent(drawn)] : [];
  const kinds = [...(laid.lines ?? []).map(({ kind }) => kind), ...shapes];
  const places = [...new Set(kinds)].filter((kind) => kind !== 'own');
  return { ...message.fine, areas: !drawn, places };
}
