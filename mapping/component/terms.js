/**
 * What a word of the glossary means, opened while somebody points at the word.
 *
 * By tap and by key the browser opens it by itself (`popovertarget`), and Escape closes it.
 */

const WORD = '.kyp-term';
const BEFORE_MS = 300;
const AFTER_MS = 250; // long enough to move from the word to what it means, and read on

/** @typedef {HTMLButtonElement} Word */

/** @param {Event} event @returns {Word|null} */
function wordOf({ target }) {
  return target instanceof Element ? target.closest(WORD) : null;
}

/** @param {Word} word */
function meaningOf(word) {
  return document.getElementById(word.getAttribute('popovertarget') ?? '');
}

/** @param {Word} word */
const isOpen = (word) => meaningOf(word)?.matches(':popover-open') ?? false;

/** Open meanings by pointing, and close them when the pointer has left word and meaning. */
export class Pointing {
  constructor() {
    /** @type {Word|null} the word whose meaning is open because it is pointed at */
    this.word = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.waiting = undefined;
  }

  /** @param {Document} page */
  listen(page) {
    page.addEventListener('pointerover', (event) => this.over(event));
    page.addEventListener('pointerout', () => this.later(() => this.close(), AFTER_MS));
    page.addEventListener('click', (event) => this.click(event), true);
  }

  /** @param {PointerEvent} event */
  over(event) {
    if (event.pointerType !== 'mouse') return;
    const word = wordOf(event);
    if (word) this.later(() => this.open(word), BEFORE_MS);
    else if (this.isInside(event)) clearTimeout(this.waiting);
  }

  /** @param {Event} event */
  isInside({ target }) {
    const meaning = this.word && meaningOf(this.word);
    return Boolean(meaning && target instanceof Node && meaning.contains(target));
  }

  /** @param {() => void} act @param {number} wait */
  later(act, wait) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(act, wait);
  }

  /** @param {Word} word */
  open(word) {
    if (!word.isConnected || isOpen(word)) return;
    word.click(); // as by hand, so that the browser knows which word it belongs to
    this.word = word;
  }

  close() {
    const { word } = this;
    this.word = null;
    if (word && isOpen(word)) meaningOf(word)?.hidePopover();
  }

  /**
   * Keep a meaning open that was opened by pointing when its word is then pressed; one that was
   * opened by hand is not opened again when it is closed at once.
   * @param {Event} event
   */
  click(event) {
    const word = wordOf(event);
    if (word) clearTimeout(this.waiting);
    if (!word || word !== this.word) return;
    this.word = null;
    if (isOpen(word)) event.preventDefault();
  }
}

/** @type {WeakSet<Document>} */
const listening = new WeakSet();

/** @param {import('./types').Component<unknown>} component */
export default function listen({ parentElement }) {
  const page = parentElement.ownerDocument;
  if (listening.has(page)) return;
  listening.add(page);
  new Pointing().listen(page);
}
