/**
 * What a person points at and chooses, by pointer, key or name, and how that is told.
 *
 * @typedef {import('./types').Pick} Pick
 * @typedef {import('./types').About} About
 */

import { Doors } from './doors.js';
import { el } from './elements.js';
import { areaLine, nameOf, Tip, writeNote } from './note.js';

const UNTOLD = 'nothing yet';

/**
 * Return a choice as text by which it is known, however much else is told of it.
 * @param {Pick|null} pick
 */
const keyOf = (pick) => (pick ? `${pick.kind} ${pick.id}` : '');

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
    this.told = UNTOLD; // what the page said last
    this.isToldAnew = false; // the page chose something since the map was last drawn
    /** @type {(pick: Pick) => Promise<import('./types').Feature|undefined>} */
    this.fetchShape = async () => undefined; // of what the map does not draw
    this.tip = new Tip(frame.stage);
    this.doors = new Doors(this);
    this.isTouch = false; // whether the map was last pressed by a finger
    this.onTap = () => {}; // a finger has tapped the map, wherever
    /** @type {import('./types').L.LatLng|null} */
    this.heldAt = null; // where a note is held
    this.moveNote = () => this.followMap();
    frame.canvas.addEventListener('keydown', (event) => this.onKey(event));
    const pressed = (/** @type {PointerEvent} */ event) => {
      this.isTouch = event.pointerType === 'touch';
      this.byPointer(true);
    };
    frame.canvas.addEventListener('pointerdown', pressed, { capture: true });
    this.tip.box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.closeNote();
      event.stopPropagation();
    });
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
    const told = keyOf(selected);
    if (told !== this.told && !this.isOvertaken(told)) {
      this.isToldAnew = this.told !== UNTOLD && told !== keyOf(this.selected);
      this.selected = selected;
    } else if (selected && told === keyOf(this.selected)) this.selected = selected;
    this.told = told;
  }

  /** @param {string} told */
  isOvertaken(told) {
    const at = this.sent.lastIndexOf(told);
    this.sent = at < 0 ? [] : this.sent.slice(at + 1);
    return this.sent.length > 0;
  }

  /**
   * Follow the pointer; a finger has none, and what it tapped stays.
   * @param {About|null} about
   * @param {{x: number, y: number}} [at]
   */
  follow(about, at) {
    if (!this.isTouch && !this.tip.isHeld) this.hover(about, at);
  }

  /**
   * Point at something, or at nothing.
   * @param {About|null} about
   * @param {{x: number, y: number}} [at]
   */
  hover(about, at) {
    this.letNoteGo();
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
    const isSame = about?.kind === this.noted?.kind && about?.index === this.noted?.index;
    if (!isSame) this.outline(about, index);
    this.pointed = index;
    this.noted = about;
    const note = (isSame && this.tip.note) || (about && writeNote(about, this.state));
    if (note && at) this.tip.show(note, at);
    else this.tip.hide();
  }

  /** @param {About|null} about @param {number|null} area */
  outline(about, area) {
    if (about && area === null) this.scene?.outlining.pointAtDoor(about);
    else this.scene?.outlining.pointAt(area);
  }

  /**
   * Show a note that stays where it is on the map, until it is let go.
   * @param {HTMLElement} note
   * @param {string} name
   * @param {import('./types').L.Point} at
   */
  hold(note, name, at) {
    const { scene } = this;
    if (!scene) return;
    this.letNoteGo();
    this.heldAt = scene.map.containerPointToLatLng(at);
    scene.map.on('move zoomend', this.moveNote);
    this.tip.hold(note, name, at, () => this.closeNote());
  }

  /** Let a note go that somebody closes: the keys go back to the map. */
  closeNote() {
    this.letNoteGo();
    this.frame.canvas.focus({ preventScroll: true });
  }

  followMap() {
    const at = this.heldAt && this.scene?.map.latLngToContainerPoint(this.heldAt);
    const size = this.scene?.map.getSize();
    if (!at || !size) return;
    const isSeen = at.x >= 0 && at.y >= 0 && at.x <= size.x && at.y <= size.y;
    if (isSeen) this.tip.moveTo(at);
    else this.letNoteGo(); // what it is about has gone out of sight
  }

  letNoteGo() {
    if (!this.tip.isHeld) return;
    this.scene?.map.off('move zoomend', this.moveNote);
    this.heldAt = null;
    this.tip.hide();
  }

  /**
   * Take a press on the map; a tap holds the note on what it chose.
   * @param {Pick} pick
   * @param {import('./types').L.Point} [at]
   */
  press(pick, at) {
    this.pick(pick);
    if (!this.isTouch || !at) return;
    this.onTap();
    this.letNoteGo();
    const { kind } = pick;
    const index = this.indexOf(pick);
    if (!this.selected || kind === 'place' || index < 0) return;
    const about = { kind, index };
    const note = writeNote(about, this.state);
    if (note) this.hold(note, nameOf(about, this.state), at);
  }

  /** Take a press where nothing is: a tap lets go of what the tap before held. */
  pressNothing() {
    if (!this.isTouch) return;
    this.onTap();
    this.hover(null);
  }

  /**
   * Take a choice from a list: it is chosen, even where it was.
   * @param {Pick} pick
   */
  choose(pick) {
    this.selected = null;
    this.pick(pick);
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
    const at = this.scene?.sight.middleOf(index);
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
    if (pick.kind === 'place' && !isSame) this.goTo(pick);
    this.tell();
  }

  /** Tell the page what is chosen. */
  tell() {
    this.sent.push(keyOf(this.selected));
    const { selected } = this;
    this.onChoose(selected ? { kind: selected.kind, id: selected.id } : { kind: 'none', id: '' });
  }

  /**
   * Take a choice made by name, and go there.
   * @param {Pick} pick
   */
  find(pick) {
    this.selected = pick;
    this.show();
    this.goTo(pick);
    this.tell();
  }

  /**
   * Go to something, whether the map draws it or not.
   * @param {Pick} pick
   * @param {boolean} [isAtOnce]
   */
  async goTo(pick, isAtOnce = false) {
    const feature = pick.box || pick.at ? undefined : await this.shapeBeside(pick);
    if (keyOf(this.selected) === keyOf(pick)) this.scene?.sight.goTo(pick, feature, isAtOnce);
  }

  /**
   * Return the shape of something that is chosen, where the map does not draw it.
   * @param {Pick} pick
   */
  async shapeBeside(pick) {
    if (this.indexOf(pick) >= 0) return undefined;
    return this.fetchShape(pick).catch(() => undefined);
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
    if (index >= 0) this.hover({ kind: 'area', index }, this.scene?.sight.middleOf(index));
  }

  /** @param {Pick} pick */
  indexOf({ kind, id }) {
    const { features, points, places } = this.state;
    if (kind === 'spot') return -1;
    if (kind === 'asset') return points.findIndex((point) => point.ids.includes(id));
    return (kind === 'area' ? features : places).findIndex((feature) => feature.id === id);
  }

  /** Outline and name what is chosen. */
  show() {
    const { frame, selected } = this;
    this.outlineChosen();
    const index = selected ? this.indexOf(selected) : -1;
    const name =
      selected && index >= 0
        ? nameOf({ kind: selected.kind, index }, this.state)
        : (selected?.name ?? '');
    frame.chosen.hidden = !name;
    if (!selected || !name) {
      frame.chosen.replaceChildren();
      return;
    }
    const onclick = () => this.letGo();
    const clear = { type: 'button', class: 'close', 'aria-label': `Let go of ${name}`, onclick };
    frame.chosen.replaceChildren(el('span', {}, name), el('button', clear, '×'));
    const isHere = selected.kind === 'area' && index >= 0;
    this.say(`Chosen: ${isHere ? areaLine(index, this.state) : name}`);
  }

  /** Outline what is chosen, once its shape is here; and go there if the page chose it. */
  async outlineChosen() {
    const { selected } = this;
    this.scene?.outlining.choose(selected);
    const isToldAnew = this.isToldAnew && selected?.kind === 'place';
    this.isToldAnew = false;
    if (!selected) return;
    const feature = await this.shapeBeside(selected);
    if (keyOf(this.selected) !== keyOf(selected)) return;
    if (feature) this.scene?.outlining.choose(selected, feature);
    if (isToldAnew) this.scene?.sight.goTo(selected, feature);
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
    this.isTouch = false;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = this.order.length ? { n: 1, p: -1 }[event.key.toLowerCase()] : undefined;
    if (this.doors.onKey(event)) event.preventDefault();
    else if (step) this.stepTo(step);
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
    this.scene?.sight.bringIntoSight({ kind: 'area', id: this.state.features[index].id });
    this.pointAtArea(index);
    this.say(`${place + 1} of ${count}. ${areaLine(index, this.state)}`);
    this.link?.say(this.state.features[index].id);
  }
}
