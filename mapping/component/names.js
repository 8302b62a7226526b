/**
 * The names of places: each inside its place, or on empty ground and led there by a line, else left out;
 * none upon another, nor upon a symbol. They let the pointer through to what they stand upon.
 *
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./placing.js').Box} Box
 */

import { el, svg } from './elements.js';
import { boxOf, findRoom, nearestOf, Taken } from './placing.js';

const WIDE = 900; // pixels of a map, from which a name may be led across it

/** Ways of writing names: as many kinds of boundary are told apart by them. */
const STYLES = ['style-0', 'style-1', 'style-2', 'style-3'];
const FEW = 40; // names of one kind that may all be led
const MANY = 400; // places of one kind whose names are held to their outlines
const ALONG = 6; // pixels between the boxes along a line, and their size
const CLEAR = 9; // pixels: beside its spot a name leaves room for a symbol there
const LINE = { class: 'name-line', 'aria-hidden': 'true' };

/** The names of the places on one map. */
export class Names {
  /**
   * @param {import('./types').Leaflet} L
   * @param {import('./types').L.Map} map
   * @param {() => {symbols: Box[], kept: Box[]}} taken where symbols are, and what lies on the map
   */
  constructor(L, map, taken) {
    this.L = L;
    this.map = map;
    this.taken = taken;
    this.group = L.featureGroup().addTo(map);
    /** @type {Array<ReturnType<Names['make']>>} */
    this.names = [];
    /** @type {(import('./placing.js').Room|null)[]} */
    this.rooms = [];
    /** @type {string|null} */
    this.pointed = null;
  }

  /**
   * Return where names stand now, in pixels of the map.
   * @returns {Box[]}
   */
  get boxes() {
    return this.placed().map(({ box }) => box);
  }

