/**
 * What unfolds below a layer on the list: its key and period, its opacity, what is chosen of it, what
 * it says, what it lists, and its source.
 *
 * @typedef {import('./types').AskedLayer} AskedLayer
 * @typedef {import('./types').LayerBody} LayerBody
 * @typedef {import('./types').Laid} Laid
 * @typedef {import('./types').LayerList} LayerList
 */

import { el } from './elements.js';
import { changed, keyOf, markOf } from './layers.js';
import { doorFilters, indicatorChoices } from './layers_filters.js';
import { legendOf } from './layers_key.js';

/**
 * Make what unfolds; it stays unfolded when the line is made anew.
 * @param {AskedLayer} layer
 * @param {LayerBody} body
 * @param {Laid} laid
 * @param {string} title
 * @param {LayerList} list
 */
export function layerDetails(layer, body, laid, title, list) {
  const key = keyOf(layer);
  const summary = el(
    'summary',
    { 'data-at': `${key}|more` },
    el('span', { class: 'layer-key' }, ...legendOf(body, laid, markOf(layer, laid.asked))),
    el(
      'span',
      { class: 'layer-when' },
      [body.period, body.standing].filter(Boolean).join(', ') || 'as published',
    ),
  );
  const details = el(
    'details',
    { open: list.unfolded.has(key) },
    summary,
    opacitySlider(layer, title, list),
    body.fill ? indicatorChoices(layer, body.fill, title, list) : null,
    body.filters ? doorFilters(layer, body.filters, title, laid, list) : null,
    el('p', { class: 'layer-said' }, body.said),
    body.offers ? offersList(body.offers) : null,
    body.said_by_people ? saidList(body.said_by_people) : null,
    body.sources.length
      ? el('p', { class: 'layer-source' }, `Source: ${body.sources.join('; ')}`)
      : null,
  );
  details.addEventListener('toggle', () => {
    if (details.open) list.unfolded.add(key);
    else list.unfolded.delete(key);
  });
  return details;
}

/** @param {AskedLayer} layer @param {string} title @param {LayerList} list */
function opacitySlider(layer, title, list) {
  if (layer.kind === 'offers' || layer.kind === 'notes') return null;
  const key = keyOf(layer);
  const said = el('output', {}, `${layer.opacity}%`);
  const slider = el('input', {
    type: 'range',
    min: '0',
    max: '100',
    step: '5',
    value: String(layer.opacity),
    'aria-label': `Opacity of ${title}`,
    'data-at': `${key}|opacity`,
    oninput: () => {
      const opacity = Number(slider.value);
      said.textContent = `${opacity}%`;
      list.lay(changed(list.laid?.asked ?? [], key, { opacity }), '');
    },
  });
  return el('label', { class: 'layer-opacity' }, 'Opacity', slider, said);
}

/** @param {import('./types').OfferRow[]} offers */
function offersList(offers) {
  const rows = offers.map(([name, details, serves, isUnsure]) =>
    el(
      'li',
      { class: isUnsure ? 'is-unsure' : null },
      el('strong', {}, name),
      el('span', {}, details),
      serves ? el('span', {}, `Serves ${serves}`) : null,
    ),
  );
  return el('ul', { class: 'layer-offers', tabindex: '0', 'aria-label': 'Offers' }, ...rows);
}

/** @param {import('./types').SaidRow[]} rows */
function saidList(rows) {
  const lines = rows.map(([number, , sort, words, about, day]) =>
    el(
      'li',
      {},
      el('strong', {}, `${number}. ${sort}`),
      el('span', {}, words),
      el('span', {}, [about && `About ${about}`, day].filter(Boolean).join(', ')),
    ),
  );
  return el('ul', { class: 'layer-offers', tabindex: '0', 'aria-label': 'Notes' }, ...lines);
}
