/**
 * What is kept for everybody here: opened with one press, called anew, removed, brought back, and every
 * version of it. A change of what somebody else has changed in the meantime is refused, and both are
 * shown. Nothing is asked of the server before the list is seen.
 *
 * @typedef {import('./types').KeptItem} KeptItem
 * @typedef {import('./types').KeptBoth} KeptBoth
 * @typedef {Record<string, unknown> & {title: string}} Keeping what is to be kept, as it is sent
 */

import { button } from './controls.js';
import { el } from './elements.js';
import { changedWords, Keeper } from './keeper.js';
import { keep, kept } from './kept.js';
import { drawLine, drawRemoved } from './kept_line.js';
import { freshUuid } from './uuid.js';
import { drawVersions, LOOK_AGAIN } from './versions.js';

const SEEN = 'seen-';
const NOT_KEPT =
  'Nothing was changed in what is kept, and what you have here is still in this page’s address.';

/** The list, with its heading. */
export class KeptList {
  /**
   * @param {object} about
   * @param {string} about.base the path of the app
   * @param {'place'|'scenario'} about.kind
   * @param {(item: KeptItem, answered: (refused: string) => void) => void} about.open
   * @param {(item: KeptItem) => boolean} about.isHere whether the page has it already
   */
  constructor({ base, kind, open, isHere }) {
    this.keeper = new Keeper(base, kind);
    this.kind = kind;
    this.openHere = open;
    this.isHere = isHere;
    /** @type {import('./types').KeptThere|null} */
    this.there = null;
    /** @type {Map<string, string>} the ids of what is new, until it is kept */
    this.ids = new Map();
    this.said = el('p', { class: 'tool-told', role: 'status' });
    this.question = el('div', { hidden: true });
    this.body = el('div', { class: 'kept-body' });
    this.head = el('h3', { tabindex: -1 }, 'Kept for everybody here');
    this.element = el(
      'div',
      { class: 'kept-list' },
      ...[this.head, this.said, this.question, this.body],
    );
  }

  /** Ask for what is kept, and show it. */
  async load() {
    if (!this.there) this.body.replaceChildren(el('p', { class: 'tool-note' }, 'Looking …'));
    await this.trying(async () => {
      this.there = await this.keeper.list();
    }, '');
    this.show();
  }

  /**
   * Do something with what is kept, and say what goes wrong.
   * @param {() => Promise<void>} act
   * @param {string} [lead]
   */
  async trying(act, lead = NOT_KEPT) {
    try {
      await act();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.tell([why, lead].filter(Boolean).join(' '), true);
    }
  }

  /** @param {string} words */
  tell(words, isFault = false) {
    this.said.textContent = words;
    this.said.classList.toggle('is-fault', isFault);
    if (words) this.said.scrollIntoView({ block: 'nearest' });
  }

  show() {
    const had = this.element.contains(document.activeElement ?? rootOf(this.element).activeElement);
    const { there } = this;
    if (!there) {
      this.body.replaceChildren(button('Try again', () => this.load()));
      return;
    }
    const { kept: items, removed, others } = there;
    const one = this.kind;
    this.body.replaceChildren(
      ...[
        items.length ? null : el('p', { class: 'tool-note' }, `No ${one} is kept yet.`),
        el('ul', { class: 'own-places' }, ...items.map((item) => drawLine(item, this))),
        others ? el('p', { class: 'tool-note' }, othersWords(others, one)) : null,
        removed.length ? drawRemoved(removed, this) : null,
      ].filter((each) => each !== null),
    );
    if (had) this.head.focus({ preventScroll: true });
  }

  /** @param {KeptItem} item */
  open(item) {
    keep(SEEN + item.id, String(item.version));
    this.openHere(item, (refused) =>
      this.tell(refused || `“${item.title}” is open here.`, Boolean(refused)),
    );
  }

  /**
   * Keep something for everybody. Where something else of its name is kept already, it is asked first
   * whether that is to be changed, or both are to be kept.
   * @param {Keeping} asked
   * @param {(item: KeptItem) => boolean} isSame whether it is kept already
   */
  async keep(asked, isSame) {
    this.ask(null);
    if (!this.there) await this.load();
    const items = this.there?.kept ?? [];
    const same = items.find(isSame);
    if (same) {
      this.tell(`It is kept already, as “${same.title}”.`);
      return;
    }
    const named = items.find(({ title }) => alike(title, asked.title));
    if (named) this.askWhich(asked, named);
    else await this.keepNew(asked);
  }

