/** The notes of a meeting that several write in: as the server keeps them, with what waits here over them. */

import { Drafts } from './drafts.js';
import { inBrowser } from './kept.js';
import { readDraft, SORTS } from './note_words.js';
import { Outbox } from './outbox.js';
import { drawVersions } from './versions.js';

/** @typedef {import('./types').MeetingNote} Note */
/** @typedef {import('./outbox.js').Thing} Thing */
/**
 * @typedef {object} Beside
 * @property {() => void} changed
 * @property {(words: string) => void} say
 * @property {() => boolean} isInDialog whether somebody is in a dialog now
 */

export class LiveNotes {
  /** @param {Document} page @param {import('./live_asking.js').Asking} asking @param {Beside} beside */
  constructor(page, asking, beside) {
    this.page = page;
    this.asking = asking;
    this.beside = beside;
    /** @type {Note[]} as the server has them */
    this.kept = [];
    const { base } = asking.where;
    this.drafts = new Drafts(inBrowser.of(`${base}-draft-`), readDraft);
    this.outbox = new Outbox({
      lines: inBrowser.of(`${base}-out-`),
      send: (thing) => this.send(thing),
      sent: (thing, { body }) => this.sent(thing, body?.note),
      changed: () => this.beside.changed(),
    });
  }

  get all() {
    return this.outbox.over(this.kept);
  }

  /** What stands beside a note that is not kept yet. @param {Note} note */
  standing(note) {
    const thing = this.outbox.last(note.id);
    if (!thing) return '';
    if (thing.state === 'stale') return 'changed by somebody else too: choose';
    if (thing.state === 'refused')
      return `not kept: ${thing.said || 'change it and keep it again'}`;
    return 'not kept yet';
  }

  /** @param {Thing} thing */
  async send({ does, note, expected }) {
    const { id, sort, words, pin, owner, due, is_done, shared } = note;
    const response =
      does === 'remove'
        ? await this.asking.post(`/notes/${id}/remove`, { expected })
        : await this.asking.post('/notes', {
            ...{ id, expected, sort, words, pin, owner, due, is_done, shared },
          });
    const body = await response.json().catch(() => ({}));
    return { status: response.status, body };
  }

  /**
   * Say that what was written here is kept, now that it is.
   * @param {Thing} thing
   * @param {Note} [note]
   */
  sent({ does, note: { sort } }, note) {
    if (does === 'save') this.beside.say(`Kept: ${SORTS.get(sort)}.`);
    this.take(note);
  }

  /** Take in a note that the server has just kept. @param {Note} [note] */
  take(note) {
    if (!note?.id) return;
    const at = this.kept.findIndex(({ id }) => id === note.id);
    if (/** @type {any} */ (note).is_removed) this.kept = this.kept.filter((_, n) => n !== at);
    else if (at < 0) this.kept = [...this.kept, note];
    else if ((this.kept[at]?.version ?? 0) < note.version) this.kept = this.kept.with(at, note);
    this.beside.changed();
  }

  /**
   * Take in all notes; say once how many others wrote.
   * @param {Note[]} notes
   * @param {boolean} isFirst
   */
  hear(notes, isFirst) {
    const known = new Set(
      [...this.kept, ...this.outbox.things.map(({ note }) => note)].map(({ id }) => id),
    );
    const fresh = notes.filter(({ id }) => !known.has(id));
    this.kept = notes;
    if (isFirst || !fresh.length) return;
    const [one] = fresh;
    const many = `${fresh.length} new notes.`;
    this.beside.say(fresh.length === 1 && one ? `New: ${SORTS.get(one.sort)}.` : many);
  }

  /** Take back what was done to a note last. @param {string} id */
  async undo(id) {
    const answer = await this.asking.change(`/notes/${id}/undo`, {});
    if (!answer) return;
    this.take(answer.note);
    this.beside.say('The last change is undone.');
  }

  /** @returns {HTMLDialogElement | null} */
  get dialog() {
    return this.page.querySelector('dialog.stale');
  }

  /** Where somebody else changed the same note, show both and have one chosen. */
  settle() {
    const { dialog } = this;
    const thing = this.outbox.stale;
    if (!thing || !dialog || dialog.open || this.beside.isInDialog()) return;
    const version = (/** @type {Note | null | undefined} */ note, isRemoved = !note) => ({
      title: note ? `${SORTS.get(note.sort)}: ${note.words}` : '',
      isRemoved,
    });
    const both = {
      mine: version(thing.note, thing.does === 'remove'),
      theirs: version(thing.theirs),
    };
    const drawn = drawVersions(both, (choice) => this.settled(thing, choice), 'h2');
    const [heading] = drawn;
    if (heading) heading.id = dialog.getAttribute('aria-labelledby') ?? '';
    dialog.replaceChildren(...drawn);
    dialog.showModal();
  }

  /** @param {Thing} thing @param {import('./versions.js').Choice} choice */
  settled(thing, choice) {
    this.dialog?.close();
    this.outbox.settle(thing, choice);
  }
}