  /**
   * Return where the lines to names lead, as small boxes along them.
   * @returns {Box[]}
   */
  get lines() {
    return this.placed().flatMap(({ name, room, off: [x, y] }) => {
      if (!room.from) return [];
      const [from, to] = [room.from, nearestOf(boxOf(room, name), room.from)];
      const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / ALONG);
      return Array.from({ length: steps + 1 }, (_, step) => {
        const [across, down] = from.map((at, way) => at + ((to[way] - at) * step) / (steps || 1));
        return boxOf({ x: across + x, y: down + y }, { ...name, half: ALONG / 2, tall: ALONG / 2 });
      });
    });
  }

  /** Names that are seen, each with its box; the map may have moved since they found room. */
  placed() {
    return this.names.flatMap((name, index) => {
      const room = this.rooms[index];
      if (!room) return [];
      const { x, y } = this.map.latLngToContainerPoint(name.at);
      const off = [x - name.x, y - name.y];
      const middle = { x: room.x + off[0], y: room.y + off[1] };
      return [{ name, room, off, box: boxOf(middle, name) }];
    });
  }

  /**
   * Write names in place of any others.
   * @param {{places: Feature[], style?: number, isChosenBy?: boolean}[]} kinds the places of each kind,
   *   the first to find room first; how their names are written, and whether one is chosen by its name
   */
  set(kinds) {
    this.group.clearLayers();
    const written = new Set(); // the same name is written once, by the first
    this.names = kinds.flatMap(({ places, style = 0, isChosenBy = true }, at) => {
      const own = places.filter(({ properties: { name } }) => !written.has(name));
      for (const { properties } of own) written.add(properties.name);
      const led = at === 0 && own.length <= FEW;
      return own.map((place) => {
        const outline = own.length <= MANY ? this.outlineOf(place) : [];
        return { ...this.make(place, style, isChosenBy), led, outline };
      });
    });
    this.measure();
    this.tidy();
  }

  /** @param {Feature} place @param {number} style @param {boolean} isChosenBy */
  make({ id, properties: { name, label: at, beside = 0 } }, style, isChosenBy) {
    const [lon, lat] = at ?? [0, 0];
    const words = `${beside} offers without a door here`;
    const count = beside ? el('small', { class: 'beside', title: words }, ` +${beside}`) : null;
    const label = el('span', { class: 'place-name' }, name, count);
    label.classList.add(STYLES[style % STYLES.length]);
    const line = svg('line', {});
    const holder = el('div', {}, svg('svg', LINE, line), label);
    const icon = this.L.divIcon({ html: holder, className: 'place-holder', iconSize: undefined });
    const options = { icon, keyboard: false, interactive: false };
    const marker = this.L.marker([lat, lon], options).addTo(this.group);
    const place = { id, isChosenBy, at: marker.getLatLng(), led: false, clear: CLEAR };
    /** @type {number[][][]} */
    const rings = [];
    const outline = rings; // of the place, in pixels of the world at zoom 0
    return { ...place, label, line, outline, rings, x: 0, y: 0, half: 0, tall: 0 };
  }

  /** @param {Feature} place @returns {number[][][]} */
  outlineOf({ geometry }) {
    const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
    return rings.map((ring) =>
      ring.map(([lon, lat]) => {
        const { x, y } = this.map.project([lat, lon], 0);
        return [x, y];
      }),
    );
  }

  /** Measure them all at once: writing between would lay the page out again for each of them. */
  measure() {
    for (const name of this.names) {
      name.half = wordsWide(name.label) / 2 + 2;
      name.tall = name.label.offsetHeight / 2;
    }
  }

  /** Move each name clear of the others and into sight; hide the ones that find no room. */
  tidy() {
    const { x: width, y: height } = this.map.getSize();
    const scale = this.map.getZoomScale(this.map.getZoom(), 0);
    for (const name of this.names) {
      const { x, y } = this.map.latLngToContainerPoint(name.at);
      const origin = this.map.project(name.at, 0);
      const rings = name.outline.map((ring) =>
        ring.map(([a, b]) => [x + (a - origin.x) * scale, y + (b - origin.y) * scale]),
      );
      Object.assign(name, { x, y, rings });
    }
    const { symbols, kept } = this.taken();
    const order = [...this.names.keys()].sort(
      (a, b) =>
        Number(isOut(this.names[a], width, height)) - Number(isOut(this.names[b], width, height)),
    );
    const rooms = findRoom(
      order.map((index) => this.names[index]),
      new Taken(kept),
      new Taken(symbols),
      [4, 4, width - 4, height - 4],
      width >= WIDE,
    );
    this.rooms = [];
    order.forEach((index, at) => {
      this.rooms[index] = rooms[at];
    });
    this.names.forEach((name, index) => {
      show(name, this.rooms[index]);
    });
  }

  /**
   * Return the place whose name is at a point of the map, if it is chosen by its name.
   * @param {{x: number, y: number}} point
   * @returns {string|null} its id
   */
  at({ x, y }) {
    const found = this.placed().find(({ name, box }) => {
      const [left, top, right, bottom] = box;
      return name.isChosenBy && x >= left && x <= right && y >= top && y <= bottom;
    });
    return found?.name.id ?? null;
  }

  /**
   * Show which name the pointer is on; null, none.
   * @param {{x: number, y: number}|null} point
   */
  pointAt(point) {
    const id = point && this.at(point);
    if (id === this.pointed) return;
    this.pointed = id;
    for (const { label, id: own } of this.names) label.classList.toggle('is-pointed', own === id);
  }
}

/** @param {{x: number, y: number}} at @param {number} width @param {number} height */
const isOut = ({ x, y }, width, height) => x < 0 || y < 0 || x > width || y > height;

/**
 * Return how wide the words of a label are: its own box stays as wide as it may be once they are broken.
 * @param {HTMLElement} label
 */
function wordsWide(label) {
  const words = document.createRange();
  words.selectNodeContents(label);
  return words.getBoundingClientRect?.().width || label.offsetWidth;
}

/**
 * @param {ReturnType<Names['make']>} name
 * @param {import('./placing.js').Room|null} room
 */
function show(name, room) {
  const { label, line, x, y } = name;
  label.classList.toggle('is-hidden', !room);
  line.parentElement?.classList.toggle('is-hidden', !room?.isLed);
  if (!room) return;
  label.style.left = `${room.x - x}px`;
  label.style.top = `${room.y - y}px`;
  if (!room.from) return;
  const [toX, toY] = nearestOf(boxOf(room, name), room.from);
  const ends = { x1: room.from[0] - x, y1: room.from[1] - y, x2: toX - x, y2: toY - y };
  for (const [end, at] of Object.entries(ends)) line.setAttribute(end, String(at));
}
