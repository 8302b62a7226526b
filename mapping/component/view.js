/**
 * What part of the world is in sight; it stays where the person moved it.
 *
 * @typedef {import('./types').L.LatLngBounds} Bounds
 */

import { stillness } from './elements.js';

const NEAR_ENOUGH = 14;
const FLIGHT_S = 0.8;
/** @type {[number, number]} */
const CLOSE = [24, 24]; // pixels around what is shown as large as it goes
/** @type {[number, number]} */
const ROOM = [28, 60]; // pixels around what is gone to, for what lies on the map

/**
 * Make Leaflet's map.
 * @param {import('./types').Leaflet} L
 * @param {HTMLElement} holder
 * @param {any} renderer
 */
export function makeMap(L, holder, renderer) {
  const still = stillness();
  const map = L.map(holder, {
    renderer,
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    maxZoom: 17,
    center: [52.4, 0],
    zoom: 8,
  });
  L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);
  return map;
}

const LEAST = 0.25; // of the width of the map, to stand between what covers its left and its right

/** What stays free around the whole of something, in pixels. */
const AROUND = { left: 12, right: 12, top: 12, bottom: 10 };

/**
 * Move a map while its zoom may lie between the steps of zooming by hand: Leaflet would round it, and
 * show something else than it was told.
 * @param {import('./types').L.Map} map
 * @param {() => void} move
 */
export function unrounded(map, move) {
  const { zoomSnap } = map.options;
  map.options.zoomSnap = 0;
  move();
  map.options.zoomSnap = zoomSnap;
}

/** The view of one map. */
export class View {
  /** @param {import('./types').L.Map} map */
  constructor(map) {
    this.map = map;
    this.isMoved = false; // away from the whole of the areas
    this.isFitting = false;
    /** How many pixels of the left of the map lie under something else. */
    this.covered = () => 0;
    this.coveredRight = () => 0; // by a tool’s panel, in pixels
    map.on('dragstart zoomstart', () => {
      if (!this.isFitting) this.isMoved = true;
    });
    map.getContainer().addEventListener('keydown', ({ key }) => {
      if (key.startsWith('Arrow')) this.isMoved = true; // Leaflet tells of no drag then
    });
  }

  /**
   * Show the whole of something, as large as it goes.
   * @param {Bounds} bounds
   */
  showAll(bounds) {
    if (!bounds.isValid()) return;
    this.isFitting = true;
    const { left, right, top, bottom } = AROUND;
    unrounded(this.map, () =>
      this.map.fitBounds(bounds, {
        animate: false,
        paddingTopLeft: [left + this.aside(bounds), top],
        paddingBottomRight: [right + this.coveredRight(), bottom],
      }),
    );
    this.isFitting = false;
  }

  /**
   * Return how far something can stand aside of what covers the left of the map: at no cost in size,
   * but beside a tool’s panel, where it would lie beneath the one or the other.
   * @param {Bounds} bounds
   */
  aside(bounds) {
    const { left, top, bottom } = AROUND;
    const right = AROUND.right + this.coveredRight();
    const around = this.map.getSize();
    const between = around.x - left - right - this.covered();
    if (this.coveredRight() && between >= around.x * LEAST) return this.covered();
    [around.x, around.y] = [left + right, top + bottom];
    const zoom = this.map.getBoundsZoom(bounds, false, around);
    const [west, east] = [bounds.getSouthWest(), bounds.getNorthEast()].map(
      (corner) => this.map.project(corner, zoom).x,
    );
    const free = this.map.getSize().x - (east - west) - left - right;
    return Math.max(0, Math.min(free, this.covered()));
  }

  /**
   * Show something as large as it goes.
   * @param {Bounds} bounds
   */
  lookAt(bounds) {
    this.isMoved = true;
    this.map.fitBounds(bounds, { animate: false, ...this.around(CLOSE) });
  }

  /**
   * Go nearer to somewhere.
   * @param {{centre: import('./types').L.LatLng, zoom: number}} into
   */
  goInto({ centre, zoom }) {
    this.isMoved = true;
    this.map.setView(centre, zoom, { animate: !stillness() });
  }

  /**
   * Go to something: by a flight, or at once for who asks for less motion.
   * @param {Bounds} bounds
   * @param {boolean} [isAtOnce] for anyone, as where the map is seen for the first time
   */
  goTo(bounds, isAtOnce = false) {
    this.isMoved = true;
    const room = { ...this.around(ROOM), maxZoom: NEAR_ENOUGH };
    if (isAtOnce || stillness()) this.map.fitBounds(bounds, { ...room, animate: false });
    else this.map.flyToBounds(bounds, { ...room, duration: FLIGHT_S });
  }

  /**
   * Return the room to keep about something, beside what covers the map.
   * @param {[number, number]} room
   */
  around([across, down]) {
    /** @type {[number, number]} */
    const topLeft = [across + this.covered(), down];
    /** @type {[number, number]} */
    const bottomRight = [across + this.coveredRight(), down];
    const isNarrow = topLeft[0] + bottomRight[0] > this.map.getSize().x / 2;
    return isNarrow
      ? { padding: /** @type {[number, number]} */ ([across, down]) }
      : { paddingTopLeft: topLeft, paddingBottomRight: bottomRight };
  }

  /**
   * Look from one point, at once.
   * @param {[number, number]} at latitude and longitude
   * @param {number} zoom
   */
  lookFrom(at, zoom) {
    this.isMoved = true;
    unrounded(this.map, () => this.map.setView(at, zoom, { animate: false }));
  }

  /**
   * Bring something into sight, moving no more than that needs.
   * @param {Bounds} bounds
   */
  bringIntoSight(bounds) {
    if (this.map.getBounds().contains(bounds)) return;
    const animate = !stillness();
    this.isMoved = true;
    this.map.panInsideBounds(bounds, { animate });
    if (!this.map.getBounds().intersects(bounds))
      this.map.fitBounds(bounds, { animate, maxZoom: 13 });
  }
}
