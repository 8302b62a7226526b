/**
 * One thing that is kept, as a row: what it is, and what can be done with it.
 *
 * @typedef {import('./types').RecordsItem} Item
 * @typedef {import('./types').RecordsAct} Act
 */

import { el } from './elements.js';

/**
 * @typedef {object} Row
 * @property {Item} item
 * @property {import('./types').RecordsWords} words
 * @property {boolean} isOpen whether it is being changed
 * @property {Moves|null} moves before what it goes by one step; null of a list without an order
 * @property {(act: string, more?: Partial<Act>) => void} act
 * @property {() => void} open
 */

/** @typedef {{up: string|null, down: string|null}} Moves null where it is at that end */

/**
 * Return before what an item stands after one step up or down; "" for the end of the list.
 * @param {Item[]} items
 * @param {number} at
 * @returns {Moves}
 */
export const movesOf = (items, at) => ({
  up: items[at - 1]?.id ?? null,
  down: items[at + 1] ? (items[at + 2]?.id ?? '') : null,
});

/** @param {Row} row */
export function drawRow(row) {
  const { item } = row;
  const said = el('div', { class: 'said' });
  const title = el('p', { class: 'title' });
  if (item.badge) title.append(el('span', { class: 'badge' }, item.badge), ' ');
  title.append(item.title);
  said.append(title, ...item.lines.map((line) => el('p', { class: 'line' }, line)));
  return el('li', { class: item.is_marked ? 'marked' : null }, said, drawActs(row));
}

/** @param {Row} row */
function drawActs({ item, words, isOpen, moves, act, open }) {
  const acts = el('div', { class: 'acts' });
  acts.append(...item.ticks.map((tick) => drawTick(tick, item, act)));
  if (moves)
    for (const [name, label] of /** @type {const} */ ([
      ['up', words.up],
      ['down', words.down],
    ])) {
      const before = moves[name];
      const button = drawButton(
        item,
        name,
        label,
        () => before !== null && act('move', { before }),
      );
      if (before === null) button.setAttribute('aria-disabled', 'true');
      acts.append(button);
    }
  for (const { label, href } of item.links)
    acts.append(el('a', { href, 'aria-label': `${label}: ${item.title}` }, label));
  if (item.fields.length) {
    const edit = drawButton(item, 'edit', words.edit, open);
    edit.setAttribute('aria-expanded', String(isOpen));
    acts.append(edit);
  }
  for (const { act: name, label } of item.acts)
    acts.append(drawButton(item, name, label, () => act(name)));
  return acts;
}

/**
 * @param {Item['ticks'][number]} tick
 * @param {Item} item
 * @param {Row['act']} act
 */
function drawTick(tick, item, act) {
  const box = el('input', {
    type: 'checkbox',
    'data-name': `${item.id}|${tick.name}`,
    'aria-label': `${tick.label}: ${item.title}`,
  });
  box.checked = tick.is;
  box.addEventListener('change', () =>
    act('tick', { values: { [tick.name]: box.checked ? 'yes' : '' } }),
  );
  return el('label', {}, box, tick.label);
}

/**
 * @param {Item} item
 * @param {string} name
 * @param {string} label
 * @param {() => void} press
 */
function drawButton(item, name, label, press) {
  return el(
    'button',
    {
      type: 'button',
      'data-name': `${item.id}|${name}`,
      'aria-label': `${label}: ${item.title}`,
      onclick: press,
    },
    label,
  );
}
