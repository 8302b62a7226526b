/**
 * The screen of a meeting: scenes one at a time, by keys, and what is written down while people talk.
 *
 * Where the scenes come from and where notes are kept is the book's: a file alone, or a live meeting.
 */

import { el } from './elements.js';
import { fit } from './fitting.js';
import { NoteForm } from './note_form.js';
import { showList } from './note_list.js';
import { behind, SORTS } from './note_words.js';

/** @typedef {import('./types').Book} Book */
/** @typedef {import('./types').MeetingNote} Note */
/** @typedef {import('./types').MeetingScene} Item */
/** @typedef {import('./types').Sort} Sort */

const WRITES = new Map(
  /** @type {[string, Sort][]} */ ([
    ['N', 'note'],
    ['D', 'decision'],
    ['A', 'action'],
  ]),
);
const FORWARD = new Set(['ArrowRight', 'PageDown', ' ']);
const BACK = new Set(['ArrowLeft', 'PageUp']);
const BY_FOOT = new Map([
  ['→', 'ArrowRight'],
  ['←', 'ArrowLeft'],
]);
// A field keeps the keyboard for a moment after its dialog is closed: nobody types there any longer.
const SHUT = 'dialog:not([open])';
const TOLD = '.scene > :not(.written, .under), .under > .about'; // all but what is written down
const SEEN_MS = 6000; // how long a message stands
const MOST_NOTES = 1; // beside a picture, which keeps its room

/**
 * Return the words of a question with one of them changed.
 * @param {string} words as after the question mark of an address
 * @param {string} change what is set: "age=0-4"
 * @param {string} resets what goes with it, with a space between
 */
export function changedWords(words, change, resets) {
  const parts = new URLSearchParams(words);
  for (const name of resets.split(' ')) if (name) parts.delete(name);
  for (const [name, value] of new URLSearchParams(change)) parts.set(name, value);
  return parts.toString();
}

/** The meeting in one window. */
export class Stage {
  /** @param {Document} page @param {Book} book */
  constructor(page, book) {
    this.page = page;
    this.book = book;
    this.root = page.documentElement;
    this.title = page.body.dataset.title ?? '';
    this.id = '';
    this.isMapped = false;
    this.isOfScene = false; // what was said last
    this.form = new NoteForm(page, {
      book,
      known: () => this.known(),
      scene: () => this.scene,
      hints: () => this.hints(),
      map: () => this.mapOf(),
    });
  }

  /** Show one scene at a time from now on. */
  begin() {
    this.root.classList.add('is-led');
    this.page.addEventListener('keydown', (event) => this.press(event));
    this.page.defaultView?.addEventListener('hashchange', () => this.go(this.asked()));
    this.page.addEventListener('click', () => this.unblank());
    this.page.defaultView?.addEventListener('resize', () => this.makeRoom());
    for (const button of this.all('[data-key]')) {
      button.addEventListener('click', (event) => {
        event.stopPropagation();
        const key = button.dataset.key ?? '';
        this.act(BY_FOOT.get(key) ?? key);
      });
    }
    for (const button of this.all('[data-close]'))
      button.addEventListener('click', () => button.closest('dialog')?.close());
    this.one('[data-ask]')?.addEventListener('click', () => this.ask());
    for (const dialog of this.all('dialog'))
      dialog.addEventListener('close', () => this.afterDialog());
  }

  /** @param {string} found @returns {HTMLElement[]} */
  all(found) {
    return [...this.page.querySelectorAll(found)].map((each) => /** @type {any} */ (each));
  }

  /** @param {string} found @returns {any} */
  one(found) {
    return this.page.querySelector(found);
  }

  /** @returns {Item | undefined} */
  get scene() {
    return this.book.scenes.find(({ id }) => id === this.id);
  }

  /** The scene that is on the screen, as it is drawn. @returns {HTMLElement | null} */
  get section() {
    return this.one('.scene.is-shown');
  }

  get isInDialog() {
    return this.page.querySelector('dialog[open]') !== null;
  }

  /** The scene that the address names, or the first. */
  asked() {
    const id = this.page.location.hash.slice(1);
    return this.book.scenes.some((each) => each.id === id) ? id : (this.book.scenes[0]?.id ?? '');
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const target = /** @type {Element | null} */ (event.target);
    const isOnButton = event.key === ' ' && target?.closest('button, a') !== null;
    if (isOnButton || event.ctrlKey || event.altKey || event.metaKey || this.isInDialog) return;
    const field = target?.closest('input, select, textarea, [data-own-keys]');
    if (field && !field.closest(SHUT)) return;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (this.act(key)) event.preventDefault();
  }

