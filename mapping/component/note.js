/**
 * What is written about an area, a service or a place: beside the pointer, and when it is chosen.
 *
 * @typedef {import('./types').State} State
 * @typedef {import('./types').About} About
 */

import { el } from './elements.js';
import { figuresBehind, footing, saidOf, sentence } from './words.js';

const NOT_STATED = 'not stated';
const NOT_OPEN = 'Not open to these ages';
const MOST_NAMES = 6; // of doors drawn as one

/**
 * Write the note on something.
 * @param {About} about
 * @param {State} state
 * @returns {HTMLElement|null}
 */
export function writeNote(about, state) {
  if (about.kind === 'area') return areaNote(about.index, state);
  if (about.kind === 'cluster') return groupNote(about, state);
  return pointNote(state.points[about.index], state.factLabels);
}

/**
 * Return the name of something, or nothing where it is not there.
 * @param {About} about
 * @param {State} state
 * @returns {string}
 */
export function nameOf({ kind, index }, { features, places, points }) {
  if (kind === 'asset' || kind === 'cluster') return points[index]?.label ?? '';
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

/**
 * Write the note on a door: all that is told of one service, or each of several in a line.
 * @param {import('./types').Point|undefined} point
 * @param {string[]} labels of the facts
 */
function pointNote(point, labels) {
  if (!point) return null;
  const { label, kind, hollow, details, facts = [] } = point;
  const closed = hollow ? el('p', { class: 'class-words' }, NOT_OPEN) : null;
  const name = el('p', { class: 'name' }, label);
  if (details.length > 1 || !facts.length) {
    return el('div', {}, name, closed, el('ul', {}, ...details.map((line) => el('li', {}, line))));
  }
  const told = labels.map((said, at) => {
    const value = facts[0][at] || NOT_STATED;
    const dd = el('dd', { class: facts[0][at] ? null : 'not-stated' }, value);
    return el('div', {}, el('dt', {}, said), dd);
  });
  const what = el('p', { class: 'code' }, sentence(kind));
  return el('div', {}, name, what, closed, el('dl', { class: 'told' }, ...told));
}

/**
 * Write the note on doors that are drawn as one: how many of each kind, and the first of their names.
 * @param {About} about
 * @param {State} state
 */
function groupNote({ members = [] }, { points }) {
  const doors = members.map((index) => points[index]);
  const kinds = [...countKinds(doors)].map(([kind, count]) =>
    el('li', {}, `${sentence(kind)}: ${count}`),
  );
  const offers = doors.flatMap(offersOf);
  const names = offers.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = offers.length - names.length;
  const list = more > 0 ? [...names, `and ${more} more`] : names;
  return el(
    'div',
    {},
    el('p', { class: 'name' }, groupTitle(doors)),
    el('ul', {}, ...kinds),
    el('p', { class: 'class-words' }, `${list.join(', ')}.`),
    el('p', { class: 'code' }, 'Choose to go nearer.'),
  );
}

/** @param {import('./types').Point[]} doors */
function groupTitle(doors) {
  const offers = doors.flatMap(offersOf).length;
  return offers === doors.length
    ? `${offers} doors`
    : `${offers} services at ${doors.length} doors`;
}

/** @param {import('./types').Point[]} doors @returns {Map<string, number>} */
function countKinds(doors) {
  const counts = new Map();
  for (const { kind, ids } of doors) counts.set(kind, (counts.get(kind) ?? 0) + ids.length);
  return counts;
}

/**
 * Return the services of a door, each with its name and what is told of it in a line.
 * @param {import('./types').Point} door
 */
export function offersOf({ ids, label, details }) {
  return ids.map((id, at) => {
    const line = details[at] ?? label;
    return { id, line, name: ids.length === 1 ? label : (line.split(', ')[0] ?? line) };
  });
}

/**
 * Describe a door, or doors that are drawn as one, in one line for a screen reader.
 * @param {About} about
 * @param {State} state
 * @returns {string}
 */
export function doorLine({ index, members }, { points, factLabels }) {
  if (members) {
    const doors = members.map((each) => points[each]);
    const kinds = [...countKinds(doors)].map(([kind, count]) => `${kind}: ${count}`);
    return `${groupTitle(doors)} near each other. ${kinds.join(', ')}. Enter goes nearer.`;
  }
  const { label, kind, hollow, details, facts = [] } = points[index];
  const told =
    details.length > 1
      ? details
      : factLabels.map((said, at) => `${said}: ${facts[0]?.[at] || NOT_STATED}`);
  return `${[label, sentence(kind), hollow ? NOT_OPEN : '', ...told].filter(Boolean).join('. ')}.`;
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
    this.isHeld = false;
    stage.append(this.box);
  }

  /**
   * Show a note that stays until it is let go, with a button that does so.
   * @param {HTMLElement} note
   * @param {string} name
   * @param {{x: number, y: number}} at
   * @param {() => void} onClose
   */
  hold(note, name, at, onClose) {
    this.hide();
    const about = { type: 'button', class: 'close', 'aria-label': `Close the note on ${name}` };
    const close = el('button', { ...about, onclick: onClose }, '×');
    this.show(el('div', {}, close, note), at);
    this.isHeld = true;
    this.box.classList.add('is-held');
    this.box.removeAttribute('aria-hidden');
    this.box.setAttribute('role', 'group');
    this.box.setAttribute('aria-label', name);
  }

  /**
   * Move what is shown with the map.
   * @param {{x: number, y: number}} at
   */
  moveTo(at) {
    if (this.note) this.show(this.note, at);
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
    this.isHeld = false;
    this.box.classList.remove('is-held');
    this.box.setAttribute('aria-hidden', 'true');
    this.box.removeAttribute('role');
    this.box.removeAttribute('aria-label');
  }
}
