/**
 * How services are drawn: a symbol at each door, by the shape and colour of its kind; several services
 * at one door, and doors too near each other, as a disc with their number. They lie over all else,
 * labels and their haloes too, on a canvas of their own that lets the pointer through: what it is upon
 * is asked here.
 *
 * @typedef {import('./types').Point} Point
 * @typedef {import('./types').Colours} Colours
 * @typedef {import('./types').About} About
 * @typedef {import('./types').L.Point} Pixel
 * @typedef {import('./clusters.js').Group & {at: import('./types').L.LatLng}} Group
 */

import { groupsOf, sizeOf, zoomApart } from './clusters.js';

const PANE = 'doors';
const OVER_LABELS = '610'; // Leaflet's panes: labels 600, what floats over the map 650
const REACH = 4; // pixels: how far beyond a symbol the pointer is still upon it
const MANY = 150; // doors from which their symbols are smaller
const ROW = 40; // pixels: doors as far apart down the screen stand in one row to step through
const UNSURE = 0.45; // opacity of what does not say what a filter asks for
const MARKED = 2.5; // how many times as far a symbol reaches with its mark
const LEAVE = 1.5; // how far beyond the first zoom at which doors part it goes

/** The services on one map. */
export class Services {
  /**
   * @param {import('./types').Leaflet} L
   * @param {import('./types').L.Map} map
   * @param {{Canvas: any, Sign: any}} kinds of layer, from `drawingKinds`
   */
  constructor(L, map, { Canvas, Sign }) {
    this.L = L;
    this.map = map;
    this.Sign = Sign;
    const pane = map.createPane(PANE);
    pane.style.zIndex = OVER_LABELS;
    pane.style.pointerEvents = 'none';
    this.renderer = new Canvas({ padding: 0.15, pane: PANE });
    this.group = L.featureGroup().addTo(map);
    /** @type {Point[]} */
    this.points = [];
    /** @type {string[]} */
    this.look = [];
    /** @type {Group[]} */
    this.groups = [];
    this.told = '';
    map.on('zoomend', () => this.draw());
  }

  /**
   * Draw the services.
   * @param {Point[]} points
   * @param {Colours} colours
   * @param {string[]} [look] the colour of each kind of door
   */
  set(points, colours, look = []) {
    this.points = points;
    this.colours = colours;
    this.look = look;
    this.told = '';
    this.draw();
  }

  /** Draw what is apart at this scale apart, and the rest together. */
  draw() {
    this.groups = this.groupsAt(this.map.getZoom());
    const told = this.groups.map(({ members }) => members).join(';');
    if (told === this.told) return;
    this.told = told;
    this.group.clearLayers();
    for (const each of this.groups) this.symbolOf(each).addTo(this.group);
  }

  /** @param {number} zoom @returns {Group[]} */
  groupsAt(zoom) {
    const all = this.points.map((_, at) => at);
    return groupsOf(this.spotsAt(all, zoom)).map((group) => {
      const [first] = group.members;
      const isOne = group.members.length === 1;
      const at = isOne
        ? this.L.latLng(this.points[first].at)
        : this.map.unproject([group.x, group.y], zoom);
      return { ...group, at };
    });
  }

  /** @param {number[]} members @param {number} zoom */
  spotsAt(members, zoom) {
    return members.map((at) => {
      const { x, y } = this.map.project(this.points[at].at, zoom);
      return { x, y, count: this.points[at].ids.length };
    });
  }

  /** @param {Group} group */
  symbolOf(group) {
    const { at, count, members } = group;
    const { ink, halo } = /** @type {Colours} */ (this.colours);
    const [{ shape, hollow, marks = [] }] = members.map((member) => this.points[member]);
    const size = sizeOf(group);
    const usual = { halo, count, radius: size, interactive: false };
    const shown = Math.max(...members.map((member) => shownOf(this.points[member])));
    const own = { ...usual, shown, renderer: this.renderer, pane: PANE };
    if (count > 1) {
      const isHollow = members.every((member) => this.points[member].hollow);
      return new this.Sign(at, { ...own, ink, size, parts: this.partsOf(group), hollow: isHollow });
    }
    const half = this.points.length > MANY ? 5 : 6;
    const look = { shape, hollow, marks, size: half, ink: this.inkOf(members[0]) };
    const radius = marks.length ? half * MARKED : size; // what is drawn anew when it changes
    return new this.Sign(at, { ...own, ...look, radius });
  }

