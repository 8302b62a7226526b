/**
 * The form in which something is written down while people talk: words first, the rest where wanted.
 *
 * What is half typed is kept until it is sent off or thrown away.
 */

import { doubtsOf } from './doubts.js';
import { el } from './elements.js';
import { ASKED, blankNote } from './note_words.js';
import { pickSpot } from './spot.js';

/** @typedef {import('./types').Book} Book */
/** @typedef {import('./types').FoundThing} Thing */
/** @typedef {import('./types').MeetingNote} Note */
/** @typedef {import('./types').MeetingScene} Item */
/** @typedef {import('./types').Pin} Pin */
/** @typedef {import('./types').Sort} Sort */
/**
 * @typedef {object} Beside
 * @property {Book} book
 * @property {() => string[]} known names that are no person’s
 * @property {() => Item | undefined} scene the one that is shown
 * @property {() => string[]} hints what it asks the room
 * @property {() => Promise<HTMLElement | null>} map a picture with its corners
 */

const WAIT_MS = 150; // between two letters, before a name is looked for

/** The form, in its dialog. */
export class NoteForm {
  /** @param {Document} page @param {Beside} beside */
  constructor(page, beside) {
    this.dialog = /** @type {HTMLDialogElement} */ (page.querySelector('dialog.write'));
    this.beside = beside;
    /** @type {Note | null} what is changed; null for a new one */
    this.changed = null;
    /** @type {Item | undefined} the one at which it was opened, wherever the chair goes meanwhile */
    this.scene = undefined;
    /** @type {Pin} a spot, a place or a service that was picked */
    this.picked = { to: 'scene', key: '', spot: '', label: '' };
    /** @type {Thing[]} */
    this.found = [];
    this.listen();
  }

  /** @param {string} name @returns {any} */
  one(name) {
    return this.dialog.querySelector(name);
  }

