/**
 * The order of the layers on the list: one is moved by its grip or by its buttons, among those of its
 * height.
 *
 * @typedef {import('./types').LayerList} LayerList
 */

import { el } from './elements.js';
import { byHeight, canMove, keyOf, moved } from './layers.js';

/** Moves the layers of one list. */
export class LayersOrder {
  /** @param {LayerList} list */
  constructor(list) {
    this.list = list;
    /** @type {string|undefined} */
    this.dragged = undefined; // the key of the layer that is dragged
  }

  /** @param {string} key */
  grip(key) {
    const grip = el('span', { class: 'grip', 'aria-hidden': 'true', draggable: 'true' }, '⠿');
    grip.addEventListener('dragstart', (event) => {
      event.dataTransfer?.setData('text/plain', key);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
      this.dragged = key;
    });
    grip.addEventListener('dragend', () => {
      this.dragged = undefined;
      const rows = this.list.element.querySelectorAll('.is-over');
      for (const each of rows) each.classList.remove('is-over');
    });
    return grip;
  }

  /**
   * Let a layer be dropped upon another of its height, whose place it takes.
   * @param {HTMLElement} row
   * @param {string} key
   */
  listenToDrag(row, key) {
    row.addEventListener('dragover', (event) => {
      if (!this.stepsTo(key)) return;
      event.preventDefault();
      row.classList.add('is-over');
    });
    row.addEventListener('dragleave', () => row.classList.remove('is-over'));
    row.addEventListener('drop', (event) => {
      event.preventDefault();
      const steps = this.stepsTo(key);
      if (steps && this.dragged) this.move(this.dragged, steps);
    });
  }

  /** @param {string} key of the row that a layer is dragged over */
  stepsTo(key) {
    const { dragged } = this;
    const { laid } = this.list;
    if (!dragged || !laid) return 0;
    const keys = byHeight(laid.asked, laid.look.heights).map(keyOf);
    const by = keys.indexOf(key) - keys.indexOf(dragged);
    return canMove(laid.asked, dragged, by, laid.look.heights) ? by : 0;
  }

  /** @param {string} key @param {number} by how many places upwards */
  move(key, by) {
    const { laid } = this.list;
    if (!laid) return;
    const asked = moved(laid.asked, key, by, laid.look.heights);
    this.list.lay(asked, `Moved ${by > 0 ? 'up' : 'down'}.`);
  }
}
