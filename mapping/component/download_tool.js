/** The button on the map that hands out files: just those that stand below it on its page. */

import { button } from './controls.js';
import { el } from './elements.js';

const HERE = '.st-key-downloads'; // where the page has them
const PRESSED = ['stButton', 'stDownloadButton']
  .map((each) => `${HERE} [data-testid="${each}"]`)
  .join();
const SAID = '[data-testid="stCaptionContainer"]';
const LEAD = 'The same files as below the map, of the map as it is now.';
const COMES = 'It is being made; your browser keeps it with its other downloads.';
const NONE = 'This page has no files.';

const ICON = 'M10 2.5v10M5.8 8.6 10 12.8l4.2-4.2M3 15v2.5h14V15';

/** The tool: its panel presses the buttons of the page, so that there is one way to make a file. */
export class DownloadTool {
  constructor() {
    this.told = '';
    this.lead = el('p', { class: 'tool-note' });
    this.list = el('div', { class: 'tool-stack' });
    this.said = el('p', { class: 'tool-told', role: 'status' });
    this.panel = el('div', { class: 'tool-stack' }, this.lead, this.list, this.said);
    this.watch = new MutationObserver(() => this.show());
  }

  /** @returns {import('./types').Tool} as `Toolbar.addTool` takes it */
  get tool() {
    return {
      ...{ key: 'download', label: 'Download', icon: ICON, panel: this.panel },
      onOpen: () => this.open(),
      onClose: () => this.watch.disconnect(),
    };
  }

  open() {
    this.told = '';
    this.said.textContent = '';
    this.show();
    const all = { childList: true, subtree: true, characterData: true };
    this.watch.observe(document.body, all);
  }

  /** Show what the page has, if that has changed. */
  show() {
    const buttons = buttonsOf();
    const notes = [...document.querySelectorAll(`${HERE} ${SAID}`)].map(wordsOf);
    const told = JSON.stringify([notes, buttons.map(wordsOf)]);
    if (told === this.told) return;
    this.told = told;
    const root = /** @type {ShadowRoot|Document} */ (this.panel.getRootNode());
    const had = root.activeElement;
    const focus = had && this.list.contains(had) ? wordsOf(had) : null;
    this.lead.textContent = buttons.length ? [LEAD, ...notes].join(' ') : NONE;
    this.list.replaceChildren(
      ...buttons.map((each) => button(wordsOf(each), () => this.press(wordsOf(each)))),
    );
    if (focus === null) return;
    const made = [...this.list.querySelectorAll('button')];
    (made.find((each) => wordsOf(each) === focus) ?? made[0])?.focus();
  }

  /** @param {string} words */
  press(words) {
    const pressed = buttonsOf().find((each) => wordsOf(each) === words);
    if (!pressed) return;
    this.said.textContent = pressed.closest('[data-testid="stDownloadButton"]') ? COMES : '';
    pressed.click();
  }
}

/**
 * List the buttons of the page in its order. Streamlit draws one with a hint twice, once for touch.
 * @returns {HTMLElement[]}
 */
const buttonsOf = () =>
  [...document.querySelectorAll(PRESSED)].flatMap((each) => each.querySelector('button') ?? []);

/** @param {Element} element */
const wordsOf = (element) => (element.textContent ?? '').trim();
