/**
 * Where a map is looked at: written to the address as it moves, and the same when it is drawn again.
 *
 * @typedef {[lat: number, lon: number, zoom: number]} At
 */

import { forgetWord, keepWord } from './address.js';

const WORD = 'at';
const SOON_MS = 150; // after a move, so that a drag writes once

/** What the page said last and where the person then went, by the pack; kept from page to page. */
const last = /** @type {{pack: string, told: string, at: At|null}} */ ({ at: null });

/** The view of one map and the address that holds it. */
export class Looking {
  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.isKept = false; // whether the page has this view in its address
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    scene.map.on('moveend', this.moved, this);
  }

  /**
   * Take in what the page says: the view of its address, null for the whole; undefined where the
   * address holds none. A view that it has said before is older than where the person went since.
   * @param {At|null|undefined} at
   * @param {string} pack
   */
  take(at, pack) {
    if (at === undefined) return;
    const told = JSON.stringify(at);
    const isNew = pack !== last.pack || told !== last.told;
    if (isNew) Object.assign(last, { pack, told, at });
    if (isNew || !this.isKept) this.go(last.at);
    this.isKept = true;
    this.write();
  }

  /** @param {At|null} at */
  go(at) {
    if (at) this.scene.view.lookFrom([at[0], at[1]], at[2]);
    else if (this.isKept) this.scene.sight.showWhole();
  }

  moved() {
    if (!this.isKept) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), SOON_MS);
  }

  write() {
    const { map, view } = this.scene;
    const { lat, lng } = map.getCenter();
    const round = (/** @type {number} */ each, /** @type {number} */ digits) =>
      Number(each.toFixed(digits));
    last.at = view.isMoved ? [round(lat, 5), round(lng, 5), round(map.getZoom(), 2)] : null;
    keepWord(WORD, last.at?.join(',') ?? null);
  }

  /** Leave the address to the next page. */
  leave() {
    clearTimeout(this.timer);
    this.scene.map.off('moveend', this.moved, this);
    if (this.isKept) forgetWord(WORD);
  }
}
