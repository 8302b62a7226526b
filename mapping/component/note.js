/**
 * What is written about an area, a service or a place: beside the pointer, and when it is chosen.
 *
 * @typedef {import('./types').State} State
 * @typedef {import('./types').About} About
 */

import { el } from './elements.js';
import { figuresBehind, footing, saidOf } from './words.js';

/**
 * Write the note on something.
 * @param {About} about
 * @param {State} state
 * @returns {HTMLElement|null}
 */
export function writeNote(about, state) {
  return about.kind === 'area'
    ? areaNote(about.index, state)
    : pointNote(state.points[about.index]);
}

/**
 * Return the name of something, or nothing where it is not there.
 * @param {About} about
 * @param {State} state
 * @returns {string}
 */
export function nameOf({ kind, index }, { features, places, points }) {
  if (kind === 'asset') return points[index]?.label ?? '';
  return (kind === 'area' ? features : places)[index]?.properties.name ?? '';
}

/** @param {number} index @param {State} state */
function areaNote(index, { features, figures, message }) {
  const properties = features[index]?.properties;
  if (!properties) return null;
  const lines = figuresBehind(figures, message.colourBy).map((figure) => {
    const small = el('small', {}, footing(figure));
    const words = saidOf(figure, index, message.constants);
    return el('div', {}, el('dt', {}, figure.label, ' ', small), el('dd', {}, words));
  });
  return el(
    'div',
    {},
    el('p', { class: 'name' }, properties.name),
    el('p', { class: 'code' }, whereabouts(properties)),
    el('p', { class: 'class-words' }, classWords(index, message)),
    el('dl', {}, ...lines),
  );
}

/**
 * Return an area's official name and its district, which the name may already hold.
 * @param {{code?: string, district?: string}} properties
 * @returns {string}
 */
export function whereabouts({ code, district }) {
  if (!district || code?.includes(district)) return code ?? '';
  return [code, district].filter(Boolean).join(', ');
}

/** @param {import('./types').Point|undefined} point */
function pointNote(point) {
  if (!point) return null;
  const lines = point.details.map((line) => el('li', {}, line));
  const closed = point.hollow ? el('p', { class: 'class-words' }, 'Not open to these ages') : null;
  return el('div', {}, el('p', { class: 'name' }, point.label), closed, el('ul', {}, ...lines));
}

/**
 * Describe an area's class.
 * @param {number} index
 * @param {Pick<import('./types').Message, 'classes' | 'legend' | 'constants'>} message
 * @returns {string}
 */
export function classWords(index, { classes, legend, constants }) {
  const code = Number(classes[index]);
  return legend.classes.find((each) => each[0] === code)?.[1] ?? constants.notKnown;
}

/**
 * Describe an area in one line, for a screen reader.
 * @param {number} index
 * @param {State} state
 * @returns {string}
 */
export function areaLine(index, { features, figures, message }) {
  const { name, district } = features[index].properties;
  const numbers = figuresBehind(figures, message.colourBy).map(
    (figure) => `${figure.label}: ${saidOf(figure, index, message.constants)}`,
  );
  return `${[name, district, classWords(index, message), ...numbers].filter(Boolean).join('. ')}.`;
}

/** The note beside the pointer. */
export class Tip {
  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.stage = stage;
    /** @type {HTMLElement|null} */
    this.note = null;
    this.box = el('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
    stage.append(this.box);
  }

  /**
   * Show a note at a point of the map, on the side that has room.
   * @param {HTMLElement} note
   * @param {{x: number, y: number}} at
   */
  show(note, { x, y }) {
    if (note !== this.note) this.box.replaceChildren(note);
    this.note = note;
    this.box.hidden = false;
    const { clientWidth, clientHeight } = this.stage;
    const { offsetWidth, offsetHeight } = this.box;
    const left = x + 16 + offsetWidth > clientWidth ? x - 16 - offsetWidth : x + 16;
    const top = Math.min(Math.max(4, y - offsetHeight / 2), clientHeight - offsetHeight - 4);
    this.box.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  hide() {
    this.box.hidden = true;
    this.note = null;
  }
}
