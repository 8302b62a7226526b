/**
 * Maps of one page that move together and point together.
 *
 * Of the maps that share a name one leads at a time: the one that a person last touched, scrolled,
 * or came to by key. Only what happens on that one is passed on, so nothing is sent back and forth.
 *
 * @typedef {{center: import('./types').L.LatLng, zoom: number}} Seen
 */

import { stillness } from './elements.js';
import { unrounded } from './view.js';

/** @type {Map<string, Set<Link>>} the maps of each name */
const groups = new Map();
const LEADING = ['pointerdown', 'wheel', 'keydown', 'focusin', 'touchstart'];
const SAME_PX = 0.5; // of a pixel: no difference that could be seen

/** One map’s part in its group. */
export class Link {
  /**
   * @param {string} name of the group
   * @param {HTMLElement} root of the map and all that belongs to it
   * @param {import('./scene.js').Scene} scene
   * @param {import('./choice.js').Choice} choice
   * @param {{highlight?: (code: number|null) => void, covered?: () => number}} [also]
   */
  constructor(name, root, scene, choice, also = {}) {
    this.name = name;
    this.root = root;
    this.scene = scene;
    this.choice = choice;
    this.also = also;
    this.isLeading = false;
    /** @type {import('./types').L.LatLng|null} */
    this.anchor = null; // where this map is held, where each shows a place of its own
    this.lead = () => this.takeLead();
    for (const each of LEADING) root.addEventListener(each, this.lead, { capture: true });
    scene.map.on('move moveend', this.moved, this);
    scene.map.on('zoomanim', this.zooming, this);
    scene.sight.onWhole = () => this.even();
    groups.set(name, (groups.get(name) ?? new Set()).add(this));
  }

  /** @returns {number} how much of the left of any map is covered: all show the whole alike */
  get covered() {
    return Math.max(...[this, ...this.others].map(({ also }) => also.covered?.() ?? 0));
  }

  /** Show on the others the same whole as on this, where nobody has moved them. */
  even() {
    const { map, view } = this.scene;
    if (this.anchor || view.isMoved) return;
    const seen = { center: map.getCenter(), zoom: map.getZoom() };
    for (const each of this.others)
      if (!each.anchor && !each.scene.view.isMoved) each.follow(this, seen, true);
  }

  /** Show at first what the others show. */
  join() {
    const [first] = this.others;
    if (!first) return;
    const { map } = first.scene;
    this.follow(first, { center: map.getCenter(), zoom: map.getZoom() }, true);
  }

  /** Leave the group. */
  leave() {
    groups.get(this.name)?.delete(this);
    for (const each of LEADING) this.root.removeEventListener(each, this.lead, { capture: true });
    this.scene.map.off('move moveend', this.moved, this);
    this.scene.map.off('zoomanim', this.zooming, this);
    this.scene.sight.onWhole = () => {};
  }

  /** @returns {Link[]} */
  get others() {
    return [...(groups.get(this.name) ?? [])].filter((each) => each !== this);
  }

  takeLead() {
    if (this.isLeading) return;
    for (const each of this.others) each.isLeading = false;
    this.isLeading = true;
  }

  /**
   * Hold this map at a point of its own: the others then stay as far from theirs as this from it.
   * @param {import('./types').L.LatLng|null} at
   */
  holdAt(at) {
    this.anchor = at;
  }

  /** How far right of the middle of the map the middle of what is in sight lies, in pixels. */
  get aside() {
    return this.scene.view.covered() / 2;
  }

  /** Show every map at the scale of the one that shows most, each where it is held. */
  level() {
    const all = [this, ...this.others].filter(({ anchor }) => anchor);
    const zoom = Math.min(...all.map(({ scene }) => scene.map.getZoom()));
    for (const { aside, scene, anchor } of all) {
      if (!anchor) continue;
      const { map } = scene;
      const to = map.unproject(map.project(anchor, zoom).subtract([aside, 0]), zoom);
      unrounded(map, () => map.setView(to, zoom, { animate: false }));
    }
  }

  /** @param {{type: string}} event */
  moved({ type }) {
    if (!this.isLeading) return;
    const { map } = this.scene;
    const seen = { center: map.getCenter(), zoom: map.getZoom() };
    for (const each of this.others) each.follow(this, seen, type === 'moveend');
  }

  /** @param {any} event */
  zooming({ center, zoom, noUpdate }) {
    if (!this.isLeading || noUpdate) return;
    for (const each of this.others) each.follow(this, { center, zoom }, false, !stillness());
  }

  /**
   * Show what another map shows.
   * @param {Link} leader
   * @param {Seen} seen
   * @param {boolean} isOver whether the leader has come to rest
   * @param {boolean} [animate]
   */
  follow(leader, { center, zoom }, isOver, animate = false) {
    /** @type {any} */
    const map = this.scene.map; // how it is moved without coming to rest is Leaflet’s own affair
    const to = this.placeOf(center, zoom, leader);
    if (map.getZoom() !== zoom) unrounded(map, () => map.setView(to, zoom, { animate }));
    else {
      const by = map.project(to, zoom).subtract(map.project(map.getCenter(), zoom));
      if (Math.hypot(by.x, by.y) > SAME_PX) {
        map._rawPanBy(by.round());
        map.fire('move');
      }
      if (isOver) map.fire('moveend');
    }
    this.scene.view.isMoved = leader.scene.view.isMoved;
  }

  /**
   * Return what this map shows in its middle where another has something in its own.
   * @param {import('./types').L.LatLng} center
   * @param {number} zoom
   * @param {Link} leader
   */
  placeOf(center, zoom, leader) {
    const isWhole = !leader.scene.view.isMoved;
    if (isWhole || !this.anchor || !leader.anchor) return center;
    const { map } = this.scene;
    const [middle, theirs, own] = [center, leader.anchor, this.anchor].map((at) =>
      map.project(at, zoom),
    );
    const to = middle.subtract(theirs).add(own);
    return map.unproject(to.add([leader.aside - this.aside, 0]), zoom);
  }

  /**
   * Point on the other maps at what is pointed at on this one.
   * @param {string|null} id of an area; null for none
   */
  point(id) {
    for (const { choice } of this.others) choice.echo(id);
  }

  /**
   * Tell of the same area what the other maps say of it, to who does not see them.
   * @param {string} id
   */
  say(id) {
    for (const { choice } of this.others) choice.sayOf(id);
  }

  /**
   * Bring one class forward on the other maps.
   * @param {number|null} code
   */
  highlight(code) {
    for (const { also } of this.others) also.highlight?.(code);
  }
}
