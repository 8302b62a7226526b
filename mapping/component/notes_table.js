/**
 * What people said, as a table below the map: all that its bubbles say, and the notes without a spot.
 *
 * @typedef {import('./types').SaidRow} SaidRow
 */

import { el } from './elements.js';

const HEADS = ['Number', 'What it is', 'What was said', 'About', 'Day', 'In files and pictures'];

/** The table in a fold; there only where the layer lies on the map. */
export class NotesTable {
  constructor() {
    this.summary = el('summary', {});
    this.body = el('div', { class: 'table-body' });
    this.element = el('details', { class: 'table-fold', hidden: true }, this.summary, this.body);
  }

  /**
   * @param {string} said how many there are; "" where the layer does not lie on the map
   * @param {SaidRow[]} rows
   */
  set(said, rows) {
    this.element.hidden = !said;
    this.summary.textContent = said;
    const head = HEADS.map((words) => el('th', { scope: 'col' }, words));
    const label = 'Table of what people said';
    const scroll = { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label };
    const table = el(
      'table',
      { class: 'said-table' },
      el('caption', {}, el('span', {}, 'What people said: words, and no figures')),
      el('thead', {}, el('tr', {}, ...head)),
      el('tbody', {}, ...rows.map(rowOf)),
    );
    this.body.replaceChildren(...(rows.length ? [el('div', scroll, table)] : []));
  }
}

/** @param {SaidRow} row */
function rowOf([number, at, sort, words, about, day, isShared]) {
  const cells = [
    sort,
    words,
    at ? about : `${about} (not on this map)`,
    day,
    isShared ? 'yes' : 'no',
  ];
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, String(number)),
    ...cells.map((each) => el('td', {}, each)),
  );
}
