/**
 * What can be done with a list: copy it as plain text, or print it. It says how many were found to
 * who hears the page, and opens every fold of the page for as long as it is printed.
 *
 * @typedef {import('./types').ListToolsData} Data
 */

import { el } from './elements.js';

/** @type {WeakMap<Node, {status: HTMLElement, buttons: HTMLElement, data: Data, said: string}>} */
const shown = new WeakMap();
/** @type {HTMLDetailsElement[]} the folds that were shut before the page was printed */
let opened = [];

/**
 * Copy a text where the browser lets a page do so, also without a secure connection.
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

/** @param {string} text */
function copiedByHand(text) {
  const box = el('textarea', { style: 'position:fixed;opacity:0', 'aria-hidden': 'true' });
  box.value = text;
  document.body.append(box);
  box.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    box.remove();
  }
}

function open() {
  const folds = document.querySelectorAll('.kyp-help details:not([open])');
  opened = /** @type {HTMLDetailsElement[]} */ ([...folds]);
  for (const fold of opened) fold.open = true;
}

function shut() {
  for (const fold of opened) fold.open = false;
  opened = [];
}

/** @param {import('./types').Component<Data>} component */
function build({ data, parentElement }) {
  const status = el('p', { class: 'said', role: 'status' });
  const copy = async () => {
    const now = shown.get(parentElement)?.data ?? data;
    status.textContent = (await copied(now.text)) ? now.copied : now.failed;
  };
  const buttons = el(
    'p',
    { class: 'buttons' },
    el('button', { type: 'button', onclick: copy }, data.copy),
    el('button', { type: 'button', onclick: () => window.print() }, data.print),
  );
  parentElement.querySelector('.list_tools-root')?.replaceChildren(buttons, status);
  return { status, buttons, data, said: '' };
}

/** @param {import('./types').Component<Data>} component */
export default function show(component) {
  const before = shown.get(component.parentElement);
  const held = before ?? build(component);
  held.data = component.data;
  shown.set(component.parentElement, held);
  held.buttons.hidden = component.data.text === '';
  if (held.said !== component.data.said) {
    held.said = component.data.said;
    // What is put in a moment after the place for it is there is read aloud.
    setTimeout(() => {
      held.status.textContent = component.data.said;
    }, 100);
  }
  window.addEventListener('beforeprint', open);
  window.addEventListener('afterprint', shut);
}
