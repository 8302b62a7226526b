/** The line to the server of a meeting: it is listened to, and asked where nothing is heard. */

import { problemWords } from './problems.js';

/**
 * @typedef {object} News what a server tells: all of it at first, then what changed
 * @property {string} mark up to where what is told is known
 * @property {string} [pack] which figures the scenes are drawn with
 * @property {import('./live.js').Meeting | null} [meeting] null where it was removed
 * @property {import('./types').MeetingScene[]} [scenes]
 * @property {import('./types').MeetingNote[]} [notes]
 * @property {string[]} [removed]
 */
/**
 * @typedef {object} Beside
 * @property {(news: News, isFirst: boolean) => void} told
 * @property {() => void} troubled what is wrong has changed
 * @property {() => void} lost the line is down
 * @property {() => void} back the line holds again
 */

const POLL_MS = 3_000; // while nothing is heard
const QUIET_MS = 20_000; // after which it is asked whether something was missed
const CLOSED = 2; // of an EventSource

export class Following {
  /** @param {Document} page @param {import('./live_asking.js').Asking} asking @param {Beside} beside */
  constructor(page, asking, beside) {
    this.page = page;
    this.asking = asking;
    this.beside = beside;
    this.isDown = false;
    this.why = ''; // it is down, where the server said so
    this.trouble = ''; // what is wrong while the line holds
    this.mark = '';
    this.heard = 0; // how often something was told
    this.heardAt = 0;
    /** @type {EventSource | null} */
    this.source = null;
    this.isLooking = false;
  }

  /** Fetch all of the meeting, and take it in; false where it could not be. */
  async fetchState() {
    const { heard } = this;
    try {
      const response = await this.asking.get('/state.json');
      const body = await response.json();
      if (!response.ok) {
        this.lost(problemWords(body) || 'The meeting cannot be read now.');
        return false;
      }
      this.holds();
      if (heard === this.heard) this.take(body); // else newer things were told meanwhile
      return true;
    } catch {
      this.lost();
      return false;
    }
  }

  /** Listen to the server. */
  listen() {
    this.heardAt = performance.now();
    const since = encodeURIComponent(this.mark);
    const source = new EventSource(`${this.asking.where.base}/events?since=${since}`);
    this.source = source;
    source.addEventListener('open', () => {
      this.holds();
      this.heardAt = performance.now();
    });
    source.addEventListener('message', (event) => {
      this.heardAt = performance.now();
      this.heard += 1;
      try {
        this.take(JSON.parse(event.data));
      } catch {
        this.fetchState(); // what cannot be read is asked for anew
      }
    });
    source.addEventListener('trouble', (event) => {
      this.trouble = problemWords(JSON.parse(event.data));
      this.beside.troubled();
    });
  }

  /** Look after the line from now on. */
  watch() {
    setInterval(() => this.look(), POLL_MS);
    this.page.defaultView?.addEventListener('online', () => this.look(true));
    this.page.defaultView?.addEventListener('offline', () => this.lost());
    this.page.addEventListener('visibilitychange', () => {
      if (!this.page.hidden) this.look(true);
    });
  }

  /** Ask what is new where nothing has been heard. */
  async look(isAtOnce = false) {
    const isOpen = this.source?.readyState === 1 && !this.isDown;
    const isQuiet = performance.now() - this.heardAt > QUIET_MS;
    if (isOpen && !isQuiet && !isAtOnce) return;
    if (this.isLooking) return;
    this.isLooking = true;
    const mark = this.mark;
    const isThere = await this.fetchState();
    this.isLooking = false;
    this.heardAt = performance.now();
    // A line that is open and told nothing of what is new is as good as none.
    const isDeaf = isOpen && isThere && this.mark !== mark;
    if (isThere && (isDeaf || this.source?.readyState === CLOSED)) {
      this.source?.close();
      this.listen();
    }
  }

  /** @param {News} news */
  take(news) {
    const isFirst = this.mark === '';
    this.mark = news.mark;
    this.trouble = '';
    if (news.meeting === null) {
      this.trouble = 'This meeting was removed. What you wrote and is not kept stays here.';
      this.beside.troubled();
    } else this.beside.told(news, isFirst);
  }

  /** @param {string} [why] */
  lost(why = '') {
    this.isDown = true;
    this.why = why;
    this.beside.lost();
  }

  holds() {
    if (!this.isDown) return;
    this.isDown = false;
    this.beside.back();
  }
}
