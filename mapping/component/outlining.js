/**
 * What is pointed at and what is chosen, outlined above all else that is drawn.
 *
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Pick} Pick
 */

import { EDGE } from './boundaries.js';

const PIN = 'pin';
const OVER_DOORS = '615'; // the pane of the doors is 610, that of numbers 620

/** The outlines on one map. */
export class Outlining {
  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.pins = this.makePins();
    /** @type {Pick|null} */
    this.chosen = null;
    /** @type {Feature|undefined} */
    this.chosenShape = undefined; // where it is not drawn
    /** @type {(pick: Pick, feature?: Feature) => void} */
    this.findFiner = () => {}; // its finer outline, for what is chosen
  }

  /** Make the canvas of a mark that is chosen: above clusters and names. */
  makePins() {
    const pane = this.scene.map.createPane(PIN);
    pane.style.zIndex = OVER_DOORS;
    pane.style.pointerEvents = 'none';
    return new this.scene.kinds.Canvas({ padding: 0.15, pane: PIN });
  }

  /**
   * Outline the area that is pointed at.
   * @param {number|null} index
   */
  pointAt(index) {
    const { features, groups, services } = this.scene;
    groups.hover.clearLayers();
    if (index === null) return;
    this.scene.polygon(features[index], this.pointedStyle).addTo(groups.hover);
    services.bringToFront();
  }

  /**
   * Ring the door that is pointed at.
   * @param {import('./types').About} about
   */
  pointAtDoor({ index }) {
    const { groups, services } = this.scene;
    groups.hover.clearLayers();
    const [id] = services.points[index]?.ids ?? [];
    services.ringAbout(id, this.pointedStyle)?.addTo(groups.hover);
  }

  /**
   * Outline what is chosen, for as long as it is.
   * @param {Pick|null} pick
   * @param {Feature} [feature] its shape, where the map does not draw it
   */
  choose(pick, feature) {
    const { ground, groups, services } = this.scene;
    this.chosen = pick;
    this.chosenShape = feature;
    groups.chosen.clearLayers();
    if (!pick) return;
    this.findFiner(pick, feature);
    const own = feature ? this.scene.polygon(feature, this.chosenStyle) : this.shapeOf(pick);
    const pin = pick.at && (pick.kind === 'spot' || !own) ? this.pinAt(pick.at) : [];
    for (const each of [own, ...pin]) each?.addTo(groups.chosen);
    ground?.names.bringToFront();
    services.bringToFront();
  }

  /** Outline what is chosen as it is drawn now. */
  again() {
    this.choose(this.chosen, this.chosenShape);
  }

  /** @returns {any} */
  get pointedStyle() {
    const { ink, halo } = this.scene.look;
    return { ...EDGE, color: ink, weight: 1.6, halo, haloWeight: 2.5, opacity: 1 };
  }

  /** @returns {any} */
  get chosenStyle() {
    const { accent, halo } = this.scene.look;
    return { ...EDGE, color: accent, weight: 3, halo, haloWeight: 3.5, opacity: 1 };
  }

  /** @param {import('./types').Position} at latitude and longitude */
  pinAt(at) {
    const { L, look } = this.scene;
    const over = { pane: PIN, renderer: this.pins };
    const ring = { ...this.chosenStyle, ...over, radius: 11 };
    const dot = { ...EDGE, ...over, fill: true, fillColor: look.accent, fillOpacity: 1 };
    return [L.circleMarker(at, ring), L.circleMarker(at, { ...dot, weight: 0, radius: 4 })];
  }

  /**
   * Return the outline of something that the map draws; null where it draws none such.
   * @param {Pick} pick
   */
  shapeOf({ kind, id }) {
    const { boundaries, features, services } = this.scene;
    const style = this.chosenStyle;
    if (kind === 'asset') return services.ringAbout(id, style);
    const among = kind === 'area' ? features : boundaries.places;
    const found = among.find((each) => each.id === id);
    return found ? this.scene.polygon(found, style) : null;
  }
}
