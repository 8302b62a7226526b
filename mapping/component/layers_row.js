/**
 * One layer on the list: its switch, its buttons, why it cannot be drawn or is not seen, and below
 * them what unfolds.
 *
 * @typedef {import('./types').AskedLayer} AskedLayer
 * @typedef {import('./types').Catalogue} Catalogue
 * @typedef {import('./types').Laid} Laid
 * @typedef {import('./types').LayerList} LayerList
 * @typedef {import('./layers_order.js').LayersOrder} LayersOrder
 */

import { el } from './elements.js';
import { byHeight, canMove, changed, keyOf, seenFill, toldOf, without } from './layers.js';
import { layerDetails } from './layers_details.js';

/** @type {Record<string, string>} */
const COMING = {
  fill: 'Colours',
  line: 'Boundaries',
  doors: 'Service',
  offers: 'Offers',
  notes: 'What people said',
};

/**
 * Make the line of one layer.
 * @param {AskedLayer} layer
 * @param {Laid} laid
 * @param {LayerList} list
 * @param {LayersOrder} order
 */
export function layerRow(layer, laid, list, order) {
  const key = keyOf(layer);
  const body = laid.bodies.get(toldOf(layer));
  const problem = laid.problems.get(toldOf(layer));
  const title = body?.title ?? titleOf(key, laid.catalogue) ?? COMING[layer.kind] ?? 'Layer';
  const seen = seenFill(byHeight(laid.asked, laid.look.heights));
  const isHidden = layer.kind === 'fill' && layer.isOn && seen !== layer;
  const row = el(
    'li',
    { class: 'layer', 'data-key': key },
    el(
      'div',
      { class: 'layer-head' },
      order.grip(key),
      onOff(layer, title, list),
      buttons(layer, title, laid, list, order),
    ),
    problem ? el('p', { class: 'layer-problem', role: 'note' }, problem) : null,
    isHidden && !problem
      ? el('p', { class: 'layer-note' }, 'Not seen: other colours lie above it.')
      : null,
    ...(body?.notes ?? []).map((note) => el('p', { class: 'layer-note' }, `${note}.`)),
    body && !problem ? layerDetails(layer, body, laid, title, list) : null,
  );
  order.listenToDrag(row, key);
  return row;
}

/** @param {string} key @param {Catalogue|null} catalogue */
function titleOf(key, catalogue) {
  const [first, time] = key.split('~');
  const title = catalogue?.layers.find(([each]) => each === first)?.[2];
  return title && time ? `${title} (${time})` : title;
}

/** @param {AskedLayer} layer @param {string} title @param {LayerList} list */
function onOff(layer, title, list) {
  const key = keyOf(layer);
  const box = el('input', {
    type: 'checkbox',
    role: 'switch',
    'data-at': `${key}|switch`,
    onchange: () => {
      const isOn = box.checked;
      list.lay(
        changed(list.laid?.asked ?? [], key, { isOn }),
        `${title}: ${isOn ? 'shown' : 'not shown'}.`,
      );
    },
  });
  box.checked = layer.isOn;
  return el('label', { class: 'layer-switch' }, box, el('span', {}, title));
}

/**
 * @param {AskedLayer} layer
 * @param {string} title
 * @param {Laid} laid
 * @param {LayerList} list
 * @param {LayersOrder} order
 */
function buttons(layer, title, laid, list, order) {
  const key = keyOf(layer);
  /** @param {string} name @param {string} sign @param {() => void} onclick @param {boolean} [off] */
  const button = (name, sign, onclick, off = false) =>
    el(
      'button',
      {
        type: 'button',
        class: 'layer-button',
        'aria-label': `${name} ${title}`,
        title: name,
        'data-at': `${key}|${name}`,
        disabled: off,
        onclick,
      },
      el('span', { 'aria-hidden': 'true' }, sign),
    );
  /** @param {number} by */
  const cannot = (by) => !canMove(laid.asked, key, by, laid.look.heights);
  const up = button('Move up', '↑', () => order.move(key, 1), cannot(1));
  const down = button('Move down', '↓', () => order.move(key, -1), cannot(-1));
  const remove = () => list.lay(without(list.laid?.asked ?? [], key), `${title}: taken off.`);
  return el('span', { class: 'layer-buttons' }, up, down, button('Remove', '×', remove));
}
