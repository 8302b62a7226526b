/**
 * What can be added to the list of layers: found by typing, or laid at once as a ready set.
 *
 * @typedef {import('./types').Catalogue} Catalogue
 * @typedef {import('./types').LayerList} LayerList
 */

import { el } from './elements.js';
import { keyOf, readLayers, withLayer } from './layers.js';

const MOST_FOUND = 12; // layers listed at once

/** The box in which a layer is found, what it found, and the ready sets. */
export class LayersSearch {
  /** @param {LayerList} list */
  constructor(list) {
    this.list = list;
    this.sets = el('div', { class: 'layer-sets', role: 'group', 'aria-label': 'Ready sets' });
    this.found = el('ul', { class: 'layers-found' });
    this.input = el('input', {
      type: 'search',
      placeholder: 'Libraries, wards, dental decay …',
      autocomplete: 'off',
      oninput: () => this.find(),
    });
    const label = el('label', { class: 'layer-search' }, 'Add a layer', this.input);
    this.element = el('div', { class: 'layers-more', hidden: true }, label, this.found, this.sets);
  }

  /**
   * Show what can be added; nothing where that is not known.
   * @param {Catalogue|null} catalogue
   */
  show(catalogue) {
    this.element.hidden = !catalogue;
    if (!catalogue) return;
    const { list } = this;
    const usual = () => list.lay(readLayers(catalogue.usual), 'The usual layers.');
    const ready = catalogue.sets.map(([key, title, about, layers]) =>
      el(
        'button',
        {
          type: 'button',
          title: about,
          'data-at': `set|${key}`,
          onclick: () => list.lay(readLayers(layers), `${title}.`),
        },
        title,
      ),
    );
    const back = el('button', { type: 'button', 'data-at': 'set|', onclick: usual }, 'The usual');
    this.sets.replaceChildren(el('span', {}, 'Ready sets'), ...ready, back);
    this.find();
  }

  /** List what can be added and holds what is typed. */
  find() {
    const { laid } = this.list;
    if (!laid?.catalogue) return;
    const words = folded(this.input.value).split(/\s+/).filter(Boolean);
    const there = new Set(laid.asked.map(keyOf));
    const fits = laid.catalogue.layers.filter(([key, ...said]) => {
      const text = folded(said.join(' '));
      return words.length > 0 && !there.has(key) && words.every((word) => text.includes(word));
    });
    const rows = fits.slice(0, MOST_FOUND).map((each) => this.row(each));
    const left = fits.length - rows.length;
    if (left > 0)
      rows.push(el('li', { class: 'layer-note' }, `${left} more: type more of the name.`));
    if (words.length && !fits.length)
      rows.push(el('li', { class: 'layer-note' }, 'Nothing else is called so.'));
    this.found.replaceChildren(...rows);
    if (words.length) this.list.say(`${fits.length} found.`);
  }

  /** @param {Catalogue['layers'][number]} layer */
  row([key, group, title, about]) {
    const onclick = () => {
      const { laid } = this.list;
      if (!laid) return;
      this.input.value = '';
      this.input.focus();
      this.list.lay(withLayer(laid.asked, key, laid.look.heights), `${title}: added.`);
      this.find();
    };
    const small = el('small', {}, [group, about].filter(Boolean).join(': '));
    return el(
      'li',
      {},
      el('button', { type: 'button', 'data-add': key, onclick }, el('span', {}, title), small),
    );
  }
}

/** @param {string} text */
const folded = (text) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/’/g, "'")
    .toLowerCase();
