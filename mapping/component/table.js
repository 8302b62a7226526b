/** The table that says all that the map says, and the file made of it. */

import { el } from './elements.js';
import { classWords } from './note.js';
import { footing, whole } from './words.js';

const FORMULA_STARTS = ['=', '+', '-', '@', '\t', '\r'];

/** A table in a fold, made when it is first opened. */
export class Table {
  /** @param {(index: number) => void} onPick */
  constructor(onPick) {
    this.onPick = onPick;
    this.sort = null;
    this.summary = el('summary', {});
    this.body = el('div', { class: 'table-body' });
    this.element = el('details', { class: 'table-fold', ontoggle: () => this.draw() }, this.summary, this.body);
  }

  /** Take what is to be shown; it is drawn only while the fold is open. */
  update(state) {
    this.state = state;
    const { features, message } = state;
    this.summary.textContent = `Table of the ${whole(features.length)} ${message.area}s: all that the map says`;
    this.drawn = false;
    this.draw();
  }

  draw() {
    if (!this.element.open || this.drawn || !this.state?.figures) return;
    this.drawn = true;
    this.columns = columnsOf(this.state);
    this.sort ??= { column: this.columns.length - 1, down: true }; // the largest gap first
    const save = el('button', { type: 'button', class: 'quiet', onclick: () => this.save() }, 'Download this table (CSV)');
    this.rows = el('tbody', {});
    this.heads = this.columns.map((column, index) => this.head(column, index));
    const caption = el('caption', {}, el('span', {}, this.state.heading));
    const table = el('table', {}, caption, el('thead', {}, el('tr', {}, ...this.heads)), this.rows);
    const label = `Table of the ${this.state.message.area}s`;
    const scroll = { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label };
    this.body.replaceChildren(save, el('div', scroll, table));
    this.fillRows();
  }

  head({ label, small, numeric }, index) {
    const words = [label, small ? el('small', {}, small) : null];
    const button = el('button', { type: 'button', onclick: () => this.sortBy(index) }, ...words);
    return el('th', { scope: 'col', class: numeric ? 'number' : null, 'aria-sort': 'none' }, button);
  }

  sortBy(column) {
    const down = this.sort.column === column ? !this.sort.down : this.columns[column].numeric;
    this.sort = { column, down };
    this.fillRows();
  }

  order() {
    const order = this.state.features.map((_, index) => index);
    const { column, down } = this.sort;
    const { cell } = this.columns[column];
    return order.sort((a, b) => compare(cell(a), cell(b), down) || a - b);
  }

  fillRows() {
    const { column, down } = this.sort;
    this.heads.forEach((head, index) => {
      const sorted = down ? 'descending' : 'ascending';
      head.setAttribute('aria-sort', index === column ? sorted : 'none');
    });
    this.rows.replaceChildren(...this.order().map((index) => this.row(index)));
  }

  row(index) {
    const [first, ...rest] = this.columns;
    const name = el('button', { type: 'button', onclick: () => this.onPick(index) }, first.cell(index));
    const cells = rest.map(({ cell, numeric }) => {
      const value = cell(index);
      const text = value === null ? 'not known' : typeof value === 'number' ? whole(value) : value;
      return el('td', { class: numeric ? 'number' : null }, text);
    });
    return el('tr', {}, el('th', { scope: 'row' }, name), ...cells);
  }

  save() {
    const file = new Blob(['\ufeff', this.asCsv()], { type: 'text/csv;charset=utf-8' });
    const href = URL.createObjectURL(file);
    const link = el('a', { href, download: `${this.state.message.area}s.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  /** @returns {string} the table, its header first, its question and sources at the foot */
  asCsv() {
    const heads = this.columns.map(({ label, small }) => (small ? `${label} (${small})` : label));
    const rows = this.order().map((index) => this.columns.map(({ cell }) => cell(index) ?? ''));
    const lines = [heads, ...rows, ...notesOf(this.state).map((note) => [`# ${note}`])];
    return lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n') + '\r\n';
  }
}

function columnsOf({ features, figures, message }) {
  const property = (name) => (index) => features[index].properties[name] ?? '';
  const label = message.area.charAt(0).toUpperCase() + message.area.slice(1);
  return [
    { label, cell: property('name') },
    { label: 'Official name', cell: property('code') },
    { label: 'Code', cell: (index) => String(features[index].id) },
    { label: 'District', cell: property('district') },
    { label: message.legend.title, cell: (index) => classWords(index, message) },
    ...figures.map((figure) => ({
      label: figure.label,
      small: footing(figure, true),
      numeric: true,
      cell: (index) => figure.values[index],
    })),
  ];
}

function compare(a, b, down) {
  if (a === b) return 0;
  if (a === null) return 1; // what is not known comes last, whichever way
  if (b === null) return -1;
  const order = typeof a === 'number' ? a - b : a.localeCompare(b, 'en-GB', { numeric: true });
  return down ? -order : order;
}

function notesOf({ heading, sources, parameters, message }) {
  return [
    heading,
    message.illustrative ? `Illustrative figures: not real ${message.area}s` : null,
    `${message.title}, ${message.date}`,
    ...Object.entries(parameters).map(([name, value]) => `${name}: ${value}`),
    ...sources.map((source) => `Source: ${source}`),
  ].filter(Boolean);
}

/** Keep a spreadsheet from running text as a formula, and commas from parting it. */
function csvCell(value) {
  const text = String(value);
  const safe = typeof value === 'string' && FORMULA_STARTS.includes(text[0]) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