  /**
   * Do what a key asks for; false where it asks for nothing.
   * @param {string} key
   */
  act(key) {
    if (this.unblank()) return true;
    const { scenes } = this.book;
    if (FORWARD.has(key)) this.step(1);
    else if (BACK.has(key)) this.step(-1);
    else if (key === 'Home') this.go(scenes[0]?.id ?? '');
    else if (key === 'End') this.go(scenes.at(-1)?.id ?? '');
    else if (key === 'B') this.blank();
    else if (key === 'L') this.list();
    else if (key === 'M') this.map();
    else if (key === 'W') this.words();
    else if (key === 'F' && this.one('.follow')) this.one('.follow').showModal();
    else if (key === '?') this.help();
    else if (WRITES.has(key)) this.form.open(WRITES.get(key) ?? 'note');
    else return false;
    return true;
  }

  blank() {
    this.root.classList.add('is-blank');
    this.say('The screen is blank. Press any key.');
  }

  /** End a blank screen; false where it was none. */
  unblank() {
    if (!this.root.classList.contains('is-blank')) return false;
    this.root.classList.remove('is-blank');
    this.section?.focus({ preventScroll: true });
    return true;
  }

  /** @param {number} by */
  step(by) {
    const at = this.book.scenes.findIndex(({ id }) => id === this.id);
    const next = this.book.scenes[Math.max(at + by, 0)];
    if (next) this.go(next.id);
    else this.say('This is the last scene.', true);
  }

  /** Go to a scene as somebody at this screen asked. @param {string} id */
  go(id) {
    const scene = this.book.scenes.find((each) => each.id === id);
    if (!scene) return;
    this.show(id);
    this.section?.focus({ preventScroll: true });
    this.book.went(scene);
  }

  /** Show a scene; the keyboard stays where it is. @param {string} id */
  show(id) {
    if (id !== this.id) {
      this.leaveMap();
      if (this.isOfScene) this.say(''); // it is not true of another
    }
    this.id = id;
    this.page.defaultView?.history.replaceState(null, '', id ? `#${id}` : ' ');
    this.draw();
  }

  /** Draw the scene as it is now, and what is written at it. */
  draw() {
    const { scenes } = this.book;
    const scene = this.scene;
    const section = scene ? this.book.section(scene) : null;
    const before = this.section;
    const hadFocus = before?.contains(this.page.activeElement) ?? false;
    if (section && !section.isConnected) this.one('main').append(section);
    for (const each of this.all('section.scene'))
      each.classList.toggle('is-shown', each === section);
    if (before !== section && hadFocus) section?.focus({ preventScroll: true });
    const at = scenes.findIndex(({ id }) => id === this.id);
    this.one('.foot .at').textContent = scenes.length ? `${at + 1} of ${scenes.length}` : '';
    this.tell();
    this.makeRoom();
  }

  /** Show what was written down at this scene: the last of it, the rest is a key away. */
  tell() {
    const place = this.section?.querySelector('.written');
    const own = this.book.notes.filter(({ pin }) => pin?.to === 'scene' && pin.key === this.id);
    const lines = own.slice(-MOST_NOTES).map((note) => this.line(note));
    const more = own.length - lines.length;
    if (more > 0) lines[0]?.prepend(el('span', { class: 'more' }, `${more} more: open List; `));
    place?.replaceChildren(...lines);
  }

  /** @param {Note} note */
  line(note) {
    const standing = this.book.standing(note);
    return el(
      'p',
      {},
      el('b', {}, `${SORTS.get(note.sort)}: `),
      `${note.words}${behind(note)}`,
      standing ? el('em', {}, ` ${standing}`) : null,
    );
  }

