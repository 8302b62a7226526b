/**
 * Places in order, each with a bar on one scale; the chosen one with its sentences.
 *
 * Sends: choose = id, show = value, act = {action, id}.
 *
 * @typedef {import('./types').RankingData} Data
 * @typedef {import('./types').RankingRow} Row
 * @typedef {(name: string, value: unknown) => void} Send
 */

import { el } from './elements.js';

/** @param {Data} data @param {Send} send */
function drawSwitch(data, send) {
  const group = el('fieldset', { class: 'switch' });
  group.append(el('legend', {}, data.label));
  for (const [value, text] of data.switch) {
    const label = el('label');
    const radio = el('input', { type: 'radio', name: `show-${data.key}`, value });
    radio.checked = value === data.show;
    radio.addEventListener('change', () => send('show', value));
    label.append(radio, el('span', {}, text));
    group.append(label);
  }
  return group;
}

/** @param {Row} row @param {number} largest */
function drawBar(row, largest) {
  const track = el('span', { class: 'track', 'aria-hidden': 'true' });
  track.style.width = `${largest > 0 ? (100 * row.whole) / largest : 0}%`;
  const part = el('span', { class: 'part' });
  part.style.width = `${row.whole > 0 ? (100 * row.part) / row.whole : 0}%`;
  track.append(part);
  const frame = el('span', { class: 'bar' });
  frame.append(track);
  return frame;
}

/** @param {Row} row @param {Data} data @param {Send} send */
function drawRow(row, data, send) {
  const item = el('li');
  const chosen = data.chosen?.id === row.id ? data.chosen : null;
  const button = el('button', { type: 'button', 'aria-expanded': String(chosen !== null) });
  button.dataset.id = row.id;
  button.append(
    el('span', { class: 'name' }, row.name),
    el('span', { class: 'said' }, row.said),
    drawBar(row, data.largest),
  );
  button.addEventListener('click', () => send('choose', chosen ? '' : row.id));
  item.append(button);
  if (chosen) item.append(drawChosen(chosen, send));
  return item;
}

/** @param {import('./types').Chosen} chosen @param {Send} send */
function drawChosen(chosen, send) {
  const box = el('div', { class: 'chosen' });
  for (const sentence of chosen.sentences) box.append(el('p', {}, sentence));
  const actions = el('div', { class: 'actions' });
  for (const [action, text] of chosen.actions) {
    const button = el('button', { type: 'button' }, text);
    button.addEventListener('click', () => send('act', { action, id: chosen.id }));
    actions.append(button);
  }
  box.append(actions);
  return box;
}

/**
 * Return what tells a control from the others, drawn anew or not.
 * @param {Element|null} control
 */
function nameOf(control) {
  if (control instanceof HTMLInputElement) return control.value;
  return control instanceof HTMLElement ? (control.dataset.id ?? null) : null;
}

/**
 * Draw anew, leaving the focus and the scroll where the person had them.
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function draw(root, data, send) {
  const page = /** @type {Document|ShadowRoot} */ (root.getRootNode());
  const focused = nameOf(page.activeElement);
  const scrolled = root.querySelector('ol')?.scrollTop ?? 0;
  const list = el('ol', { 'aria-label': data.list_label });
  list.append(...data.rows.map((row) => drawRow(row, data, send)));
  root.replaceChildren(drawSwitch(data, send), el('p', { class: 'note' }, data.note), list);
  list.scrollTop = scrolled;
  if (focused === null) return;
  const controls = /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll('button[data-id], input')
  );
  const again = [...controls].find((each) => nameOf(each) === focused);
  again?.focus({ preventScroll: true });
}

/** @param {import('./types').Component<Data>} component */
export default function show({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector('.ranking-root'));
  draw(root, data, setTriggerValue);
}
