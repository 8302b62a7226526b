/**
 * A table of places: every column sorts, every name opens its place.
 *
 * Sends: open = id.
 *
 * @typedef {import('./types').PlacesTableData} Data
 * @typedef {import('./types').TableRow} Row
 * @typedef {{column: number, turned: boolean}} Sort which column, and whether it is turned round
 * @typedef {(name: string, value: unknown) => void} Send
 */

import { el } from './elements.js';

const NAME = -1;

/**
 * Compare two rows: names from A to Z, figures from the largest, what is not known last.
 * @param {Row} first
 * @param {Row} second
 * @param {number} column
 */
function compare(first, second, column) {
  if (column === NAME) return first.name.localeCompare(second.name, 'en-GB');
  const [a, b] = [first.cells[column].value, second.cells[column].value];
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return b - a;
}

/** @param {Data} data @param {Sort} state @param {(head: number) => void} redraw */
function drawHead(data, state, redraw) {
  const row = el('tr');
  /** @type {Array<{label: string, note?: string}>} */
  const heads = [{ label: data.name_label }, ...data.columns];
  heads.forEach((head, index) => {
    const column = index - 1;
    const sorted = state.column === column;
    const order = (column === NAME) === state.turned ? 'descending' : 'ascending';
    const cell = el('th', { scope: 'col', 'aria-sort': sorted ? order : 'none' });
    const button = el('button', { type: 'button' }, head.label);
    const arrow = { ascending: '\u00a0▲', descending: '\u00a0▼', none: '\u00a0↕' }[
      sorted ? order : 'none'
    ];
    button.append(el('span', { class: 'arrow', 'aria-hidden': 'true' }, arrow));
    button.addEventListener('click', () => {
      state.turned = sorted ? !state.turned : false;
      state.column = column;
      redraw(index);
    });
    cell.append(button);
    if (head.note) cell.append(el('span', { class: 'note' }, head.note));
    row.append(cell);
  });
  const section = el('thead');
  section.append(row);
  return section;
}

/** @param {import('./types').TableCell} cell */
function drawCell(cell) {
  const element = el('td');
  element.append(el('span', { class: 'figure' }, cell.said));
  if (cell.share !== undefined && cell.share !== null) {
    const track = el('span', { class: 'track', 'aria-hidden': 'true' });
    const part = el('span', { class: 'part' });
    part.style.width = `${100 * cell.share}%`;
    track.append(part);
    element.append(track);
  }
  return element;
}

/** @param {Row} row @param {Send} send */
function drawRow(row, send) {
  const element = el('tr');
  const head = el('th', { scope: 'row' });
  const button = el('button', { type: 'button', class: 'open' }, row.name);
  button.addEventListener('click', () => send('open', row.id));
  head.append(button);
  element.append(head, ...row.cells.map(drawCell));
  return element;
}

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Sort} state
 * @param {Send} send
 * @param {number} [focusHead] the heading that was pressed
 */
function draw(root, data, state, send, focusHead) {
  const rows = [...data.rows].sort((a, b) => compare(a, b, state.column));
  // What is not known stays last whichever way the column is turned.
  const known = rows.filter(
    (row) => state.column === NAME || row.cells[state.column].value !== null,
  );
  const unknown = rows.filter((row) => !known.includes(row));
  if (state.turned) known.reverse();
  const table = el('table');
  table.append(el('caption', {}, data.caption));
  table.append(drawHead(data, state, (head) => draw(root, data, state, send, head)));
  const body = el('tbody');
  body.append(...[...known, ...unknown].map((row) => drawRow(row, send)));
  table.append(body);
  const frame = el('div', {
    class: 'frame',
    tabindex: '0',
    role: 'region',
    'aria-label': data.caption,
  });
  frame.append(table);
  root.replaceChildren(frame);
  if (focusHead === undefined) return;
  /** @type {NodeListOf<HTMLElement>} */
  const heads = root.querySelectorAll('thead button');
  heads[focusHead]?.focus();
}

/** @type {WeakMap<Element, Sort>} */
const states = new WeakMap();

/** @param {import('./types').Component<Data>} component */
export default function show({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector('.places_table-root'));
  const state = states.get(root) ?? { column: data.sort, turned: false };
  states.set(root, state);
  draw(root, data, state, setTriggerValue);
}
