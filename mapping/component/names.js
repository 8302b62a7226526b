/**
 * Where the places' names stand: each as near its place as it finds room, none upon another.
 *
 * @typedef {import('./types').Box} Box
 * @typedef {import('./types').Feature} Feature
 */

import { el } from './elements.js';

const CELL = 64; // pixels: about the size of a name
const STEPS = [0, -1.1, 1.1]; // where a name is tried, in half its heights

/** The names of the places on one map. */
export class Names {
  /**
   * @param {import('./types').Leaflet} L
   * @param {import('./types').L.Map} map
   * @param {(id: string) => void} onPick
   */
  constructor(L, map, onPick) {
    this.L = L;
    this.map = map;
    this.onPick = onPick;
    this.group = L.featureGroup().addTo(map);
    /** @type {Array<ReturnType<Names['make']>>} */
    this.names = [];
    /** @type {Array<{left: number, top: number}|null>} */
    this.rooms = [];
  }

  /** Where names stand now, in pixels of the map. */
  get boxes() {
    return this.names.flatMap(({ at, width, height }, index) => {
      const room = this.rooms[index];
      if (!room) return [];
      const { x, y } = this.map.latLngToContainerPoint(at);
      return [boxAbout(x + room.left, y + room.top, width, height)];
    });
  }

  /**
   * Write the names of these places in place of any others.
   * @param {Feature[]} places
   * @param {boolean} [isChosenBy] whether a place is chosen by its name
   */
  set(places, isChosenBy = true) {
    this.group.clearLayers();
    this.names = places.map((place) => this.make(place, isChosenBy));
    this.measure();
    this.tidy();
  }

  /** @param {Feature} place @param {boolean} isChosenBy */
  make({ id, properties: { name, label: at } }, isChosenBy) {
    const [lon, lat] = at ?? [0, 0];
    const label = el('span', { class: 'place-name' }, name);
    const icon = this.L.divIcon({ html: label, className: 'place-holder', iconSize: undefined });
    const marker = this.L.marker([lat, lon], { icon, keyboard: false }).addTo(this.group);
    if (isChosenBy) marker.on('click', () => this.onPick(id));
    return { label, at: marker.getLatLng(), width: 0, height: 0 };
  }

  /** Measure them all at once: writing between would lay the page out again for each of them. */
  measure() {
    for (const name of this.names) {
      name.width = name.label.offsetWidth / 2 + 3;
      name.height = name.label.offsetHeight / 2;
    }
  }

  /** Move each name off the others and into sight; hide the ones that find no room. */
  tidy() {
    const size = this.map.getSize();
    const wanted = this.names.map(({ at, width, height }) => {
      const { x, y } = this.map.latLngToContainerPoint(at);
      return { x, y, width, height };
    });
    // The buttons, and the badge.
    const rooms = findRoom(wanted, size, [
      [0, 0, 50, 124],
      [size.x - 280, 0, size.x, 40],
    ]);
    this.rooms = rooms;
    this.names.forEach(({ label }, index) => {
      const room = rooms[index];
      label.classList.toggle('is-hidden', !room);
      if (!room) return;
      label.style.left = `${room.left}px`;
      label.style.top = `${room.top}px`;
    });
  }
}

/** Boxes that are taken, kept by the squares of a grid that they touch. */
class Taken {
  constructor() {
    /** @type {Map<string, Box[]>} */
    this.squares = new Map();
  }

  /** @param {Box} box */
  add(box) {
    for (const square of squaresOf(box)) {
      const there = this.squares.get(square);
      if (there) there.push(box);
      else this.squares.set(square, [box]);
    }
  }

  /** @param {Box} box */
  isFree(box) {
    return squaresOf(box).every((square) =>
      (this.squares.get(square) ?? []).every((other) => apart(box, other)),
    );
  }
}

/**
 * Return the squares of the grid that a box touches.
 * @param {Box} box
 */
function squaresOf([left, top, right, bottom]) {
  const squares = [];
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) {
      squares.push(`${x};${y}`);
    }
  }
  return squares;
}

/**
 * Find room for names, the first ones first.
 * @param {Array<{x: number, y: number, width: number, height: number}>} names where each would
 *   stand, and half its size, in pixels
 * @param {{x: number, y: number}} size of the map, in pixels
 * @param {Box[]} kept boxes that no name may stand in
 * @returns {Array<{left: number, top: number} | null>} how far each is moved; null where no room is
 */
export function findRoom(names, { x: right, y: bottom }, kept) {
  const taken = new Taken();
  for (const box of kept) taken.add(box);
  return names.map(({ x, y, width, height }) => {
    const seen = x > 0 && x < right && y > 0 && y < bottom;
    const left = seen ? Math.min(Math.max(x, width), right - width) - x : 0;
    for (const step of STEPS) {
      const box = boxAbout(x + left, y + step * height, width, height);
      if (!taken.isFree(box)) continue;
      taken.add(box);
      return { left, top: step * height };
    }
    return null;
  });
}

/** @returns {Box} @param {number} x @param {number} y @param {number} width @param {number} height */
function boxAbout(x, y, width, height) {
  return [x - width, y - height, x + width, y + height];
}

/** @param {Box} a @param {Box} b */
function apart(a, b) {
  return a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
}
