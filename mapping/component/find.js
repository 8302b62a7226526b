/**
 * A box to find anything on the map by its name: every choice can be made without a pointer.
 *
 * @typedef {import('./types').Item} Item
 */

import { el, freshId } from './elements.js';

const MOST_SHOWN = 40;

/** The box, its list, and the keys that move in it. */
export class Finder {
  /**
   * @param {(item: Item) => void} onPick
   * @param {(item: Item|null) => void} onPoint called as the keys move over an item
   */
  constructor(onPick, onPoint) {
    this.onPick = onPick;
    this.onPoint = onPoint;
    /** @type {Array<Item & {sought: string}>} */
    this.items = [];
    /** @type {Item[]} */
    this.shown = [];
    this.at = -1;
    const [field, list] = [freshId('find'), freshId('found')];
    this.label = el('label', { for: field }, 'Find');
    this.list = el('ul', { id: list, role: 'listbox' });
    this.rest = el('p', { class: 'none', role: 'status' });
    this.popup = el('div', { class: 'found', hidden: true }, this.list, this.rest);
    this.input = el('input', {
      id: field,
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-expanded': 'false',
      'aria-controls': list,
      'aria-autocomplete': 'list',
      oninput: () => this.open(),
      onclick: () => this.open(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event),
      onblur: () => this.close(),
    });
    const box = el('div', { class: 'field' }, this.input, this.popup);
    this.element = el('div', { class: 'finder' }, this.label, box);
  }

  /**
   * Take what can be found.
   * @param {Item[]} items
   * @param {string} label
   */
  setItems(items, label) {
    this.items = items.map((item) => ({ ...item, sought: plain(`${item.name} ${item.detail}`) }));
    this.label.textContent = label;
    this.input.placeholder = label;
    this.list.setAttribute('aria-label', label);
  }

  open() {
    const words = plain(this.input.value).split(' ').filter(Boolean);
    const found = this.items.filter(({ sought }) => words.every((word) => sought.includes(word)));
    this.shown = found.slice(0, MOST_SHOWN);
    this.at = -1;
    this.list.replaceChildren(...this.shown.map((item, index) => this.option(item, index)));
    const rest = found.length - this.shown.length;
    const more = rest ? `${rest} more: type more of the name` : '';
    this.rest.textContent = found.length ? more : 'Nothing of that name';
    this.expand(true);
  }

  /** @param {Item} item @param {number} index */
  option(item, index) {
    return el(
      'li',
      {
        id: `${this.list.id}-${index}`,
        role: 'option',
        'aria-selected': 'false',
        onpointerdown: (/** @type {Event} */ event) => {
          event.preventDefault();
          this.choose(index);
        },
      },
      item.name,
      el('small', {}, item.detail),
    );
  }

  /** @param {boolean} open */
  expand(open) {
    this.popup.hidden = !open;
    this.list.hidden = !this.shown.length;
    this.input.setAttribute('aria-expanded', String(open && this.shown.length > 0));
    if (!open) this.input.removeAttribute('aria-activedescendant');
  }

  close() {
    if (this.popup.hidden) return;
    this.expand(false);
    this.onPoint(null);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      if (this.popup.hidden) this.open();
      this.move(step);
    } else if (event.key === 'Enter' && !this.popup.hidden) {
      this.choose(Math.max(0, this.at));
    } else if (event.key === 'Escape') {
      if (this.popup.hidden) this.input.value = '';
      this.close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} step */
  move(step) {
    if (!this.shown.length) return;
    const before = this.list.children[this.at];
    before?.setAttribute('aria-selected', 'false');
    this.at = (this.at + step + this.shown.length) % this.shown.length;
    const option = this.list.children[this.at];
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', option.id);
    this.onPoint(this.shown[this.at]);
  }

  /** @param {number} index */
  choose(index) {
    const item = this.shown[index];
    if (!item) return;
    this.input.value = item.name;
    this.close();
    this.onPick(item);
  }
}

/**
 * Remove accents, case and punctuation, which nobody types.
 * @param {string} text
 */
function plain(text) {
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
