/** What is asked of the server of a meeting, and what is changed there at once or not at all. */

import { problemWords } from './problems.js';
import { LOOK_AGAIN } from './versions.js';

const WAIT_MS = 10_000; // for an answer, before the line is taken for down
const WORK_MS = 120_000; // for one that has to be worked out first
const STALE = 409;

/** Where things are asked. @typedef {{base: string, find: string}} Where */

export class Asking {
  /** @param {Where} where @param {(words: string) => void} say */
  constructor(where, say) {
    this.where = where;
    this.say = say;
  }

  /** @param {string} address @param {RequestInit} [options] */
  asked(address, options) {
    return fetch(address, { signal: AbortSignal.timeout(WAIT_MS), ...options });
  }

  /** @param {string} path */
  get(path) {
    return this.asked(this.where.base + path);
  }

  /** @param {string} path @param {object} body @param {RequestInit} [options] */
  post(path, body, options) {
    return this.asked(this.where.base + path, {
      ...options,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /**
   * Change something at once; where that cannot be, say why.
   * @param {string} path
   * @param {object} body
   * @param {RequestInit} [options]
   * @returns {Promise<any>} null where it was not changed
   */
  async change(path, body, options) {
    try {
      const response = await this.post(path, body, options);
      const said = await response.json().catch(() => ({}));
      if (response.ok) return said;
      const why = response.status === STALE ? LOOK_AGAIN : problemWords(said);
      this.say(why || 'It could not be changed. Try again.');
    } catch {
      this.say('The line is down: it cannot be changed now.');
    }
    return null;
  }

  /**
   * Change something whose answer has to be worked out: that is said, and waited for.
   * @param {string} path
   * @param {object} body
   */
  workOut(path, body) {
    this.say('Being worked out…');
    return this.change(path, body, { signal: AbortSignal.timeout(WORK_MS) });
  }

  /**
   * Find places or services by their names; those of one name are told apart by where they are.
   * @param {string} typed
   * @param {'place' | 'service'} kind
   * @returns {Promise<import('./types').FoundThing[]>}
   */
  async find(typed, kind) {
    const response = await this.asked(`${this.where.find}?q=${encodeURIComponent(typed)}`);
    if (!response.ok) return [];
    const { found } = await response.json();
    const wanted = kind === 'place' ? 'place' : 'asset';
    const fitting = found.filter((/** @type {any} */ each) => each.kind === wanted);
    const names = fitting.map((/** @type {any} */ each) => each.name);
    return fitting.map((/** @type {any} */ { id, name, detail }) => {
      const isOne = names.indexOf(name) === names.lastIndexOf(name);
      return { id, name: isOne || !detail ? name : `${name}, ${detail}` };
    });
  }
}
