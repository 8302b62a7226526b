/**
 * What a person points at and chooses, by pointer, key or name, and how that is told.
 *
 * @typedef {import('./types').Pick} Pick
 * @typedef {import('./types').About} About
 */

import { el } from './elements.js';
import { areaLine, nameOf, Tip, writeNote } from './note.js';

/** The choice on one map: the page is told of it, and may tell of another. */
export class Choice {
  /**
   * @param {import('./frame.js').Frame} frame
   * @param {import('./types').State} state
   * @param {(pick: Pick|{kind: 'none', id: ''}) => void} onChoose
   */
  constructor(frame, state, onChoose) {
    this.frame = frame;
    this.state = state;
    this.onChoose = onChoose;
    /** @type {import('./scene.js').Scene|null} */
    this.scene = null;
    /** @type {import('./link.js').Link|null} */
    this.link = null; // to the maps that point at what this one points at
    /** @type {Pick|null} */
    this.selected = null;
    /** @type {string[]} */
    this.sent = []; // choices that the page has not yet answered
    /** @type {number|null} */
    this.pointed = null;
    /** @type {number[]} */
    this.order = [];
    /** @type {About|null} */
    this.noted = null;
    this.told = ''; // what the page said last
    this.tip = new Tip(frame.stage);
    frame.canvas.addEventListener('keydown', (event) => this.onKey(event));
    frame.canvas.addEventListener('pointerdown', () => this.byPointer(true), { capture: true });
    frame.canvas.addEventListener('blur', () => this.byPointer(false));
  }

  /**
   * A ring around the whole map shows where the keys go; a pointer needs none.
   * @param {boolean} on
   */
  byPointer(on) {
    this.frame.canvas.classList.toggle('by-pointer', on);
  }

  /**
   * Take what the page holds as chosen, unless the person has already changed it again.
   * @param {Pick|null} selected
   */
  take(selected) {
    const told = JSON.stringify(selected);
    if (told !== this.told && !this.isOvertaken(told)) this.selected = selected;
    this.told = told;
  }

  /** @param {string} told */
  isOvertaken(told) {
    const at = this.sent.lastIndexOf(told);
    this.sent = at < 0 ? [] : this.sent.slice(at + 1);
    return this.sent.length > 0;
  }

  /**
   * Follow the pointer.
   * @param {About|null} about
   * @param {{x: number, y: number}} [at]
   */
  hover(about, at) {
    const index = about?.kind === 'area' ? about.index : null;
    if (index !== this.pointed) {
      this.link?.point(index === null ? null : this.state.features[index].id);
    }
    this.note(about, at);
  }

  /**
   * Outline and note what is pointed at, here alone.
   * @param {About|null} about
   * @param {{x: number, y: number}} [at]
   */
  note(about, at) {
    const index = about?.kind === 'area' ? about.index : null;
    if (index !== this.pointed) this.scene?.outlineHover(index);
    this.pointed = index;
    const isSame = about?.kind === this.noted?.kind && about?.index === this.noted?.index;
    this.noted = about;
    const note = (isSame && this.tip.note) || (about && writeNote(about, this.state));
    if (note && at) this.tip.show(note, at);
    else this.tip.hide();
  }

  /**
   * Point at an area that is pointed at on a linked map; where it is out of sight, only outline it.
   * @param {string|null} id
   */
  echo(id) {
    const index = id === null ? -1 : this.indexOf({ kind: 'area', id });
    if (index < 0) {
      this.note(null);
      return;
    }
    const at = this.scene?.middleOf(index);
    const { clientWidth, clientHeight } = this.frame.stage;
    const isSeen = at && at.x > 0 && at.y > 0 && at.x < clientWidth && at.y < clientHeight;
    this.note({ kind: 'area', index }, isSeen ? at : undefined);
  }

  /**
   * Announce an area that the keys have come to on a linked map.
   * @param {string} id
   */
  sayOf(id) {
    const index = this.indexOf({ kind: 'area', id });
    if (index >= 0) this.say(areaLine(index, this.state));
  }

  /**
   * Take a choice made on the map; choosing the same again lets it go.
   * @param {Pick} pick
   */
  pick(pick) {
    const isSame = this.selected?.kind === pick.kind && this.selected.id === pick.id;
    this.selected = isSame ? null : pick;
    this.show();
    this.sent.push(JSON.stringify(this.selected));
    this.onChoose(this.selected ?? { kind: 'none', id: '' });
  }

  /**
   * Take a choice made by name.
   * @param {Pick} pick
   */
  find({ kind, id }) {
    this.selected = null;
    this.scene?.bringIntoSight({ kind, id });
    this.pick({ kind, id });
  }

  /**
   * Point at what the keys have come to in a list.
   * @param {Pick|null} item
   */
  pointAt(item) {
    if (item?.kind !== 'area') this.hover(null);
    else this.pointAtArea(this.indexOf(item));
  }

  /** @param {number} index */
  pointAtArea(index) {
    if (index >= 0) this.hover({ kind: 'area', index }, this.scene?.middleOf(index));
  }

  /** @param {Pick} pick */
  indexOf({ kind, id }) {
    const { features, points, places } = this.state;
    if (kind === 'asset') return points.findIndex((point) => point.ids.includes(id));
    return (kind === 'area' ? features : places).findIndex((feature) => feature.id === id);
  }

  /** Outline and name what is chosen. */
  show() {
    const { frame, selected } = this;
    this.scene?.outlineChosen(selected);
    const index = selected ? this.indexOf(selected) : -1;
    frame.chosen.hidden = index < 0;
    if (!selected || index < 0) {
      frame.chosen.replaceChildren();
      return;
    }
    const name = nameOf({ kind: selected.kind, index }, this.state);
    const onclick = () => this.letGo();
    const clear = { type: 'button', class: 'close', 'aria-label': `Let go of ${name}`, onclick };
    frame.chosen.replaceChildren(el('span', {}, name), el('button', clear, '×'));
    this.say(`Chosen: ${selected.kind === 'area' ? areaLine(index, this.state) : name}`);
  }

  letGo() {
    if (this.selected) this.pick(this.selected);
    this.hover(null);
    this.say('Nothing chosen.');
    this.frame.canvas.focus({ preventScroll: true });
  }

  /** @param {string} words */
  say(words) {
    if (this.frame.live.textContent !== words) this.frame.live.textContent = words;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    this.byPointer(false);
    if (event.ctrlKey || event.altKey || event.metaKey || !this.order.length) return;
    const step = { n: 1, p: -1 }[event.key.toLowerCase()];
    if (step) this.stepTo(step);
    else if (event.key === 'Enter' && this.pointed !== null) {
      this.pick({ kind: 'area', id: this.state.features[this.pointed].id });
    } else if (event.key === 'Escape') this.letGo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Step to the next area by gap, bring it into sight and announce it.
   * @param {number} step
   */
  stepTo(step) {
    const count = this.order.length;
    const from = this.pointed === null ? -1 : this.order.indexOf(this.pointed);
    const place = from < 0 && step < 0 ? count - 1 : (from + step + count) % count;
    const index = this.order[place];
    this.scene?.bringIntoSight({ kind: 'area', id: this.state.features[index].id });
    this.pointAtArea(index);
    this.say(`${place + 1} of ${count}. ${areaLine(index, this.state)}`);
    this.link?.say(this.state.features[index].id);
  }
}
