/**
 * What people said, on the map: a speech bubble with its number above the spot that each note is about,
 * the same in every scheme; its words stand where it is pressed. It is never a figure. The HTML file
 * makes its bubbles by the same script.
 *
 * @typedef {import('./types').SaidRow} SaidRow
 */

import { el } from './elements.js';
import { standApart } from './marks.js';

const PANE = 'notes';
const OVER_DOORS = '619'; // beneath the numbers of a list of the page
const [WIDE, TALL, TIP] = [28, 24, 7]; // pixels

/**
 * Make the bubble of a note.
 * @param {import('./types').Leaflet} L
 * @param {SaidRow} row
 * @param {{x: number, y: number}} off how far from its spot it stands
 */
export function bubble(L, [number, , sort, , about], { x, y }) {
  const label = `Note ${number}, ${sort}${about ? `, about ${about}` : ''}`;
  const button = el('button', { type: 'button', class: 'note-bubble', 'aria-label': label });
  button.append(String(number));
  return L.divIcon({
    className: 'note-pin',
    html: button,
    iconSize: [WIDE, TALL],
    iconAnchor: [WIDE / 2 - x, TALL + TIP - y],
    popupAnchor: [x, y - TALL - TIP],
  });
}

/**
 * Write a note as it is shown where its bubble is pressed.
 * @param {SaidRow} row
 */
export function noteCard([number, , sort, words, about, day, isShared]) {
  const of = about ? `About ${about}, ${day}.` : `${day}.`;
  const leaves = isShared
    ? 'Marked for sharing: it goes into files and pictures.'
    : 'Not marked for sharing: it stays out of files and pictures.';
  return el(
    'div',
    { class: 'note-card' },
    el('p', {}, el('strong', {}, `${number}. ${sort}`)),
    el('p', { class: 'note-words' }, words),
    el('p', { class: 'note-of' }, `${of} What people said, no figure. ${leaves}`),
  );
}

/** The bubbles on one map. */
export class NotePins {
  /** @param {import('./scene.js').Scene} scene */
  constructor({ L, map }) {
    this.L = L;
    this.map = map;
    this.group = L.featureGroup().addTo(map);
    map.createPane(PANE).style.zIndex = OVER_DOORS;
    this.told = '[]';
    /** @type {SaidRow[]} */
    this.rows = [];
    map.on('zoomend', () => this.draw());
  }

  /** @param {SaidRow[]} rows */
  set(rows) {
    const told = JSON.stringify(rows);
    if (told === this.told) return;
    this.told = told;
    this.rows = rows;
    this.draw();
  }

  /** Whether a note is being read, or its bubble has the keyboard. */
  get isRead() {
    const pins = /** @type {import('leaflet').Marker[]} */ (this.group.getLayers());
    return pins.some((pin) => pin.isPopupOpen() || pin.getElement()?.matches(':focus-within'));
  }

  /** Draw the bubbles apart at this scale. */
  draw() {
    this.group.clearLayers();
    const placed = this.rows.flatMap((row) => (row[1] ? [{ row, at: row[1] }] : []));
    const zoom = this.map.getZoom();
    const offs = standApart(placed.map(({ at }) => this.map.project(at, zoom)));
    placed.forEach(({ row, at }, index) => {
      const icon = bubble(this.L, row, offs[index]);
      const pin = this.L.marker(at, { icon, pane: PANE, keyboard: false });
      pin.bindPopup(noteCard(row), { autoPanPadding: [12, 12] }).addTo(this.group);
    });
  }
}