  listen() {
    const form = this.one('form');
    form.addEventListener('submit', this.write.bind(this));
    form.addEventListener('input', () => this.keepDraft());
    form.addEventListener('change', () => {
      if (!this.dialog.open) return; // what loses the keyboard as the form closes is no draft
      this.fit();
      this.keepDraft();
    });
    this.one('[data-leave]').addEventListener('click', () => {
      this.dropDraft();
      this.dialog.close();
    });
    this.one('.pick').addEventListener('click', () => this.pick());
    this.one('[name=thing]').addEventListener('input', () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.find(), WAIT_MS);
    });
    this.one('#words').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }

  /**
   * Open the form for something new, or to change a note.
   * @param {Sort} sort
   * @param {Note} [note]
   */
  open(sort, note) {
    this.changed = note ?? null;
    this.scene = this.beside.scene();
    const draft = this.beside.book.drafts.get(note?.id ?? '');
    // What is asked for by a key is asked for: of a draft only its words come back with it.
    const filled = note ?? { ...blankNote('', sort), words: draft?.words ?? '' };
    this.fill(note && draft ? { ...note, ...draft, id: note.id, version: note.version } : filled);
    const hints = this.beside.hints().map((each) => el('li', {}, each));
    this.one('.hints').replaceChildren(...(note ? [] : hints));
    this.one('#write-title').textContent = note ? 'Change what is written' : 'Write down';
    this.one('.doubt').hidden = true;
    this.dialog.showModal();
    this.one('#words').focus();
  }

  /** @param {Note} note */
  fill(note) {
    this.one(`[name=sort][value=${note.sort}]`).checked = true;
    this.one('#words').value = note.words;
    this.one('[name=owner]').value = note.owner;
    this.one('[name=due]').value = note.due;
    const shared = this.one('[name=shared]');
    if (shared) shared.checked = note.shared;
    const to = this.one('[name=to]');
    const isNew = note.id === '' && note.pin === null;
    to.value = isNew ? 'scene' : (note.pin?.to ?? 'meeting');
    if (!to.value) to.value = 'meeting'; // what only a live meeting can be asked about
    this.picked = note.pin ?? { to: 'scene', key: '', spot: '', label: '' };
    this.one('[name=thing]').value = ['place', 'service'].includes(to.value)
      ? this.picked.label
      : '';
    this.found = this.picked.key ? [{ id: this.picked.key, name: this.picked.label }] : [];
    this.fit();
  }

  /** Show what belongs to the sort and to what it is about, and nothing else. */
  fit() {
    const { sort, to } = this.read();
    this.one('.of-action').hidden = sort !== 'action';
    this.one('.sort-told').textContent = ASKED.get(sort) ?? '';
    this.one('.thing').hidden = !['place', 'service'].includes(to);
    this.one('.pick').hidden = to !== 'spot';
    const spot = to === 'spot' && this.picked.to === 'spot' ? this.picked : null;
    this.one('.picked').textContent = spot ? spot.label : '';
  }

  /** @returns {{sort: Sort, to: Pin['to'], words: string}} */
  read() {
    return {
      sort: this.one('[name=sort]:checked').value,
      to: this.one('[name=to]').value,
      words: this.one('#words').value.trim(),
    };
  }

  /** @returns {Note} as it is typed now */
  note() {
    const { sort, words } = this.read();
    const isAction = sort === 'action';
    const before = this.changed ?? blankNote('', sort);
    return {
      ...before,
      sort,
      words,
      pin: this.pin(),
      owner: isAction ? this.one('[name=owner]').value.trim() : '',
      due: isAction ? this.one('[name=due]').value : '',
      is_done: isAction && before.is_done,
      shared: this.one('[name=shared]')?.checked ?? false,
    };
  }

  /** @returns {Pin | null} */
  pin() {
    const { to } = this.read();
    if (to === 'scene') {
      const own = this.changed?.pin?.to === 'scene' ? this.changed.pin : null;
      const { scene } = this;
      return own ?? { to, key: scene?.id ?? '', spot: '', label: scene?.title ?? '' };
    }
    if (to === 'meeting') return { to, key: '', spot: '', label: '' };
    if (to === 'spot') return this.picked.to === 'spot' ? this.picked : null;
    const typed = this.one('[name=thing]').value.trim().toLowerCase();
    const found = this.found.find(({ name }) => name.toLowerCase() === typed);
    return found ? { to, key: found.id, spot: '', label: found.name } : null;
  }

  keepDraft() {
    const { words } = this.read();
    if (words) this.beside.book.drafts.set(this.changed?.id ?? '', this.note());
    else this.dropDraft();
  }

  dropDraft() {
    this.beside.book.drafts.drop(this.changed?.id ?? '');
  }

  /** Look for places or services by what is typed. */
  async find() {
    const { to } = this.read();
    const typed = this.one('[name=thing]').value.trim();
    const { live } = this.beside.book;
    if (!live || !typed || (to !== 'place' && to !== 'service')) return;
    const found = await live.find(typed, to).catch(() => []);
    const known = new Set(found.map(({ id }) => id));
    this.found = [...found, ...this.found.filter(({ id }) => !known.has(id))];
    const options = found.map(({ name }) => el('option', { value: name }));
    this.one('#things').replaceChildren(...options);
  }

  /** Have a spot picked on the map of the scene. */
  async pick() {
    const map = await this.beside.map();
    if (!map) {
      this.warn('This scene has no map to pick on: choose a place, or the scene.');
      return;
    }
    const spot = await pickSpot(this.dialog.ownerDocument, map);
    if (spot) this.picked = { to: 'spot', key: '', spot, label: `the spot at ${spot}` };
    this.fit();
    this.keepDraft();
    this.one('.pick').focus();
  }

  /** @param {string} said */
  warn(said) {
    const warning = this.one('.doubt');
    warning.textContent = said;
    warning.hidden = false;
  }

  /** Keep what is typed; where it may tell who somebody is, ask once. @param {Event} event */
  write(event) {
    event.preventDefault();
    const note = this.note();
    if (!note.words) return;
    if (!note.pin) {
      const { to } = this.read();
      this.warn(
        to === 'spot'
          ? 'Pick the spot on the map first, or choose what else it is about.'
          : 'Choose its name from the list, or choose what else it is about.',
      );
      return;
    }
    const doubts = doubtsOf(`${note.words} ${note.owner}`, this.beside.known());
    const warning = this.one('.doubt');
    const said = `This looks like ${doubts.join(' and ')}. Take it out, or press Keep again.`;
    if (doubts.length && (warning.hidden || warning.textContent !== said)) {
      this.warn(said);
      return;
    }
    this.dropDraft();
    this.dialog.close();
    this.beside.book.keep(note);
  }
}
