/**
 * Taking points on the map for a tool: by pointer, by touch, or by keys with a cross at the middle.
 *
 * While a tool aims, a click chooses nothing on the map; Enter takes what is under the cross,
 * Backspace takes back, Escape ends.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 * @typedef {import('./types').Pick} Pick
 *
 * @typedef {object} Aiming what a tool does with what it is given
 * @property {(at: Position) => void} onPoint
 * @property {(pick: Pick) => boolean} [onPick] takes what is there instead; false to take the point
 * @property {() => void} [onBack]
 * @property {() => void} [onDone] at a double click
 * @property {() => void} onEscape
 */

import { el, freshId } from './elements.js';
import { shapeAt } from './spans.js';

const HELP =
  'Arrow keys move the map under the cross. Enter takes the point under it, Backspace takes the ' +
  'last one back, Escape ends.';

const UPON = 12; // pixels from a door
const NARROW = 520; // pixels: as in tools.css, where the map takes the whole screen while it is aimed at

/** What one map’s tools aim with. */
export class Aim {
  /**
   * @param {import('./frame.js').Frame} frame
   * @param {import('./types').State} state
   */
  constructor(frame, state) {
    this.frame = frame;
    this.state = state;
    /** @type {import('./scene.js').Scene|null} */
    this.scene = null;
    /** @type {Aiming|null} */
    this.aiming = null;
    this.hasPicked = false; // what was clicked is taken already, and its point is not
    this.help = el('p', { id: freshId('aim'), class: 'unseen' }, HELP);
    this.cross = el('div', { class: 'cross', 'aria-hidden': 'true', hidden: true });
    frame.stage.append(this.cross, this.help);
    // Before the canvas hears of it, whose own keys choose and let go.
    frame.stage.addEventListener('keydown', (event) => this.onKey(event), { capture: true });
  }

  /** @param {import('./scene.js').Scene} scene */
  setScene(scene) {
    this.scene = scene;
    scene.map.on('click', ({ latlng }) => this.onClick([latlng.lat, latlng.lng]));
    scene.map.on('dblclick', () => this.aiming?.onDone?.());
  }

  get isAiming() {
    return this.aiming !== null;
  }

  /**
   * Take points for a tool, in place of any other.
   * @param {Aiming} aiming
   */
  start(aiming) {
    this.aiming = aiming;
    this.show(true);
  }

  stop() {
    this.aiming = null;
    this.show(false);
  }

  /** @param {boolean} isOn */
  show(isOn) {
    const { canvas, root, stage } = this.frame;
    canvas.classList.toggle('aiming', isOn);
    root.classList.toggle('is-aiming', isOn);
    if (isOn && stage.clientWidth <= NARROW) stage.scrollIntoView?.({ block: 'start' });
    this.cross.hidden = !isOn;
    const about = canvas.getAttribute('aria-describedby')?.split(' ') ?? [];
    const others = about.filter((id) => id !== this.help.id);
    canvas.setAttribute('aria-describedby', [...(isOn ? [this.help.id] : []), ...others].join(' '));
    if (isOn) this.scene?.map.doubleClickZoom.disable();
    else this.scene?.map.doubleClickZoom.enable();
  }

  /** Take the keys to the map, with the cross. */
  toMap() {
    this.frame.canvas.classList.remove('by-pointer');
    this.frame.canvas.focus({ preventScroll: true });
  }

  /**
   * Take what is there, as the map tells it before it tells the point.
   * @param {Pick} pick
   */
  pick(pick) {
    this.hasPicked = Boolean(this.aiming?.onPick?.(pick));
  }

  /** @param {Position} at */
  onClick(at) {
    if (this.aiming && !this.hasPicked) this.aiming.onPoint(at);
    this.hasPicked = false;
  }

  /** Take what is under the cross. */
  takeMiddle() {
    const { scene } = this;
    if (!scene) return;
    const { lat, lng } = scene.map.getCenter();
    const found = this.under([lat, lng]);
    if (!found.some((pick) => this.aiming?.onPick?.(pick))) this.aiming?.onPoint([lat, lng]);
  }

  /**
   * Return what is under a point: a door that the cross is upon, then the area.
   * @param {Position} at
   * @returns {Pick[]}
   */
  under(at) {
    const { map } = /** @type {import('./scene.js').Scene} */ (this.scene);
    const middle = map.latLngToContainerPoint(at);
    const isUpon = (/** @type {import('./types').Point} */ point) =>
      map.latLngToContainerPoint(point.at).distanceTo(middle) < UPON;
    const door = this.state.points.find(isUpon);
    const area = shapeAt(this.state.features, at);
    /** @type {Pick[]} */
    const found = door ? [{ kind: 'asset', id: door.ids[0] }] : [];
    return area ? [...found, { kind: 'area', id: area.id }] : found;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { aiming } = this;
    if (!aiming || event.target !== this.frame.canvas) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const byPointer = this.frame.canvas.classList.contains('by-pointer');
    if (event.key === 'Enter' && byPointer && aiming.onDone) aiming.onDone();
    else if (event.key === 'Enter') this.takeMiddle();
    else if (event.key === 'Backspace') aiming.onBack?.();
    else if (event.key === 'Escape') aiming.onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
