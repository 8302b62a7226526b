/**
 * What was written and is not kept by the server yet: it stays in this browser until it is.
 *
 * Each thing has a line of its own in the store of the browser, so that two windows of one meeting
 * lose nothing of one another’s. Sent twice, it is kept once: the browser makes its id.
 */

import { readNote } from './note_words.js';
import { problemWords } from './problems.js';
import { freshUuid } from './uuid.js';

/** @typedef {import('./types').MeetingNote} Note */
/**
 * @typedef {object} Thing something to be done to a note
 * @property {string} key its line
 * @property {'save' | 'remove'} does
 * @property {Note} note as it is to be; of a removal, as it was seen
 * @property {number | null} expected the version that was seen; null for that of the thing before it
 * @property {'waiting' | 'stale' | 'refused'} state
 * @property {Note | null} [theirs] what is kept instead, of a stale one; null where it was removed
 * @property {string} [said] why it was refused, or has to wait
 */
/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} [body]
 */
/**
 * @typedef {object} Beside
 * @property {import('./kept.js').Lines} lines of this outbox alone
 * @property {(thing: Thing) => Promise<Answer>} send rejects where the line is down
 * @property {(thing: Thing, answer: Answer) => void} sent
 * @property {() => void} changed
 * @property {(act: () => void, ms: number) => unknown} [later]
 * @property {() => string} [fresh] an id that nothing else has
 */

const AGAIN_MS = [1000, 2000, 4000, 8000, 15000];
const STATES = ['waiting', 'stale', 'refused'];
/** The line, the door or the store is in the way, and none of it is the note’s fault. */
const LATER = new Set([401, 403, 408, 425, 429]);
const STALE = 409;
const OURS = 400; // and above: what was sent is not as it has to be
const THEIRS = 500; // and above

/** The note that is kept instead; null where it was removed. @param {any} read */
const readTheirs = (read) => (read?.is_removed ? null : readNote(read));

/** @param {string} key @param {string | null} text @returns {Thing | null} */
function readThing(key, text) {
  try {
    const read = JSON.parse(text ?? 'null');
    const note = readNote(read?.note);
    if (!note || !['save', 'remove'].includes(read.does)) return null;
    return {
      key,
      does: read.does,
      note,
      expected: Number.isInteger(read.expected) ? read.expected : null,
      state: STATES.includes(read.state) ? read.state : 'waiting',
      theirs: readTheirs(read.theirs),
      said: typeof read.said === 'string' ? read.said : '',
    };
  } catch {
    return null;
  }
}

/** The things of one meeting that wait in this browser. */
export class Outbox {
  /** @param {Beside} beside */
  constructor(beside) {
    this.beside = beside;
    this.isDown = false;
    this.isKept = true;
    this.tries = 0;
    /** @type {Thing | null} */
    this.underway = null;
    /** @type {Thing[]} */
    this.things = this.read();
  }

  /** What this browser holds, the oldest first. */
  read() {
    const { lines } = this.beside;
    return lines.names().flatMap((key) => readThing(key, lines.get(key)) ?? []);
  }

  /** @param {Thing} thing */
  hold(thing) {
    // Where it is not kept, it waits in this window all the same.
    this.isKept = this.beside.lines.set(thing.key, JSON.stringify(thing));
  }

  /** @param {Thing} thing */
  drop(thing) {
    this.things = this.things.filter((each) => each !== thing);
    this.beside.lines.drop(thing.key); // else it is sent once more the next time, and kept once
  }

  /** An id that nothing else has. */
  fresh() {
    return this.beside.fresh?.() ?? freshUuid();
  }

  /** @param {string} id @returns {Thing | undefined} the last that waits for a note */
  last(id) {
    return this.things.findLast(({ note }) => note.id === id);
  }

  /**
   * Have a note kept: a new one where it has no id yet.
   * @param {Note} note as it is to be; its version is the one that was seen
   */
  save(note) {
    const last = note.id ? this.last(note.id) : undefined;
    if (last?.state === 'refused' || last?.state === 'stale') this.drop(last);
    if (last?.state === 'waiting' && last.does === 'save' && last !== this.underway) {
      last.note = { ...note, version: last.note.version };
      this.hold(last);
    } else {
      const isLost = last?.state === 'refused';
      const id = note.id && !isLost ? note.id : this.fresh();
      const expected = last?.state === 'stale' ? (last.theirs?.version ?? 0) : note.version;
      const isAfter = last?.state === 'waiting';
      this.add('save', { ...note, id }, isAfter ? null : isLost ? 0 : expected);
    }
    this.beside.changed();
    this.flush();
  }

