/**
 * Things that are kept, in a list: each can be moved, ticked, changed and removed by keyboard.
 *
 * What is typed stays with the person until it is kept, over a new drawing and a reload. Where
 * somebody else changed the same meanwhile, both are shown and nothing is overwritten.
 *
 * Sends: act = {token, act, id, expected, before, values}.
 *
 * @typedef {import('./types').RecordsData} Data
 * @typedef {import('./types').RecordsItem} Item
 * @typedef {import('./types').Draft} Draft
 * @typedef {import('./types').RecordsAct} Act
 */

import { Drafts } from './drafts.js';
import { el } from './elements.js';
import { inTab } from './kept.js';
import { beginDraft, carried, quarrels, readDraft } from './records_draft.js';
import { focused, goBackTo } from './records_focus.js';
import { drawForm } from './records_form.js';
import { drawRow, movesOf } from './records_row.js';
import { freshUuid } from './uuid.js';
import { choicesOf, LOOK_AGAIN, REMOVED } from './versions.js';

const NEW = '';

/** A list in the page, over every drawing of it. */
export class RecordList {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.drafts = draftsOf('');
    /** @type {Map<string, {about: string, isWritten: boolean}>} acts that were sent and not answered */
    this.sent = new Map();
    /** @type {Map<string, string[]>} why what was typed could not be kept */
    this.refused = new Map();
    this.key = '';
    this.answered = '';
    this.isToLookAgain = false;
    this.goTo = '';
  }

  /** @param {Data} data @param {(act: Act) => void} send */
  show(data, send) {
    if (this.key !== data.key) {
      this.key = data.key;
      this.drafts = draftsOf(data.key);
    }
    this.data = data;
    this.send = send;
    this.#hear(data.answer);
    for (const [id, { fresh }] of this.drafts.all())
      if (fresh && data.items.some((item) => item.id === fresh)) this.#drop(id);
    this.#draw();
  }

  /** @param {import('./types').RecordsAnswer|null} answer */
  #hear(answer) {
    if (!answer || answer.token === this.answered) return;
    this.answered = answer.token;
    this.isToLookAgain = false;
    const sent = this.sent.get(answer.token);
    if (!sent) return; // of another window, or before a reload
    const { about } = sent;
    this.sent.delete(answer.token);
    this.refused.delete(about);
    const isDrafted = this.drafts.get(about) !== null;
    if (answer.is === 'refused' && isDrafted) this.refused.set(about, answer.lines);
    if (answer.is === 'kept' && answer.ends_draft && isDrafted) {
      this.goTo = `${about}|edit`;
      this.#drop(about);
    }
    if (answer.is === 'stale' && sent.isWritten) this.#saveOverNothing(about);
    else this.isToLookAgain = answer.is === 'stale';
  }

  /**
   * Save again where somebody else changed only what is not written here: its place in the list.
   * @param {string} id
   */
  #saveOverNothing(id) {
    const item = this.data?.items.find((each) => each.id === id);
    const draft = this.drafts.get(id);
    if (item && draft && item.version > draft.expected && !quarrels(draft, item).length)
      this.#save(item, carried(draft, item));
  }

  /** @param {string} id */
  #drop(id) {
    this.drafts.drop(id);
    this.refused.delete(id);
  }

  /**
   * @param {string} act
   * @param {{id: string, version: number}} of
   * @param {Partial<Act>} [more]
   */
  act(act, of, more = {}) {
    const token = freshUuid();
    const isWritten = act === 'save' || act === 'add';
    this.sent.set(token, { about: more.about ?? of.id, isWritten });
    this.send?.({ token, act, id: of.id, expected: of.version, before: '', values: {}, ...more });
  }

  #draw() {
    const { data, root } = this;
    if (!data) return;
    const focus = focused(root);
    const list = el(data.is_ordered ? 'ol' : 'ul', { 'aria-label': data.label });
    list.append(...data.items.map((item, at) => this.#row(item, at)));
    root.replaceChildren(
      this.#answer(),
      data.items.length ? list : el('p', { class: 'none' }, data.none),
      ...this.#orphans(),
      ...this.#adding(),
    );
    goBackTo(root, this.goTo ? { name: this.goTo, from: null, to: null } : focus);
    this.goTo = '';
  }

  /** What came of the last act; its place is always there, so that it is read aloud. */
  #answer() {
    const box = el('div', { class: 'answer', role: 'status' });
    const { answer, words } = this.data ?? {};
    if (!answer || (answer.is === 'refused' && this.refused.size)) return box;
    const lines = this.isToLookAgain ? [LOOK_AGAIN] : answer.lines;
    box.classList.toggle('trouble', answer.is !== 'kept' && lines.length > 0);
    for (const line of lines) box.append(el('p', {}, line));
    const { undo } = answer;
    if (undo)
      box.append(
        el(
          'button',
          {
            type: 'button',
            'data-name': 'answer|undo',
            onclick: () => this.act('undo', undo),
          },
          words?.undo,
        ),
      );
    return box;
  }

  /** @param {Item} item @param {number} at */
  #row(item, at) {
    const { items, is_ordered: isOrdered, words } = /** @type {Data} */ (this.data);
    const draft = this.drafts.get(item.id);
    const row = drawRow({
      item,
      words,
      isOpen: draft !== null,
      moves: isOrdered ? movesOf(items, at) : null,
      act: (act, more) => this.act(act, item, more),
      open: () => this.#open(item),
    });
    if (draft) row.append(this.#form(item, draft));
    return row;
  }

  /** @param {Item} item */
  #open(item) {
    if (!this.drafts.get(item.id)) this.drafts.set(item.id, beginDraft(item));
    this.goTo = `${item.id}|field`;
    this.#draw();
  }

  /** @param {Item} item @param {Draft} draft */
  #form(item, draft) {
    const data = /** @type {Data} */ (this.data);
    const theirs = quarrels(draft, item);
    const isNew = item.id === NEW;
    return drawForm({
      item,
      draft,
      theirs,
      words: data.words,
      known: data.known,
      refused: this.refused.get(item.id) ?? [],
      canKeepBoth: data.add !== null && !isNew,
      changed: () => this.drafts.set(item.id, draft),
      leave: () => {
        this.goTo = `${item.id}|edit`;
        this.#drop(item.id);
        this.#draw();
      },
      save: () => this.#save(item, carried(draft, item)),
      keepBoth: () => this.#saveAnew(item.id, draft.values),
    });
  }

  /** @param {Item} item @param {Draft} draft */
  #save(item, draft) {
    if (item.id === NEW) return this.#saveAnew(NEW, draft.values);
    return this.act(
      'save',
      { id: item.id, version: draft.expected },
      { values: { ...draft.values } },
    );
  }

  /**
   * Save what was typed as something new; its id is made once, so that it is kept once.
   * @param {string} about whose draft it was
   * @param {Record<string, string>} values
   */
  #saveAnew(about, values) {
    const draft = this.drafts.get(about);
    const fresh = draft?.fresh || freshUuid();
    if (draft) this.drafts.set(about, { ...draft, fresh });
    this.act('add', { id: fresh, version: 0 }, { values: { ...values }, about });
  }

  /** What was being changed when somebody else removed it: it is shown, and can be kept anew. */
  #orphans() {
    const data = /** @type {Data} */ (this.data);
    const there = new Set(data.items.map(({ id }) => id));
    return this.drafts
      .all()
      .filter(([id]) => id !== NEW && !there.has(id))
      .map(([id, draft]) => this.#orphan(id, draft, data.add !== null));
  }

  /** @param {string} id @param {Draft} draft @param {boolean} canKeepBoth */
  #orphan(id, draft, canKeepBoth) {
    const said = Object.values(draft.values).filter(Boolean).join(' · ');
    const choose = {
      both: () => this.#saveAnew(id, draft.values),
      theirs: () => {
        this.#drop(id);
        this.#draw();
      },
    };
    return el(
      'div',
      { class: 'lost', role: 'group', 'aria-label': REMOVED },
      el('p', { class: 'trouble' }, `${REMOVED}.`),
      el('p', {}, el('strong', {}, 'Yours: '), el('span', { class: 'mine' }, said)),
      ...choicesOf({ isTheirsRemoved: true, canKeepBoth }).map(({ choice, words }) =>
        el(
          'button',
          { type: 'button', onclick: choice === 'both' ? choose.both : choose.theirs },
          words,
        ),
      ),
    );
  }

  #adding() {
    const { add } = /** @type {Data} */ (this.data);
    if (!add) return [];
    const item = { ...EMPTY, title: add.label, fields: add.fields };
    const draft = this.drafts.get(NEW);
    if (draft) return [el('div', { class: 'adding' }, this.#form(item, draft))];
    const open = el(
      'button',
      { type: 'button', 'data-name': `${NEW}|edit`, onclick: () => this.#open(item) },
      add.label,
    );
    return [el('p', { class: 'adding' }, open)];
  }
}

/** The drafts of a list, which outlive a reload. @param {string} key */
const draftsOf = (key) => new Drafts(inTab.of(`draft-${key}|`), readDraft);

/** @type {Item} */
const EMPTY = {
  id: NEW,
  version: 0,
  title: '',
  badge: '',
  is_marked: false,
  lines: [],
  links: [],
  fields: [],
  ticks: [],
  acts: [],
};

/** @type {WeakMap<Node, RecordList>} */
const shown = new WeakMap();

/** @param {import('./types').Component<Data>} component */
export default function show({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector('.records-root'));
  const list = shown.get(parentElement) ?? new RecordList(root);
  shown.set(parentElement, list);
  list.root = root;
  list.show(data, (act) => setTriggerValue('act', act));
}
