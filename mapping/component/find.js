/**
 * A box to find anything by name, code or postcode: every choice can be made without a pointer.
 *
 * What is typed is looked for by the server, which knows more than the map draws: places of every
 * kind, services of every kind, settlements, postcodes. What the map itself holds is listed before
 * anything is typed, and is searched where the server does not answer.
 *
 * @typedef {import('./types').Item} Item
 * @typedef {import('./types').FoundBody} FoundBody
 */

import { el, freshId } from './elements.js';

const MOST_SHOWN = 12;
const PAUSE_MS = 120; // in typing, before it is looked for

/** The box, its list, and the keys that move in it. */
export class Finder {
  /**
   * @param {(item: Item) => void} onPick
   * @param {(item: Item|null) => void} onPoint called as the keys move over an item
   * @param {(typed: string) => Promise<FoundBody>} ask returns what the server finds
   */
  constructor(onPick, onPoint, ask) {
    this.onPick = onPick;
    this.ask = ask;
    this.turn = 0; // of what is asked: a later one wins
    this.isWaiting = false;
    this.isChosenSoon = false; // Enter was pressed before the answer came
    this.isOfNothing = false; // what is listed is so because nothing is typed
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    this.onPoint = onPoint;
    /** @type {Item[]} */
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
   * Take what the map itself holds.
   * @param {Item[]} items
   * @param {string} label
   */
  setItems(items, label) {
    this.items = items;
    this.label.textContent = label;
    this.input.placeholder = label;
    this.list.setAttribute('aria-label', label);
  }

  /** Look for what is typed; list what the map holds where nothing is. */
  open() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.isChosenSoon = false;
    const typed = this.input.value.trim();
    this.isWaiting = Boolean(plain(typed));
    if (!this.isWaiting) {
      this.show(this.here(''));
      this.isOfNothing = true;
      return;
    }
    const { turn } = this;
    this.timer = setTimeout(() => this.lookFor(typed, turn), PAUSE_MS);
    if (this.popup.hidden || this.isOfNothing) {
      this.show({ found: [], more: 0, note: 'Looking …' });
    }
  }

  /** @param {string} typed @param {number} turn */
  async lookFor(typed, turn) {
    const found = await this.ask(typed).catch(() => this.here(typed));
    if (turn !== this.turn) return;
    this.isWaiting = false;
    this.show(found);
    if (this.isChosenSoon) this.choose(0);
  }

  /**
   * Find among what the map itself holds.
   * @param {string} typed
   * @returns {FoundBody}
   */
  here(typed) {
    const words = plain(typed).split(' ').filter(Boolean);
    const found = this.items.filter(({ name, detail }) => {
      const sought = words.length ? plain(`${name} ${detail}`) : '';
      return words.every((word) => sought.includes(word));
    });
    return { found: found.slice(0, MOST_SHOWN), more: found.length - MOST_SHOWN, note: '' };
  }

  /** @param {FoundBody} body */
  show({ found, more, note }) {
    this.isOfNothing = false;
    this.shown = found;
    this.at = -1;
    this.list.replaceChildren(...found.map((item, index) => this.option(item, index)));
    const rest = more > 0 ? `${more} more: type more of the name` : '';
    this.rest.textContent =
      note || (found.length ? rest : 'Nothing of that name, code or postcode');
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
    clearTimeout(this.timer);
    this.turn += 1;
    this.isWaiting = false;
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
      if (this.isWaiting) this.isChosenSoon = true;
      else this.choose(Math.max(0, this.at));
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
  const joined = text.replace(/['’‘`]/g, '').replace(/&/g, ' and ');
  const letters = joined.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