  /**
   * Say something once, to be read and to be heard.
   * @param {string} words
   * @param {boolean} [isOfScene] whether it is about the scene that is shown, and goes with it
   */
  say(words, isOfScene = false) {
    this.isOfScene = isOfScene;
    const told = this.one('.list').open ? this.one('.list .offer') : this.one('.told');
    told.textContent = words;
    told.classList.add('is-seen');
    this.makeRoom();
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      told.classList.remove('is-seen');
      this.makeRoom();
    }, SEEN_MS);
  }

  /**
   * Say something, with one thing that can be done about it as long as it stands.
   * @param {string} words
   * @param {string} does
   * @param {() => void} act
   */
  offer(words, does, act) {
    this.say(words);
    const press = () => {
      act();
      this.say('');
      this.afterDialog();
    };
    const told = this.one('.list').open ? this.one('.list .offer') : this.one('.told');
    told.replaceChildren(words, ' ', el('button', { type: 'button', onclick: press }, does));
    this.makeRoom();
  }

  /** What stands at the foot of the scene is another: the scene makes room for it. */
  makeRoom() {
    if (this.section) fit(this.section);
  }

  /** What the scene asks the room, for whoever writes. */
  hints() {
    const prompts = this.section?.querySelectorAll('.prompts li') ?? [];
    return [...prompts].map((each) => each.textContent ?? '');
  }

  /** Names that stand in the scenes, but for what is written down: they are no person’s. */
  known() {
    const told = this.all(TOLD).map((each) => each.textContent ?? '');
    return [...told, this.title, ...this.book.scenes.map(({ title }) => title)];
  }

  /** The map of this scene: its picture where that is one, else the map of its question. */
  async mapOf() {
    const own = this.section?.querySelector('.picture img[data-corners]');
    if (own) return /** @type {HTMLElement} */ (own);
    const made = this.scene ? await this.book.map(this.scene) : null;
    return /** @type {HTMLElement | null} */ (made?.querySelector('img[data-corners]') ?? null);
  }

  /** Show the map of this scene’s question, or go back to its picture. */
  async map() {
    if (this.isMapped) {
      this.leaveMap();
      this.say('Back to the picture.', true);
      return;
    }
    const { scene, section } = this;
    const made = scene ? await this.book.map(scene) : null;
    if (this.scene !== scene || !section || this.isMapped) return; // somebody went on meanwhile
    const own = section.querySelector('.picture .map img')?.getAttribute('src');
    if (!made || own === made.querySelector('img')?.getAttribute('src')) {
      this.say(own ? 'The picture is the map of this question.' : 'This scene has no map.', true);
      return;
    }
    this.isMapped = true;
    section.querySelector('.picture')?.after(el('div', { class: 'picture mapped' }, made));
    section.classList.add('is-mapped');
    fit(section);
    this.say('The map of this question. Map goes back.', true);
  }

  leaveMap() {
    this.isMapped = false;
    for (const each of this.all('.mapped')) each.remove();
    for (const each of this.all('.is-mapped')) each.classList.remove('is-mapped');
  }

  /** Show the words of this scene’s question; where the meeting is live they can be changed. */
  words() {
    const { scene, section } = this;
    const held = /** @type {HTMLTemplateElement | null | undefined} */ (
      section?.querySelector('template.asked')
    );
    const dialog = this.one('dialog.asked');
    const filled = held?.content.cloneNode(true) ?? el('p', {}, scene?.title ?? '');
    dialog.querySelector('.fill').replaceChildren(filled);
    if (!this.book.live) {
      for (const select of dialog.querySelectorAll('select')) {
        const chosen = select.selectedOptions[0]?.textContent ?? '';
        select.closest('label')?.replaceWith(el('b', {}, chosen));
      }
    }
    dialog.showModal();
  }

  /** Change the words that were chosen otherwise, for all who follow. */
  ask() {
    const dialog = this.one('dialog.asked');
    const { scene } = this;
    dialog.close();
    let words = scene?.words ?? '';
    for (const select of dialog.querySelectorAll('select')) {
      const before = select.querySelector('option[selected]')?.value;
      if (select.value !== before)
        words = changedWords(words, select.value, select.dataset.resets ?? '');
    }
    if (scene && words !== scene.words) this.book.live?.ask(scene, words);
  }

  /** Show the keys, and what stands behind the scene. */
  help() {
    const place = this.one('.help .of-scene');
    const whole = [...(this.section?.querySelectorAll('.whole') ?? [])];
    const key = [...(this.section?.querySelectorAll('.key li:not(.rest)') ?? [])].map((each) => {
      const line = /** @type {HTMLElement} */ (each.cloneNode(true));
      line.hidden = false;
      return line;
    });
    // What a screen with no room for it cuts short is told here.
    const cut = this.root.classList.contains('is-two')
      ? this.all('.is-shown :is(h2, .said), .line:not(:empty), .told.is-seen:not(:empty)')
      : [];
    place?.replaceChildren(
      ...cut.map((each) => el('p', { class: 'uncut' }, each.textContent ?? '')),
      ...whole.map((each) => el('p', {}, each.textContent ?? '')),
      key.length ? el('ul', { class: 'key-told' }, ...key) : '',
    );
    this.one('.help').showModal();
  }

  /** Show all scenes and all that is written. */
  list() {
    showList(this.one('.list'), this.book, {
      at: this.id,
      go: (id) => {
        this.one('.list').close();
        this.go(id);
      },
      edit: (note) => {
        this.one('.list').close();
        this.form.open(note.sort, note);
      },
      say: (words) => this.say(words),
    });
  }

  /** Whatever was changed: draw what stands now, and the list where it is open. */
  refresh() {
    this.draw();
    if (this.one('.list').open) this.list();
  }

  /** Where what opened a dialog is gone meanwhile, the keyboard goes to the scene. */
  afterDialog() {
    const { activeElement: at, body } = this.page;
    if (this.isInDialog || (at && at !== body && at.checkVisibility() && !at.closest(SHUT))) return;
    this.section?.focus({ preventScroll: true });
  }
}
