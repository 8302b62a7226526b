/**
 * What is chosen of one layer on the list: the period of an indicator and what it is drawn for; which
 * doors of a service are shown, by several filters at once.
 *
 * @typedef {import('./types').AskedLayer} AskedLayer
 * @typedef {import('./types').Laid} Laid
 * @typedef {import('./types').LayerList} LayerList
 */

import { el } from './elements.js';
import { byHeight, changed, keyOf, onceMore } from './layers.js';

/**
 * Let the period of an indicator be chosen, and what it is drawn for.
 * @param {AskedLayer} layer
 * @param {import('./types').FillBody} fill
 * @param {string} title
 * @param {LayerList} list
 */
export function indicatorChoices(layer, { periods, latest, spread }, title, list) {
  /** @param {string} label @param {string} name @param {[string, string][]} options */
  const choice = (label, name, options) =>
    selectOf(layer, { label, name, aria: `${label} of ${title}`, options }, list);
  const others = periods.filter((each) => each !== latest);
  return el(
    'div',
    {},
    others.length
      ? choice('Period', 'period', [
          ['', `${latest} (latest)`],
          ...others.map((each) => /** @type {[string, string]} */ ([each, each])),
        ])
      : null,
    spread
      ? choice('Drawn for', 'spread', [
          ['', spread[0]],
          ['neighbourhoods', spread[1]],
        ])
      : null,
  );
}

/**
 * Let a service be filtered; several filters hold at once.
 * @param {AskedLayer} layer
 * @param {Record<string, [string, string][]>} filters
 * @param {string} title
 * @param {Laid} laid
 * @param {LayerList} list
 */
export function doorFilters(layer, filters, title, laid, list) {
  if (!laid.catalogue) return null;
  const words = laid.catalogue.filters;
  const selects = Object.keys(filters).map((name) => {
    const label = words[name] ?? name;
    /** @type {[string, string][]} */
    const options = [['', 'any'], ...filters[name]];
    return selectOf(layer, { label, name, aria: `${label}: ${title}`, options }, list);
  });
  const age = el('input', {
    type: 'number',
    min: '-1',
    max: '25',
    value: saidOf(layer, 'age'),
    'aria-label': `Takes age: ${title}`,
    'data-at': `${keyOf(layer)}|age`,
    onchange: () => say(layer, 'age', age.value, list),
  });
  const unstated = el('input', {
    type: 'checkbox',
    'data-at': `${keyOf(layer)}|unstated`,
    onchange: () => say(layer, 'unstated', unstated.checked ? 'out' : '', list),
  });
  unstated.checked = layer.parts.some(([name]) => name === 'unstated');
  return el(
    'fieldset',
    { class: 'layer-filters' },
    el('legend', {}, 'Show only'),
    ...selects,
    el('label', { class: 'layer-choice' }, 'Takes age', age),
    el('label', {}, unstated, 'Leave out those that do not say'),
    addAgain(layer, title, laid, list),
  );
}

/**
 * Make a choice of one thing that is said of a layer.
 * @param {AskedLayer} layer
 * @param {{label: string, name: string, aria: string, options: [string, string][]}} asked
 * @param {LayerList} list
 */
function selectOf(layer, { label, name, aria, options }, list) {
  const select = el(
    'select',
    {
      'aria-label': aria,
      'data-at': `${keyOf(layer)}|${name}`,
      onchange: () => say(layer, name, select.value, list),
    },
    ...options.map(([value, words]) => el('option', { value }, words)),
  );
  select.value = saidOf(layer, name);
  return el('label', { class: 'layer-choice' }, label, select);
}

/** @param {AskedLayer} layer @param {string} name @returns {string} "" where nothing is said */
const saidOf = ({ parts }, name) => parts.find(([each]) => each === name)?.[1] ?? '';

/**
 * Say something of a layer, in place of what was said of it, or nothing where it is empty.
 * @param {AskedLayer} layer
 * @param {string} name
 * @param {string} value
 * @param {LayerList} list
 */
function say(layer, name, value, list) {
  const asked = list.laid?.asked ?? [];
  const { parts: before } = asked.find((each) => keyOf(each) === keyOf(layer)) ?? layer;
  const others = before.filter(([each]) => each !== name);
  /** @type {[string, string][]} */
  const parts = value ? [...others, [name, value]] : others;
  list.lay(changed(asked, keyOf(layer), { parts }), '');
}

/**
 * Offer a service once more, to be filtered otherwise.
 * @param {AskedLayer} layer
 * @param {string} title
 * @param {Laid} laid
 * @param {LayerList} list
 */
function addAgain(layer, title, laid, list) {
  if (!onceMore(layer, laid.asked)) return null;
  const onclick = () => {
    const { asked, look } = list.laid ?? laid;
    const own = asked.find((each) => keyOf(each) === keyOf(layer)) ?? layer;
    const more = onceMore(own, asked);
    if (!more) return;
    list.unfolded.add(keyOf(more));
    const words = `${title}: added once more, to filter otherwise.`;
    list.lay(byHeight([...asked, more], look.heights), words);
  };
  const name = { 'aria-label': `Add ${title} once more`, 'data-at': `${keyOf(layer)}|again` };
  return el(
    'button',
    { type: 'button', class: 'layer-again', ...name, onclick },
    'Add once more, filtered otherwise',
  );
}
