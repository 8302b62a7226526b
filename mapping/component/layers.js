/**
 * A list of layers as an address holds it, the lowest first: read, written and changed. It knows of
 * no page and no drawing; the HTML file holds the same script.
 *
 * @typedef {import('./types').AskedLayer} AskedLayer
 * @typedef {Record<string, number>} Heights what lies above what, by kind
 */

const MARKS = /[%,():*~]/g;
const FORM = /^(-?)([^.(*~]*)(?:\.([^(*~]*))?(?:~([23]))?(?:\(([^()]*)\))?(?:\*(\d+))?$/s;
const MOST_TIMES = 3; // that one service is laid

/**
 * Read a list that Python wrote.
 * @param {string} text
 * @returns {AskedLayer[]}
 */
export const readLayers = (text) => text.split(/,(?![^()]*\))/).flatMap((each) => readOne(each));

/** @param {string} written @returns {AskedLayer[]} */
function readOne(written) {
  const found = FORM.exec(written);
  if (!found?.[2]) return [];
  const [, off, kind, what = '', time = '1', parts = '', opacity = '100'] = found;
  return [
    {
      kind,
      what: unquote(what),
      time: Number(time),
      parts: parts ? parts.split(',').map(readPart) : [],
      opacity: Math.min(100, Number(opacity)),
      isOn: !off,
    },
  ];
}

/** @param {string} part @returns {[name: string, value: string]} */
function readPart(part) {
  const [name, ...rest] = part.split(':');
  return [unquote(name), unquote(rest.join(':'))];
}

/** @param {string} text */
function unquote(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} text */
const quotePart = (text) =>
  text.replace(MARKS, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Return a layer's name in an address: "line.district", "doors.libraries~2".
 * @param {AskedLayer} layer
 */
export function keyOf({ kind, what, time = 1 }) {
  const name = what ? `${kind}.${quotePart(what)}` : kind;
  return time > 1 ? `${name}~${time}` : name;
}

/**
 * Return the mark that a layer's symbols have among others, by its number; 0 for none. Where a service
 * is laid more than once each time has a mark.
 * @param {AskedLayer} layer
 * @param {AskedLayer[]} layers
 */
export const markOf = (layer, layers) =>
  layers.some(({ kind, what, time = 1 }) => kind === layer.kind && what === layer.what && time > 1)
    ? (layer.time ?? 1)
    : 0;

/**
 * Return a layer once more, to be filtered otherwise; null where it is there as often as it may be.
 * @param {AskedLayer} layer
 * @param {AskedLayer[]} layers
 * @returns {AskedLayer|null}
 */
export function onceMore(layer, layers) {
  const there = new Set(layers.map(keyOf));
  for (let time = 2; time <= MOST_TIMES; time += 1) {
    const again = { ...layer, time, parts: [], isOn: true };
    if (layer.kind === 'doors' && !there.has(keyOf(again))) return again;
  }
  return null;
}

/**
 * Return its name with what is said of it further: "doors.libraries(open:sat)".
 * @param {AskedLayer} layer
 */
export function toldOf(layer) {
  const parts = layer.parts.map((pair) => pair.map(quotePart).join(':'));
  return parts.length ? `${keyOf(layer)}(${parts.join(',')})` : keyOf(layer);
}

/**
 * Write a list as an address holds it.
 * @param {AskedLayer[]} layers
 */
export const writeLayers = (layers) =>
  layers
    .map((each) => {
      const opacity = each.opacity === 100 ? '' : `*${each.opacity}`;
      return `${each.isOn ? '' : '-'}${toldOf(each)}${opacity}`;
    })
    .join(',');

/**
 * Return the layers as they are drawn: what lies higher later, else as they are.
 * @param {AskedLayer[]} layers
 * @param {Heights} heights
 */
export const byHeight = (layers, heights) =>
  layers
    .map((layer, at) => ({ layer, at }))
    .sort((a, b) => heights[a.layer.kind] - heights[b.layer.kind] || a.at - b.at)
    .map(({ layer }) => layer);

/**
 * Return the colours that are seen: of those that are on, the highest that may be.
 * @param {AskedLayer[]} layers
 * @param {(layer: AskedLayer) => boolean} [may]
 */
export const seenFill = (layers, may = () => true) =>
  layers.findLast((each) => each.kind === 'fill' && each.isOn && may(each));

/**
 * Change one layer.
 * @param {AskedLayer[]} layers
 * @param {string} key
 * @param {Partial<AskedLayer>} changes
 */
export const changed = (layers, key, changes) =>
  layers.map((each) => (keyOf(each) === key ? { ...each, ...changes } : each));

/** @param {AskedLayer[]} layers @param {string} key */
export const without = (layers, key) => layers.filter((each) => keyOf(each) !== key);

/**
 * Add a layer above the others of its height; one that is there is switched on and put there.
 * @param {AskedLayer[]} layers
 * @param {string} written
 * @param {Heights} heights
 */
export function withLayer(layers, written, heights) {
  const [added] = readLayers(written);
  if (!added) return layers;
  const there = layers.find((each) => keyOf(each) === keyOf(added));
  const new_ = { ...(there ?? added), isOn: true };
  return byHeight([...without(layers, keyOf(added)), new_], heights);
}

/**
 * Move a layer among those of its height; as it was where it cannot go further.
 * @param {AskedLayer[]} layers
 * @param {string} key
 * @param {number} by how many places upwards
 * @param {Heights} heights
 */
export function moved(layers, key, by, heights) {
  const ordered = byHeight(layers, heights);
  const from = ordered.findIndex((each) => keyOf(each) === key);
  const to = from + by;
  if (!canMove(ordered, key, by, heights)) return ordered;
  const [layer] = ordered.splice(from, 1);
  ordered.splice(to, 0, layer);
  return ordered;
}

/**
 * Whether a layer may stand so many places higher: it stays among those of its height.
 * @param {AskedLayer[]} layers
 * @param {string} key
 * @param {number} by
 * @param {Heights} heights
 */
export function canMove(layers, key, by, heights) {
  const ordered = byHeight(layers, heights);
  const from = ordered.findIndex((each) => keyOf(each) === key);
  const there = ordered[from + by];
  return from >= 0 && Boolean(there) && heights[there.kind] === heights[ordered[from].kind];
}
