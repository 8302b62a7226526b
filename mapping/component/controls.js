/** Small controls of the tools' panels, each with its words. */

import { el, freshId } from './elements.js';

/**
 * @param {string} words
 * @param {() => void} onclick
 * @param {string} [look]
 */
export const button = (words, onclick, look = 'quiet') =>
  el('button', { type: 'button', class: look, onclick }, words);

/**
 * Make a labelled field.
 * @template {HTMLElement} Control
 * @param {string} words
 * @param {Control} control
 */
export function labelled(words, control) {
  control.id ||= freshId('field');
  const label = el('label', { for: control.id }, words);
  return el('div', { class: 'tool-field' }, label, control);
}

/**
 * @param {[value: string, words: string][]} options
 * @param {(value: string) => void} onChange
 */
export function choice(options, onChange) {
  const select = el('select', { onchange: () => onChange(select.value) });
  setOptions(select, options);
  return select;
}

/**
 * @param {HTMLSelectElement} select
 * @param {[value: string, words: string][]} options
 */
export function setOptions(select, options) {
  const made = options.map(([value, words]) => el('option', { value }, words));
  select.replaceChildren(...made);
}

/**
 * Make a table with its caption.
 * @param {{caption: string, heads: string[], rows: string[][]}} table
 */
export function wordTable({ caption, heads, rows }) {
  const head = el('tr', {}, ...heads.map((words) => el('th', { scope: 'col' }, words)));
  const body = rows.map(([first, ...rest]) =>
    el('tr', {}, el('th', { scope: 'row' }, first), ...rest.map((cell) => el('td', {}, cell))),
  );
  const title = el('caption', {}, caption);
  return el(
    'table',
    { class: 'tool-table' },
    title,
    el('thead', {}, head),
    el('tbody', {}, ...body),
  );
}