  /** @param {number} member */
  inkOf(member) {
    const { colour = 0 } = this.points[member];
    return this.look[colour % (this.look.length || 1)] ?? this.colours?.ink;
  }

  /**
   * Return how many of each colour there are in a group, in the order of the kinds.
   * @param {Group} group
   * @returns {[string, number][]}
   */
  partsOf({ members }) {
    const inOrder = [...members].sort(
      (a, b) => (this.points[a].colour ?? 0) - (this.points[b].colour ?? 0),
    );
    /** @type {Map<string, number>} */
    const parts = new Map();
    for (const member of inOrder) {
      const ink = this.inkOf(member) ?? '';
      parts.set(ink, (parts.get(ink) ?? 0) + this.points[member].ids.length);
    }
    return [...parts];
  }

  /**
   * Return what is at a point of the map: a door, a group of them, or null where there is none.
   * @param {{x: number, y: number}} point
   * @returns {About|null}
   */
  at({ x, y }) {
    let nearest = Infinity;
    let found = -1;
    this.groups.forEach((group, index) => {
      const { x: across, y: down } = this.map.latLngToContainerPoint(group.at);
      const off = Math.hypot(across - x, down - y) - sizeOf(group) - REACH;
      if (off > 0 || off >= nearest) return;
      nearest = off;
      found = index;
    });
    return found < 0 ? null : this.aboutGroup(this.groups[found]);
  }

  /** @param {Group} group @returns {About} */
  aboutGroup({ members }) {
    const [index] = members;
    return members.length > 1 ? { kind: 'cluster', index, members } : { kind: 'asset', index };
  }

  /** @param {About} about @returns {Group|undefined} the group that holds it */
  groupOf({ index }) {
    return this.groups.find(({ members }) => members.includes(index));
  }

  /**
   * List what is in sight, row by row, as one reads.
   * @returns {About[]}
   */
  inSight() {
    const { x: width, y: height } = this.map.getSize();
    const placed = this.groups.map((group) => {
      const { x, y } = this.map.latLngToContainerPoint(group.at);
      return { group, x, y };
    });
    const seen = placed.filter(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height);
    seen.sort((a, b) => Math.floor(a.y / ROW) - Math.floor(b.y / ROW) || a.x - b.x);
    return seen.map(({ group }) => this.aboutGroup(group));
  }

  /**
   * Return where something is drawn, in pixels of the map.
   * @param {About} about
   * @returns {Pixel|undefined}
   */
  middleOf(about) {
    const group = this.groupOf(about);
    return group && this.map.latLngToContainerPoint(group.at);
  }

  /**
   * Return the boxes that the symbols take, in pixels of the map.
   * @returns {import('./placing.js').Box[]}
   */
  boxes() {
    return this.groups.map((group) => {
      const { x, y } = this.map.latLngToContainerPoint(group.at);
      const half = sizeOf(group) + 1;
      return [x - half, y - half, x + half, y + half];
    });
  }

  /**
   * Return a ring around the door of one service, or the group it is in; null where it is not here.
   * @param {string} id
   * @param {object} style
   */
  ringAbout(id, style) {
    const index = this.points.findIndex(({ ids }) => ids.includes(id));
    const group = index < 0 ? undefined : this.groupOf({ kind: 'asset', index });
    if (!group) return null;
    const own = { ...style, radius: sizeOf(group) + 5, renderer: this.renderer, pane: PANE };
    return this.L.circleMarker(group.at, own);
  }

  /**
   * Return where to look so that the doors of a group part, or null where they never do.
   * @param {number[]} members
   * @returns {{centre: import('./types').L.LatLng, zoom: number}|null}
   */
  viewInto(members) {
    const nearest = this.map.getMaxZoom();
    const apart = zoomApart(
      (zoom) => this.spotsAt(members, zoom),
      this.map.getZoom() + 0.5,
      nearest,
    );
    if (apart === null) return null;
    const bounds = this.L.latLngBounds(members.map((at) => this.L.latLng(this.points[at].at)));
    const whole = this.map.getBoundsZoom(bounds.pad(0.25));
    const zoom = Math.min(nearest, Math.max(apart, Math.min(whole, apart + LEAVE)));
    return { centre: bounds.getCenter(), zoom };
  }

  /** Put the symbols over all else on their canvas. */
  bringToFront() {
    this.group.bringToFront();
  }
}

/** @param {Point} point @returns {number} its opacity, 0 to 1 */
const shownOf = ({ unsure = false, opacity = 1 }) => (unsure ? opacity * UNSURE : opacity);
