/**
 * The table that holds all that the map shows.
 *
 * @typedef {import('./types').State} State
 * @typedef {import('./types').TableColumn} Column
 */

import { el } from './elements.js';
import { classWords } from './note.js';
import { footing, sentence, whole } from './words.js';

const WORDS = new Intl.Collator('en-GB', { numeric: true });

/** A table in a fold, made when it is first opened. */
export class Table {
  /** @param {(index: number) => void} onPick */
  constructor(onPick) {
    this.onPick = onPick;
    /** @type {{column: number, down: boolean}|null} */
    this.sort = null;
    /** @type {State|null} */
    this.state = null;
    this.drawn = false;
    this.shape = ''; // what its rows are
    /** @type {Column[]} */
    this.columns = [];
    /** @type {HTMLElement[]} */
    this.heads = [];
    this.rows = el('tbody', {});
    this.summary = el('summary', {});
    this.body = el('div', { class: 'table-body' });
    const about = { class: 'table-fold', hidden: true, ontoggle: () => this.draw() };
    this.element = el('details', about, this.summary, this.body);
  }

  /**
   * Take what is to be shown; it is drawn only while the fold is open.
   * @param {State} state
   */
  update(state) {
    this.state = state;
    const { features, message } = state;
    const words = `Table of the ${whole(features.length)} ${message.areas}: all that the map says`;
    this.summary.textContent = words;
    this.element.hidden = false; // until then it has no name
    this.drawn = false;
    this.draw();
  }

  draw() {
    const { state } = this;
    if (!this.element.open || this.drawn || !state) return;
    this.drawn = true;
    this.columns = columnsOf(state);
    const isOther = this.shape !== state.message.area;
    if (!this.sort || isOther) this.sort = opening(this.columns, state.message.colourBy);
    this.shape = state.message.area;
    const quiet = { type: 'button', class: 'quiet' };
    const action = { ...quiet, onclick: () => this.save('csv') };
    const notes = { ...quiet, onclick: () => this.save('txt') };
    this.rows = el('tbody', {});
    this.heads = this.columns.map((column, index) => this.head(column, index));
    const caption = el('caption', {}, el('span', {}, state.heading));
    const head = el('thead', {}, el('tr', {}, ...this.heads));
    const label = `Table of the ${state.message.areas}`;
    const scroll = { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label };
    this.body.replaceChildren(
      el('button', action, 'Download this table (CSV)'),
      el('button', notes, 'Notes on this table (TXT)'),
      el('div', scroll, el('table', {}, caption, head, this.rows)),
    );
    this.fillRows();
  }

  /** @param {Column} column @param {number} index */
  head({ label, small, numeric }, index) {
    const words = [label, small ? el('small', {}, small) : null];
    const button = el('button', { type: 'button', onclick: () => this.sortBy(index) }, ...words);
    const about = { scope: 'col', class: numeric ? 'number' : null, 'aria-sort': 'none' };
    return el('th', about, button);
  }

  /** @param {number} column */
  sortBy(column) {
    const turned = this.sort?.column === column ? !this.sort.down : undefined;
    this.sort = { column, down: turned ?? Boolean(this.columns[column].numeric) };
    this.fillRows();
  }

  /** Return the places of the areas in the order that the table shows. */
  order() {
    const order = (this.state?.features ?? []).map((_, index) => index);
    if (!this.sort) return order;
    const { column, down } = this.sort;
    const { cell } = this.columns[column];
    return order.sort((a, b) => compare(cell(a), cell(b), down) || a - b);
  }

  fillRows() {
    this.heads.forEach((head, index) => {
      const sorted = this.sort?.down ? 'descending' : 'ascending';
      head.setAttribute('aria-sort', index === this.sort?.column ? sorted : 'none');
    });
    this.rows.replaceChildren(...this.order().map((index) => this.row(index)));
  }

  /** @param {number} index */
  row(index) {
    const [first, ...rest] = this.columns;
    const about = { type: 'button', onclick: () => this.onPick(index) };
    const name = el('button', about, String(first.cell(index)));
    const cells = rest.map(({ cell, numeric, said }) => {
      const value = cell(index);
      const text = value === null ? this.state?.message.constants.notKnown : value;
      const words = said?.(index) ?? (typeof text === 'number' ? whole(text) : text);
      return el('td', { class: numeric ? 'number' : null }, words);
    });
    return el('tr', {}, el('th', { scope: 'row' }, name), ...cells);
  }

  /**
   * Have the server's file of these areas kept: only the server writes files.
   * @param {'csv'|'txt'} ending
   */
  save(ending) {
    const figures = this.state?.message.map.figures;
    if (!figures) return;
    const href = figures // the same question, or the same indicator, as a file
      .replace('/figures.json?', `/areas.${ending}?`)
      .replace('/indicator.json?', `/indicator.${ending}?`);
    el('a', { href, download: '' }).click();
  }
}

/** @param {State} state @returns {Column[]} */
function columnsOf({ features, figures, message }) {
  /** @param {'name'|'code'|'district'} name @returns {Column['cell']} */
  const property = (name) => (index) => features[index].properties[name] ?? '';
  /** @type {(name: 'code'|'district', label: string) => Column[]} */
  const perhaps = (name, label) =>
    features.some(({ properties }) => properties[name]) ? [{ label, cell: property(name) }] : [];
  return [
    { label: sentence(message.area), cell: property('name') },
    ...perhaps('code', 'Official name'),
    { label: 'Code', cell: (index) => String(features[index].id) },
    ...perhaps('district', 'District'),
    { label: message.legend.title, cell: (index) => classWords(index, message) },
    ...figures.map((figure) => ({
      label: figure.label,
      small: footing(figure, true),
      numeric: true,
      cell: (/** @type {number} */ index) => figure.values[index],
      said: (/** @type {number} */ index) => figure.said?.[index] || undefined,
    })),
  ];
}

/**
 * Return the order that a table opens in: the largest gap first, or the largest figure.
 * @param {Column[]} columns
 * @param {string} colourBy
 */
function opening(columns, colourBy) {
  const first = columns.findIndex(({ numeric }) => numeric);
  const isIndicator = colourBy === 'indicator' || colourBy === 'amount';
  return { column: isIndicator ? first : columns.length - 1, down: true };
}

/**
 * Compare two cells; what is not known comes last, whichever way.
 * @param {string|number|null} a
 * @param {string|number|null} b
 * @param {boolean} down
 */
function compare(a, b, down) {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const isNumber = typeof a === 'number' && typeof b === 'number';
  const order = isNumber ? a - b : WORDS.compare(String(a), String(b));
  return down ? -order : order;
}
