/**
 * What lies on a map that is none of its drawing, as a panel or the tour’s card: what is drawn there is
 * not seen.
 *
 * @typedef {import('./types').Box} Box
 */

import { COVERED } from './covering.js';

/** What lies on one map, and how large that map is. */
export class Overlaid {
  /**
   * @param {HTMLElement} holder of the drawing
   * @param {{onResize: () => void, onPanel: () => void, onCover: () => void}} listeners the map has
   *   another size; what belongs to it does; something of the page lies on it, or no more
   */
  constructor(holder, { onResize, onPanel, onCover }) {
    this.holder = holder;
    this.onCover = onCover;
    /** @type {DOMRect|null} */
    this.over = null; // what lies on it that is none of its own, in pixels of the window
    this.onCovered = (/** @type {any} */ { detail }) => this.coverBy(detail);
    this.resizing = new ResizeObserver(onResize);
    this.resizing.observe(holder);
    this.covering = new ResizeObserver(onPanel);
    for (const each of this.around()) this.covering.observe(each);
    document.addEventListener(COVERED, this.onCovered);
  }

  /** Look no further. */
  leave() {
    this.resizing.disconnect();
    this.covering.disconnect();
    document.removeEventListener(COVERED, this.onCovered);
  }

  /** @param {DOMRect|null} box what lies on the page now */
  coverBy(box) {
    if (JSON.stringify(box) === JSON.stringify(this.over)) return;
    this.over = box;
    this.onCover();
  }

  /** List the elements of the page that may lie on the map; the note beside the pointer is none. */
  around() {
    const stage = this.holder.parentElement;
    const all = stage ? [...stage.children, ...(stage.parentElement?.children ?? [])] : [];
    return all.filter((each) => !each.contains(this.holder) && !each.classList.contains('tip'));
  }

  /**
   * Return what lies on the map, in its pixels.
   * @returns {Box[]}
   */
  boxes() {
    const frame = this.holder.getBoundingClientRect();
    const own = this.holder.querySelectorAll('.leaflet-control'); // its scale
    const boxes = [...this.around(), ...own].map((each) => each.getBoundingClientRect());
    return [...boxes, ...(this.over ? [this.over] : [])].flatMap(({ left, top, right, bottom }) => {
      if (right <= left || bottom <= top) return [];
      const [x, y] = [frame.left, frame.top];
      return [[left - x, top - y, right - x, bottom - y]];
    });
  }
}
