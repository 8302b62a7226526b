/**
 * One thing that is kept for everybody, as a line of the list: opened, called anew, removed, brought back,
 * with every version of it.
 *
 * @typedef {import('./types').KeptItem} KeptItem
 * @typedef {Pick<import('./kept_list.js').KeptList, 'isHere'|'open'|'change'|'trying'|'keeper'>} List
 */

import { button } from './controls.js';
import { el } from './elements.js';
import { changedWords } from './keeper.js';
import { sentence } from './words.js';

/** @param {KeptItem} item @param {List} list */
export function drawLine(item, list) {
  const { title, fault } = item;
  const isHere = !fault && list.isHere(item);
  const open = button(isHere ? 'Open here already' : 'Open', () => list.open(item));
  open.disabled = isHere || Boolean(fault);
  open.setAttribute('aria-label', isHere ? `${title}: open here already` : `Open ${title}`);
  return el(
    'li',
    { 'data-kept': item.id },
    el('p', { class: 'kept-name' }, title),
    el('p', { class: 'tool-note' }, `Kept ${changedWords(item)}`),
    fault ? el('p', { class: 'tool-note' }, fault) : null,
    el('div', { class: 'tool-row' }, open),
    drawChanges(item, list),
  );
}

/**
 * Make the fold of all that can be done with what is kept.
 * @param {KeptItem} item
 * @param {List} list
 */
function drawChanges(item, list) {
  const { id, version, title } = item;
  const field = el('input', { type: 'text', value: title, maxlength: 60 });
  field.setAttribute('aria-label', `Name of the kept ${title}`);
  const of = { id, expected: version };
  const history = el('ol', { class: 'kept-versions', reversed: true });
  const rename = () => list.change({ ...of, do: 'rename', title: field.value.trim() }, 'Renamed.');
  const undo = () => list.change({ ...of, do: 'undo' }, 'Undone.');
  const remove = () =>
    list.change({ ...of, do: 'remove' }, 'Removed. It can be brought back, below.');
  return el(
    'details',
    { ontoggle: () => showHistory(history, item, list) },
    el('summary', { 'aria-label': `Change or history of ${title}` }, 'Change, history'),
    field,
    el(
      'div',
      { class: 'tool-row' },
      named('Rename for everybody', rename, title),
      named('Undo the last change', undo, title),
      named('Remove for everybody', remove, title),
    ),
    history,
  );
}

/**
 * @param {HTMLElement} history
 * @param {KeptItem} item
 * @param {List} list
 */
async function showHistory(history, item, list) {
  if (history.childElementCount) return;
  await list.trying(async () => {
    const versions = await list.keeper.history(item.id);
    if (history.childElementCount) return;
    history.replaceChildren(...versions.map((each) => drawVersion(each, item, list)));
  }, '');
}

/**
 * @param {import('./types').KeptVersion} each
 * @param {KeptItem} item
 * @param {List} list
 */
function drawVersion(each, item, list) {
  const words = `${sentence(each.what)} ${changedWords(each)}: ${each.title}`;
  const isOld = each.version !== item.version && !each.isRemoved;
  const asked = { do: 'go back', id: item.id, expected: item.version, version: each.version };
  const back = () => list.change(asked, 'It is as it was then.');
  return el('li', { value: each.version }, words, isOld ? button('Go back to this', back) : null);
}

/** @param {KeptItem[]} removed @param {List} list */
export function drawRemoved(removed, list) {
  return el(
    'details',
    {},
    el('summary', {}, `Removed (${removed.length})`),
    el('ul', { class: 'own-places' }, ...removed.map((item) => drawRemovedLine(item, list))),
  );
}

/** @param {KeptItem} item @param {List} list */
function drawRemovedLine(item, list) {
  const { id, version, title } = item;
  const asked = { do: 'bring back', id, expected: version };
  const back = button('Bring back', () => list.change(asked, 'It is back.'));
  back.setAttribute('aria-label', `Bring back ${title}`);
  const when = el('p', { class: 'tool-note' }, `Removed ${changedWords(item)}`);
  return el('li', {}, el('p', { class: 'kept-name' }, title), when, back);
}

/**
 * Make a button, which says what it is about to who hears the page.
 * @param {string} words
 * @param {() => void} press
 * @param {string} about
 */
function named(words, press, about) {
  const made = button(words, press);
  made.setAttribute('aria-label', `${words}: ${about}`);
  return made;
}
