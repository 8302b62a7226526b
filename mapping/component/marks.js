/**
 * Numbers on the map, as in a list of the page: above all else, and the same in every scheme. One that
 * would lie upon another stands beside it, and a line leads from it to where it belongs.
 */

const PANE = 'marks';
const LINES = 'mark-lines';
const OVER_DOORS = { [LINES]: '618', [PANE]: '620' }; // a line ends beneath its number
const SIZE = 24; // pixels across
const APART = SIZE + 3;
const TURNS = 12; // directions that are tried around a spot
const RINGS = 6; // distances that are tried, the nearest first

/** @typedef {{x: number, y: number}} At pixels */

/**
 * Return how far each number stands from its spot, so that no two lie upon each other.
 * @param {At[]} spots in the order of the numbers: the first keep theirs
 * @returns {At[]}
 */
export function standApart(spots) {
  /** @type {At[]} */
  const taken = [];
  return spots.map((spot) => {
    const off = offsets().find(({ x, y }) => isFree({ x: spot.x + x, y: spot.y + y }, taken));
    const { x, y } = off ?? { x: 0, y: 0 };
    taken.push({ x: spot.x + x, y: spot.y + y });
    return { x, y };
  });
}

/** @param {At} at @param {At[]} taken */
const isFree = (at, taken) =>
  taken.every(({ x, y }) => Math.max(Math.abs(x - at.x), Math.abs(y - at.y)) >= APART);

/** @returns {At[]} where a number may stand beside its spot: upon it first, then ever farther off */
function offsets() {
  const all = [{ x: 0, y: 0 }];
  for (let ring = 1; ring <= RINGS; ring += 1) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const far = ring * APART * 1.2;
      all.push({ x: Math.round(far * Math.cos(angle)), y: Math.round(far * Math.sin(angle)) });
    }
  }
  return all;
}

/** The numbers on one map. */
export class Marks {
  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { L, map } = scene;
    this.L = L;
    this.map = map;
    this.group = L.featureGroup().addTo(map);
    for (const [name, over] of Object.entries(OVER_DOORS)) {
      const pane = map.createPane(name);
      pane.style.zIndex = over;
      pane.style.pointerEvents = 'none';
    }
    this.told = '[]';
    /** @type {import('./types').Mark[]} */
    this.marks = [];
    map.on('zoomend', () => this.draw());
  }

  /** @param {import('./types').Mark[]} marks */
  set(marks) {
    const told = JSON.stringify(marks);
    if (told === this.told) return;
    this.told = told;
    this.marks = marks;
    this.draw();
  }

  /** Draw the numbers apart at this scale, and the lines of those that stand beside their spots. */
  draw() {
    this.group.clearLayers();
    const zoom = this.map.getZoom();
    const spots = this.marks.map(([, lat, lon]) => this.map.project([lat, lon], zoom));
    const offs = standApart(spots);
    offs.forEach(({ x, y }, at) => {
      if (x || y)
        this.lead(spots[at], this.map.unproject([spots[at].x + x, spots[at].y + y], zoom));
    });
    this.marks.forEach((mark, at) => {
      this.write(mark, offs[at]);
    });
  }

  /** @param {import('./types').L.Point} spot @param {import('./types').L.LatLng} to */
  lead(spot, to) {
    const from = this.map.unproject(spot, this.map.getZoom());
    const { ink, halo } = this.scene.look;
    /** @type {any} */
    const own = { pane: LINES, interactive: false, fill: false };
    this.L.polyline([from, to], { ...own, color: halo, weight: 4.5 }).addTo(this.group);
    this.L.polyline([from, to], { ...own, color: ink, weight: 1.75 }).addTo(this.group);
    const dot = { ...own, fill: true, fillColor: ink, fillOpacity: 1, color: halo, weight: 1.5 };
    this.L.circleMarker(from, { ...dot, radius: 4 }).addTo(this.group);
  }

  /** @param {import('./types').Mark} mark @param {At} off */
  write([text, lat, lon, name], { x, y }) {
    const about = document.createElement('span');
    about.textContent = text;
    about.title = name;
    const icon = this.L.divIcon({
      className: 'mark',
      html: about,
      iconSize: [SIZE, SIZE],
      iconAnchor: [SIZE / 2 - x, SIZE / 2 - y],
    });
    const own = { icon, pane: PANE, interactive: false, keyboard: false };
    this.L.marker([lat, lon], own).addTo(this.group);
  }
}
