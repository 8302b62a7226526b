/**
 * The question as a sentence whose words are the controls.
 *
 * Sends: word = {setting, value}.
 *
 * @typedef {import('./types').QuestionData} Data
 * @typedef {import('./types').Field} Field
 * @typedef {HTMLInputElement | HTMLSelectElement} Control
 * @typedef {object} State what is drawn, and whom it tells
 * @property {string} shape
 * @property {Map<string, Control>} fields
 * @property {HTMLElement[]} texts
 * @property {HTMLElement} [method]
 * @property {(name: string, value: unknown) => void} trigger
 */

import { el } from './elements.js';

/** @param {HTMLSelectElement} select @param {Field} field */
function fillSelect(select, field) {
  const wanted = JSON.stringify(field.options ?? []);
  if (select.dataset.options !== wanted) {
    select.replaceChildren(
      ...(field.options ?? []).map(([value, text]) => el('option', { value }, text)),
    );
    select.dataset.options = wanted;
  }
  select.value = field.value;
  fitWidth(select);
}

/**
 * Make a closed select as wide as the words it shows, so that the sentence reads on.
 * @param {HTMLSelectElement} select
 */
function fitWidth(select) {
  if (CSS.supports('field-sizing', 'content')) return;
  const shown = select.selectedOptions[0]?.textContent ?? '';
  select.style.width = `${Math.max(shown.length * 0.56 + 2.6, 5)}em`;
}

/** @param {Field} field @param {(setting: string, value: string) => void} send @returns {Control} */
function makeField(field, send) {
  if (field.number) {
    const input = el('input', {
      type: 'number',
      'aria-label': field.label,
      step: field.step,
      min: field.min,
      max: field.max,
    });
    input.addEventListener('change', () => {
      if (input.value !== '' && input.validity.valid) send(field.setting, input.value);
      else input.reportValidity();
    });
    return input;
  }
  const select = el('select', { 'aria-label': field.label });
  select.addEventListener('change', () => {
    fitWidth(select);
    send(field.setting, select.value);
  });
  return select;
}

/** @param {HTMLElement} root @param {Data} data @param {State} state */
function build(root, data, state) {
  const send = sender(state);
  const bar = el('div', { class: 'bar', role: 'group', 'aria-label': data.label });
  const sentence = el('p', { class: 'sentence' });
  for (const part of data.parts) {
    if (part.setting === undefined) {
      const text = el('span');
      state.texts.push(text);
      sentence.append(text);
      continue;
    }
    const field = makeField(part, send);
    state.fields.set(part.setting, field);
    sentence.append(field);
  }
  bar.append(sentence);
  if (data.more) bar.append(buildMore(data.more, state));
  root.replaceChildren(bar);
}

/** @param {State} state @returns {(setting: string, value: string) => void} */
const sender = (state) => (setting, value) => state.trigger('word', { setting, value });

/** @param {NonNullable<Data['more']>} more @param {State} state */
function buildMore(more, state) {
  const send = sender(state);
  const details = el('details', { class: 'more' });
  details.append(el('summary', {}, more.label));
  const grid = el('div', { class: 'grid' });
  for (const item of more.fields) {
    const label = el('label', {});
    label.append(el('span', {}, item.label));
    const field = makeField(item, send);
    field.removeAttribute('aria-label');
    state.fields.set(item.setting, field);
    label.append(field);
    grid.append(label);
  }
  state.method = el('p', { class: 'method' }, more.method);
  details.append(grid, state.method);
  return details;
}

/** @param {Data} data @param {State} state */
function update(data, state) {
  let texts = 0;
  for (const item of [...data.parts, ...(data.more?.fields ?? [])]) {
    if (item.setting === undefined) {
      state.texts[texts].textContent = item.text;
      texts += 1;
      continue;
    }
    const field = state.fields.get(item.setting);
    if (field instanceof HTMLSelectElement) fillSelect(field, item);
    else if (field) field.value = item.value;
  }
  if (state.method && data.more) state.method.textContent = data.more.method;
}

/** @type {WeakMap<Element, State>} */
const states = new WeakMap();

/** @param {import('./types').Component<Data>} component */
export default function show({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector('.question_bar-root'));
  const shape = JSON.stringify([
    data.parts.map((part) => part.setting ?? ''),
    data.more?.fields.map((field) => field.setting),
  ]);
  let state = states.get(root);
  if (state?.shape !== shape) {
    const isOpen = root.querySelector('details')?.open ?? false;
    state = { shape, fields: new Map(), texts: [], trigger: setTriggerValue };
    states.set(root, state);
    build(root, data, state);
    const details = root.querySelector('details');
    if (details) details.open = isOpen;
  }
  state.trigger = setTriggerValue;
  update(data, state);
}