  /** Have a note removed; one that the server never had is gone at once. @param {Note} note */
  remove(note) {
    const own = this.things.filter((each) => each.note.id === note.id && each !== this.underway);
    for (const each of own) this.drop(each);
    const isAfter = this.underway?.note.id === note.id;
    if (isAfter || note.version > 0) this.add('remove', note, isAfter ? null : note.version);
    this.beside.changed();
    this.flush();
  }

  /** @param {'save' | 'remove'} does @param {Note} note @param {number | null} expected */
  add(does, note, expected) {
    const key = `${String(Date.now()).padStart(15, '0')}-${this.fresh()}`;
    /** @type {Thing} */
    const thing = { key, does, note, expected, state: 'waiting' };
    this.things.push(thing);
    this.hold(thing);
  }

  /** Send what waits, one after the other; what is stale or refused waits for somebody. */
  async flush() {
    if (this.underway) return;
    const held = new Set();
    for (const thing of this.things) {
      if (thing.state === 'waiting' && !held.has(thing.note.id)) {
        this.underway = thing;
        break;
      }
      held.add(thing.note.id);
    }
    const thing = this.underway;
    if (!thing) return;
    let isThrough = false;
    try {
      const answer = await this.beside.send(thing);
      isThrough = this.answered(thing, answer);
      this.isDown = false;
    } catch {
      this.isDown = true;
    }
    this.underway = null;
    this.beside.changed();
    if (isThrough) {
      this.tries = 0;
      await this.flush();
    } else this.tryAgain();
  }

  tryAgain() {
    if (this.isPlanned) return;
    this.isPlanned = true;
    const ms = AGAIN_MS[Math.min(this.tries, AGAIN_MS.length - 1)] ?? 0;
    this.tries += 1;
    const later = this.beside.later ?? setTimeout;
    later(() => {
      this.isPlanned = false;
      this.flush();
    }, ms);
  }

  /**
   * Take an answer in; false where it has to be sent again.
   * @param {Thing} thing
   * @param {Answer} answer
   */
  answered(thing, answer) {
    const { status, body } = answer;
    thing.said = problemWords(body);
    // What both have removed is removed, and nothing is left to choose.
    const isGone = thing.does === 'remove' && body?.theirs?.is_removed === true;
    if (status === STALE && !isGone) {
      thing.state = 'stale';
      thing.theirs = readTheirs(body?.theirs);
      this.hold(thing);
    } else if (status >= THEIRS || LATER.has(status)) {
      this.hold(thing);
      return false;
    } else if (status >= OURS && status !== STALE) {
      thing.state = 'refused';
      this.hold(thing);
    } else {
      this.after(thing, body?.note?.version);
      this.drop(thing);
      this.beside.sent(thing, answer);
    }
    return true;
  }

  /** Tell what comes after a thing which version it changes. @param {Thing} thing @param {unknown} version */
  after(thing, version) {
    const next = this.things.find(
      (each) => each !== thing && each.note.id === thing.note.id && each.expected === null,
    );
    if (!next) return;
    const isTold = Number.isInteger(version);
    next.expected = isTold ? Number(version) : (thing.expected ?? 0) + 1;
    next.note = { ...next.note, version: next.expected };
    this.hold(next);
  }

  /** What has to be decided by somebody: the first note that another changed as well. */
  get stale() {
    return this.things.find(({ state }) => state === 'stale') ?? null;
  }

  /**
   * Decide upon a stale note.
   * @param {Thing} thing
   * @param {import('./versions.js').Choice} choice
   */
  settle(thing, choice) {
    const { note, theirs } = thing;
    this.drop(thing);
    // What waits behind it was written in the knowledge of mine: it is the last word of it.
    const later = this.things.filter((each) => each.note.id === note.id);
    for (const each of later) this.drop(each);
    const last = later.at(-1) ?? thing;
    if (choice === 'mine' && theirs) this.add(last.does, last.note, theirs.version);
    else if (choice !== 'theirs' && last.does === 'save')
      this.add('save', { ...last.note, id: this.fresh(), version: 0 }, 0);
    this.beside.changed();
    this.flush();
  }

  /** How many notes are not kept yet. */
  get waiting() {
    return new Set(this.things.map(({ note }) => note.id)).size;
  }

  /**
   * Lay what waits over what is kept.
   * @param {Note[]} notes
   * @returns {Note[]}
   */
  over(notes) {
    const laid = new Map(notes.map((note) => [note.id, note]));
    for (const { does, note } of this.things) {
      if (does === 'remove') laid.delete(note.id);
      else laid.set(note.id, { ...note, version: laid.get(note.id)?.version ?? note.version });
    }
    return [...laid.values()];
  }
}