  /** @param {Keeping} asked */
  async keepNew(asked) {
    const what = JSON.stringify(asked);
    const id = this.ids.get(what) ?? freshUuid();
    this.ids.set(what, id);
    const done = await this.change({ ...asked, do: 'save', id, expected: 0 }, keptWords(asked));
    if (done) this.ids.delete(what);
  }

  /**
   * @param {Keeping} asked
   * @param {KeptItem} item
   */
  askWhich(asked, item) {
    const { id, title } = item;
    const expected = Number(kept(SEEN + id) ?? item.version);
    const change = () => this.change({ ...asked, do: 'save', id, expected }, keptWords(asked));
    this.ask(
      el(
        'section',
        { class: 'kept-both', 'aria-label': 'One of this name is kept' },
        el('h4', { tabindex: -1 }, `Another “${title}” is kept already`),
        el('p', { class: 'tool-note' }, `Kept ${changedWords(item)}`),
        el(
          'div',
          { class: 'tool-row' },
          button('Change the kept one to mine', change),
          button('Keep both', () => this.keepNew(asked)),
          button('Cancel', () => this.ask(null)),
        ),
      ),
    );
  }

  /** @param {HTMLElement|null} asked what to choose from; null where nothing is to be chosen */
  ask(asked) {
    this.question.hidden = !asked;
    this.question.replaceChildren(...(asked ? [asked] : []));
    asked?.querySelector('h4')?.focus({ preventScroll: true });
    asked?.scrollIntoView({ block: 'nearest' });
  }

  /**
   * Change what is kept; tells whether it was.
   * @param {Record<string, unknown>} asked
   * @param {string} done what to say then
   */
  async change(asked, done) {
    let isDone = false;
    this.tell('Keeping it …');
    await this.trying(async () => {
      const { kept: item, both } = await this.keeper.change(asked);
      this.there = await this.keeper.list();
      isDone = Boolean(item);
      this.tell(item ? done : '');
      if (item) {
        keep(SEEN + item.id, String(item.version));
        this.ask(null);
      } else if (both) this.askBoth(asked, both);
    });
    this.show();
    if (!isDone) this.question.querySelector('h4')?.focus({ preventScroll: true });
    return isDone;
  }

  /**
   * Show both versions, where what was asked for keeps one; else say that there is another now.
   * @param {Record<string, unknown>} asked
   * @param {KeptBoth} both
   */
  askBoth(asked, both) {
    if (asked.do !== 'save' && asked.do !== 'rename') {
      this.tell(LOOK_AGAIN, true);
      return;
    }
    const { mine, theirs, differs } = both;
    const choices = {
      mine: () => this.change({ ...asked, expected: theirs.version }, keptWords(mine)),
      theirs: () => this.keepTheirs(theirs),
      both: () => this.keepNew({ title: mine.title, words: mine.words, question: mine.question }),
    };
    this.ask(
      el(
        'section',
        { class: 'kept-both', 'aria-label': 'Two versions' },
        ...drawVersions(
          {
            mine: { title: mine.title, lines: mine.said },
            theirs: {
              title: theirs.title,
              lines: [`Kept ${changedWords(theirs)}`, ...theirs.said],
              isRemoved: theirs.isRemoved,
            },
            differs,
          },
          (choice) => choices[choice](),
        ),
      ),
    );
  }

  /** @param {KeptItem} theirs */
  keepTheirs(theirs) {
    this.ask(null);
    if (theirs.isRemoved || this.isHere(theirs)) this.tell('It stays as it is kept.');
    else this.open(theirs);
  }
}

/** @param {{title: string}} item */
const keptWords = ({ title }) =>
  title ? `“${title}” is kept for everybody here.` : 'It is kept for everybody here.';

/** @param {string} one @param {string} other */
const alike = (one, other) => one.trim().toLowerCase() === other.trim().toLowerCase();

/** @param {number} count @param {string} kind */
const othersWords = (count, kind) =>
  count === 1
    ? `One more ${kind} is kept for other data.`
    : `${count} more ${kind}s are kept for other data.`;

/** @param {HTMLElement} element @returns {DocumentOrShadowRoot} */
const rootOf = (element) => /** @type {Document|ShadowRoot} */ (element.getRootNode());
