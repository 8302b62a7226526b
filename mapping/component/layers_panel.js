/**
 * The list of what lies on a map, top first: each layer with its switch, order, opacity, legend,
 * period and source; and what can be added, found by typing. The HTML file holds the same script.
 *
 * @typedef {import('./types').AskedLayer} AskedLayer
 * @typedef {import('./types').Laid} Laid
 */

import { el } from './elements.js';
import { byHeight } from './layers.js';
import { LayersOrder } from './layers_order.js';
import { layerRow } from './layers_row.js';
import { LayersSearch } from './layers_search.js';

/**
 * The panel. What it is told is drawn; what a person does is told, and drawn once it is told back. What
 * is done before that is done to the layers as they were last asked for.
 */
export class LayersPanel {
  /** @param {(asked: AskedLayer[]) => void} onLay */
  constructor(onLay) {
    this.onLay = onLay;
    this.told = '';
    /** @type {Laid|null} */
    this.laid = null;
    /** @type {Set<string>} */
    this.unfolded = new Set(); // the keys of layers
    this.order = new LayersOrder(this);
    this.search = new LayersSearch(this);
    this.list = el('ol', { class: 'layers', 'aria-label': 'Layers, the top one first' });
    this.live = el('p', { class: 'unseen', 'aria-live': 'polite' });
    this.element = el('div', { class: 'layers-panel' }, this.search.element, this.list, this.live);
  }

  /**
   * Bring the list up to what lies on the map; the focus stays where it is.
   * @param {Laid} laid
   */
  update(laid) {
    this.laid = laid;
    const told = JSON.stringify([
      laid.asked.map((each) => ({ ...each, opacity: 0 })),
      [...laid.bodies.keys()],
      [...laid.problems],
      laid.isDark,
      Boolean(laid.catalogue),
    ]);
    if (told === this.told) return;
    this.told = told;
    const at = this.focused();
    const topFirst = byHeight(laid.asked, laid.look.heights).reverse();
    this.list.replaceChildren(...topFirst.map((layer) => layerRow(layer, laid, this, this.order)));
    this.search.show(laid.catalogue);
    this.focus(at);
  }

  /** @returns {string|null} the name of the control that has the focus */
  focused() {
    const page = /** @type {Document|ShadowRoot} */ (this.element.getRootNode());
    const active = /** @type {HTMLElement|null} */ (page.activeElement ?? null);
    return active && this.element.contains(active) ? (active.dataset.at ?? null) : null;
  }

  /** @param {string|null} at */
  focus(at) {
    if (!at) return;
    const controls = [
      .../** @type {NodeListOf<HTMLElement>} */ (this.element.querySelectorAll('[data-at]')),
    ];
    const same = controls.find((each) => each.dataset.at === at);
    const isUsable = same && !(/** @type {HTMLButtonElement} */ (same).disabled);
    const beside = controls.find((each) => each.dataset.at?.split('|')[0] === at.split('|')[0]);
    (isUsable ? same : (beside ?? this.search.input)).focus({ preventScroll: true });
  }

  /**
   * Lay other layers, and say what was done.
   * @param {AskedLayer[]} asked
   * @param {string} words
   */
  lay(asked, words) {
    this.say(words);
    if (this.laid) this.laid = { ...this.laid, asked };
    this.onLay(asked);
  }

  /** @param {string} words */
  say(words) {
    this.live.textContent = words;
  }
}
