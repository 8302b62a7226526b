/**
 * A scene made to fit its screen: no row and no line of a key is cut through. What has no room is
 * left out whole, and it is said how much that is.
 */

import { el } from './elements.js';

/** @param {Element} each */
const isCut = (each) => each.scrollHeight > each.clientHeight + 1;

/**
 * Leave out the last of some elements until what holds them is not cut; return how many.
 * @param {Element} holder
 * @param {HTMLElement[]} each
 */
function leaveOut(holder, each) {
  let left = 0;
  for (const last of [...each].reverse()) {
    if (!isCut(holder) || left === each.length - 1) break;
    last.hidden = true;
    left += 1;
  }
  return left;
}

/** @param {Element} within @param {string} found @returns {HTMLElement[]} */
const all = (within, found) =>
  [...within.querySelectorAll(found)].map((each) => /** @type {HTMLElement} */ (each));

/** Make the tables and the keys of a scene fit. @param {Element} section */
export function fit(section) {
  for (const picture of all(section, '.picture')) {
    for (const table of all(picture, 'table.rows:not(.of-chart)')) fitTable(picture, table);
    for (const key of all(picture, '.key')) fitKey(key);
  }
}

/** @param {HTMLElement} picture @param {HTMLElement} table */
function fitTable(picture, table) {
  const rows = all(table, 'tbody tr');
  for (const row of rows) row.hidden = false;
  table.classList.remove('narrow');
  const said = /** @type {HTMLElement | null} */ (picture.querySelector('h3 small'));
  if (said) said.textContent = said.dataset.said ?? '';
  if (picture.clientHeight === 0 || getComputedStyle(picture).overflowY !== 'hidden') return;
  if (picture.scrollWidth > picture.clientWidth + 1) table.classList.add('narrow');
  const left = leaveOut(picture, rows);
  if (!left || !said) return;
  const more = Number(said.dataset.left) + left;
  said.textContent = ` ${more} more ${more === 1 ? 'is' : 'are'} not shown here.`;
}

/** @param {HTMLElement} key */
function fitKey(key) {
  key.querySelector('.rest')?.remove();
  const lines = all(key, 'li');
  for (const line of lines) line.hidden = false;
  if (key.clientHeight === 0 || !isCut(key)) return;
  const rest = el('li', { class: 'rest' }, '');
  lines.at(-1)?.parentElement?.append(rest);
  rest.textContent = 'and more (press ?)'; // it takes a line of its own, which is counted
  leaveOut(key, lines);
}
