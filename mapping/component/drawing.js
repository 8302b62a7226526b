/**
 * An outline as it is drawn, corner by corner: open until it is ended, and never lost by a fault.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 */

import { metresBetween, outlineFault } from './spans.js';
import { pressWord } from './tapping.js';

const SAME_M = 2; // nearer than this to the last corner, it is that corner once more
const MOST = 300; // corners that an address may hold

/** One outline. */
export class Drawing {
  constructor() {
    this.clear();
  }

  clear() {
    /** @type {Position[]} */
    this.corners = [];
    this.isEnded = false;
    this.fault = '';
  }

  /**
   * Add a corner; the last one once more ends the outline.
   * @param {Position} at
   */
  add(at) {
    if (this.isEnded) return;
    const last = this.corners.at(-1);
    if (last && metresBetween(last, at) < SAME_M) this.end();
    else if (this.corners.length === MOST) this.fault = `An outline has at most ${MOST} corners.`;
    else {
      this.corners = [...this.corners, at];
      this.fault = '';
    }
  }

  /** Take the last corner back; of an outline that is ended, take its end back first. */
  back() {
    if (this.isEnded) this.isEnded = false;
    else this.corners = this.corners.slice(0, -1);
    this.fault = '';
  }

  /** End the outline, where nothing is wrong with it. */
  end() {
    if (this.isEnded) return;
    this.fault = outlineFault(this.corners);
    this.isEnded = !this.fault;
  }

  /** @returns {[number, number][]} corners as longitude and latitude */
  get ring() {
    return this.corners.map(([lat, lon]) => [lon, lat]);
  }

  /** What to do next, in words. */
  get words() {
    if (this.fault) return this.fault;
    const count = this.corners.length;
    if (!count) return `${pressWord()} the corners on the map, one after another.`;
    const have = count === 1 ? '1 corner' : `${count} corners`;
    if (this.isEnded) return `${have}. Give it a name if you like; then “Make the place”.`;
    return `${have}. “Finish” ends the outline, “Undo” takes the last corner back.`;
  }
}
