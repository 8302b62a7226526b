/**
 * A scene made to fit its screen: its picture has its share, and no row and no line of a key is cut
 * through. What has no room is left out whole, and it is said how much that is.
 */

import { el } from './elements.js';

const SHARE = 0.7; // of the screen’s height, which is the picture’s
const MOST_TOLD = 0.6; // of its width, beside which something else is read in the same line
const STEPS = ['is-close', 'is-one', 'is-two', 'is-cut']; // each takes less room from it: see meeting.css

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

/** Give the picture of a scene its share, and make its tables and keys fit. @param {Element} section */
export function fit(section) {
  takeLess(section);
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

/** Let what stands around the picture take less room until the picture has its share. @param {Element} section */
function takeLess(section) {
  const root = section.ownerDocument.documentElement;
  root.classList.remove(...STEPS);
  measureTold(root);
  for (const step of STEPS) {
    if (!lacksRoom(section)) break;
    root.classList.add(step);
    measureTold(root);
  }
}

/** A message stands at the foot of the scene: what else does ends before it, or goes. @param {HTMLElement} root */
function measureTold(root) {
  const told = root.querySelector('.told')?.getBoundingClientRect();
  if (!told) return;
  root.style.setProperty('--told', `${told.width}px`);
  root.style.setProperty('--told-high', `${told.height}px`);
  root.classList.toggle('is-long-told', told.width > MOST_TOLD * root.clientWidth);
}

/** @param {Element} section */
function lacksRoom(section) {
  const picture = all(section, '.picture').find((each) => each.getClientRects().length > 0);
  if (!picture) return isCut(section);
  if (getComputedStyle(picture).overflowY !== 'hidden') return false; // it is read by scrolling
  return picture.getBoundingClientRect().height < SHARE * innerHeight;
}
