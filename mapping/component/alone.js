/**
 * A meeting in one file that fetches nothing: its scenes stand in it, and what is written stays in
 * this window until it is saved; a reload keeps it.
 */

import { Drafts } from './drafts.js';
import { el, freshId } from './elements.js';
import { inTab, keep, kept } from './kept.js';
import { notesText, readDraft, readNote, SORTS } from './note_words.js';
import { Stage } from './stage.js';

/** @typedef {import('./types').MeetingNote} Note */
/** @typedef {import('./types').MeetingScene} Item */

/**
 * Read notes that were kept; nothing of what is not as it was written.
 * @param {string|null} text
 * @returns {Note[]}
 */
export function readNotes(text) {
  try {
    const read = JSON.parse(text ?? '[]');
    return Array.isArray(read) ? read.flatMap((each) => readNote(each) ?? []) : [];
  } catch {
    return [];
  }
}

/** The scenes of a file, and notes that only this window has. */
export class AloneBook {
  /** @param {Document} page */
  constructor(page) {
    this.page = page;
    this.title = page.body.dataset.title ?? '';
    this.name = `meeting-${this.title}`;
    /** @type {Map<string, HTMLElement>} */
    this.sections = new Map(
      [...page.querySelectorAll('section.scene')].map((each) => [
        each.id,
        /** @type {HTMLElement} */ (each),
      ]),
    );
    /** @type {Item[]} */
    this.scenes = [...this.sections].map(([id, each]) => ({
      id,
      version: 1,
      title: each.querySelector('h2')?.textContent ?? '',
    }));
    this.notes = readNotes(kept(this.name));
    this.drafts = new Drafts(inTab.of(`${this.name}-draft-`), readDraft);
    this.isSaved = this.notes.length === 0; // a reload brings them back, and nothing else keeps them
    this.changed = () => {};
    this.say = (/** @type {string} */ _) => {};
  }

  standing() {
    return '';
  }

  /** @param {Item} scene */
  section(scene) {
    return this.sections.get(scene.id) ?? null;
  }

  /** @param {Item} scene */
  async map(scene) {
    const held = [...this.page.querySelectorAll('template.question-map')].find((each) =>
      each.getAttribute('data-of')?.split(' ').includes(scene.id),
    );
    const made = /** @type {HTMLTemplateElement | undefined} */ (held)?.content;
    return /** @type {HTMLElement | null} */ (made?.firstElementChild?.cloneNode(true) ?? null);
  }

  went() {}

  /** @param {Note} note */
  keep(note) {
    const at = this.notes.findIndex(({ id }) => id === note.id);
    if (at >= 0) this.notes[at] = note;
    else this.notes.push({ ...note, id: note.id || `${Date.now()}-${freshId('note')}` });
    this.write();
    this.say(`Written down: ${SORTS.get(note.sort)}.`);
  }

  /** @param {Note} note */
  remove(note) {
    this.notes = this.notes.filter(({ id }) => id !== note.id);
    this.write();
  }

  write() {
    this.isSaved = this.notes.length === 0;
    keep(this.name, JSON.stringify(this.notes));
    this.changed();
  }

  /** Hand out what is written as a text file. */
  save() {
    const text = notesText(this.title, this.scenes, this.notes);
    const address = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/plain' }));
    const link = el('a', { href: address, download: 'meeting-notes.txt' });
    this.page.body.append(link);
    link.click();
    link.remove();
    this.isSaved = true;
  }
}

/** Begin the meeting of a page. @param {Document} page */
export function begin(page) {
  const book = new AloneBook(page);
  const stage = new Stage(page, book);
  book.changed = () => stage.refresh();
  book.say = (words) => stage.say(words);
  page.querySelector('[data-save]')?.addEventListener('click', () => book.save());
  page.defaultView?.addEventListener('beforeunload', (event) => {
    if (!book.isSaved) event.preventDefault();
  });
  stage.begin();
  stage.go(stage.asked());
}
