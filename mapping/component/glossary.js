/**
 * The glossary: a list of words under headings, and a box that finds one.
 *
 * @typedef {import('./types').GlossaryData} Data
 * @typedef {{element: HTMLElement, said: string}} Entry
 */

import { el, freshId } from './elements.js';

/** @param {Data} data */
function build(data) {
  const count = el('p', { class: 'count', 'aria-live': 'polite' });
  const box = el('input', { type: 'search', id: freshId('word'), autocomplete: 'off' });
  const label = el('label', { for: box.id }, 'Find a word');
  const groups = data.groups.map(({ title, terms }) => {
    const entries = terms.map(entryOf);
    const list = el('dl', {}, ...entries.map(({ element }) => element));
    const section = el('section', {}, el('h3', {}, title), list);
    return { section, entries };
  });
  const find = () => {
    const asked = box.value.trim().toLowerCase();
    let shown = 0;
    for (const { section, entries } of groups) {
      for (const { element, said } of entries) element.hidden = !said.includes(asked);
      const found = entries.filter(({ element }) => !element.hidden).length;
      section.hidden = found === 0;
      shown += found;
    }
    count.textContent = words(shown, asked);
  };
  box.addEventListener('input', find);
  find();
  return [el('p', { class: 'find' }, label, box), count, ...groups.map(({ section }) => section)];
}

/** @param {number} shown @param {string} asked */
function words(shown, asked) {
  if (shown === 0) return 'No word here is like that.';
  const counted = shown === 1 ? '1 word' : `${shown} words`;
  return asked ? `${counted} with “${asked}”` : counted;
}

/** @param {Data['groups'][number]['terms'][number]} term @returns {Entry} */
function entryOf({ word, meaning, source }) {
  const small = source ? el('small', {}, `Source: ${source}.`) : null;
  const element = el('div', {}, el('dt', {}, word), el('dd', {}, meaning, small));
  return { element, said: `${word} ${meaning}`.toLowerCase() };
}

/** @type {WeakMap<Element, string>} */
const drawn = new WeakMap();

/** @param {import('./types').Component<Data>} component */
export default function show({ data, parentElement }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector('.glossary-root'));
  const told = JSON.stringify(data);
  if (drawn.get(root) === told) return; // what is written in the box stays
  drawn.set(root, told);
  root.replaceChildren(...build(data));
}
