/**
 * Four steps around the Map page for whoever opens it first. Nothing waits for it: the page can be
 * used all the while, and it can be left at any step. That it was left is kept by the browser.
 *
 * @typedef {import('./types').TourData} Data
 * @typedef {import('./types').TourStep} Step
 */

import { tellCovered } from './covering.js';
import { el, freshId, stillness } from './elements.js';

export const LEFT = 'know-your-patch.tour';
export const ASKED = 'know-your-patch:tour'; // what a button elsewhere on the page sends
const AGAIN_MS = 400; // what a step is about may come or move: the map is fetched
const MARGIN = 12;
const ANSWER = '.kyp-answer'; // its sentence, which the card leaves free

/** Whether the tour was left before; a browser that keeps nothing is asked nothing twice. */
function wasLeft() {
  try {
    return localStorage.getItem(LEFT) !== null;
  } catch {
    return true;
  }
}

function keepLeft() {
  try {
    localStorage.setItem(LEFT, 'left');
  } catch {
    // Nothing is kept here, and `wasLeft` says so.
  }
}

/**
 * Find an element by a selector, in the page or in any component on it.
 * @param {ParentNode} within
 * @param {string} selector
 * @returns {Element|null}
 */
export function findDeep(within, selector) {
  const found = within.querySelector(selector);
  if (found) return found;
  for (const each of within.querySelectorAll('*')) {
    const inside = each.shadowRoot && findDeep(each.shadowRoot, selector);
    if (inside) return inside;
  }
  return null;
}

/**
 * Find the corner of the window where a card hides least of some boxes. The left comes first: the
 * answer is on the right, and the map has room.
 * @param {{width: number, height: number}} card
 * @param {{width: number, height: number}} room
 * @param {{left: number, right: number, top: number, bottom: number}[]} boxes
 * @returns {[number, number]} its left and its top
 */
export function freeCorner(card, room, boxes) {
  const right = room.width - card.width - MARGIN;
  const low = room.height - card.height - MARGIN;
  /** @type {[number, number][]} */
  const corners = [
    [MARGIN, low],
    [right, low],
    [MARGIN, MARGIN],
    [right, MARGIN],
  ];
  /** @param {[number, number]} corner */
  const hidden = ([left, top]) =>
    boxes.reduce(
      (sum, box) =>
        sum +
        Math.max(0, Math.min(left + card.width, box.right) - Math.max(left, box.left)) *
          Math.max(0, Math.min(top + card.height, box.bottom) - Math.max(top, box.top)),
      0,
    );
  return corners.reduce((best, each) => (hidden(each) < hidden(best) ? each : best));
}

/** The tour: a card that tells of one thing at a time, and a ring around it. */
export class Tour {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Data|null} */
    this.data = null;
    this.step = 0;
    this.asked = '';
    /** @type {ReturnType<typeof setInterval>|undefined} */
    this.watch = undefined;
    /** @type {Element|null} */
    this.cameFrom = null;
    this.place = () => this.drawRing();
    /** @param {KeyboardEvent} event */
    this.onKey = (event) => {
      const isMeaning = document.querySelector('.kyp-meaning:popover-open');
      if (event.key === 'Escape' && !event.defaultPrevented && !isMeaning) this.leave();
    };
    this.title = el('h2', { id: freshId('tour') });
    this.words = el('p', {});
    this.count = el('p', { class: 'count' });
    this.next = el('button', { type: 'button', class: 'first', onclick: () => this.go(1) });
    this.back = el('button', { type: 'button', onclick: () => this.go(-1) });
    this.not = el('button', { type: 'button', onclick: () => this.leave() });
    const close = el(
      'button',
      { type: 'button', class: 'close', onclick: () => this.leave() },
      '×',
    );
    this.close = close;
    const said = el('div', { 'aria-live': 'polite' }, this.count, this.title, this.words);
    const buttons = el('div', { class: 'steps' }, this.next, this.back, this.not);
    this.ring = el('div', { class: 'ring', popover: 'manual', 'aria-hidden': 'true' });
    this.card = el(
      'section',
      { class: 'card', popover: 'manual', tabindex: -1, 'aria-labelledby': this.title.id },
      close,
      said,
      buttons,
    );
    this.root.replaceChildren(this.card, this.ring);
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    const isAsked = data.asked !== '' && data.asked !== this.asked;
    this.asked = data.asked;
    if (isAsked) this.begin(true);
    else if (this.watch === undefined && !wasLeft()) this.begin(false);
    else if (this.watch !== undefined) this.say();
  }

  /**
   * Begin at the first step.
   * @param {boolean} takesFocus whether somebody asked for it, and so expects to be in it
   */
  begin(takesFocus) {
    if (!this.data) return;
    this.stop();
    this.step = 0;
    this.cameFrom = document.activeElement;
    this.card.showPopover();
    this.ring.showPopover();
    this.watch = setInterval(this.place, AGAIN_MS);
    document.addEventListener('keydown', this.onKey);
    addEventListener('scroll', this.place, true);
    addEventListener('resize', this.place);
    this.say();
    if (takesFocus) this.card.focus({ preventScroll: true });
  }

  /** Leave it for good: it does not come back unless it is asked for. */
  leave() {
    const page = /** @type {Document|ShadowRoot} */ (this.card.getRootNode());
    const wasInside = this.card.contains(page.activeElement);
    keepLeft();
    this.stop();
    const back = this.cameFrom;
    if (wasInside && back instanceof HTMLElement && back.isConnected) back.focus();
  }

  /** Take it off the page. */
  stop() {
    if (this.watch === undefined) return;
    clearInterval(this.watch);
    this.watch = undefined;
    document.removeEventListener('keydown', this.onKey);
    removeEventListener('scroll', this.place, true);
    removeEventListener('resize', this.place);
    this.ring.hidePopover();
    this.card.hidePopover();
    tellCovered(null);
  }

  /** @param {number} by */
  go(by) {
    const steps = this.data?.steps ?? [];
    if (this.step + by >= steps.length) {
      this.leave();
      return;
    }
    this.step = Math.max(0, this.step + by);
    this.say();
    const behavior = stillness() ? 'auto' : 'smooth';
    this.target()?.scrollIntoView({ block: 'nearest', behavior });
    if (this.step === 0 && by < 0) this.next.focus(); // the button that was pressed is gone
  }

  say() {
    if (!this.data) return;
    const { steps, labels } = this.data;
    const { title, words } = steps[this.step];
    const isLast = this.step === steps.length - 1;
    this.title.textContent = title;
    this.words.textContent = words;
    this.count.textContent = `${this.step + 1} / ${steps.length}`;
    this.next.textContent = isLast ? labels.done : labels.next;
    this.back.textContent = labels.back;
    this.back.hidden = this.step === 0;
    this.not.textContent = labels.not;
    this.not.hidden = isLast;
    this.close.setAttribute('aria-label', labels.close);
    this.drawRing();
  }

  /** What the step is about; the first of its selectors that is on the page. */
  target() {
    for (const selector of this.data?.steps[this.step].at ?? []) {
      const found = findDeep(document, selector);
      if (found && found.getBoundingClientRect().height > 0) return found;
    }
    return null;
  }

  /** Set the ring around what the step is about, and the card where it hides least of it. */
  drawRing() {
    const box = this.target()?.getBoundingClientRect();
    this.ring.hidden = !box;
    if (box) {
      const style = this.ring.style;
      style.left = `${box.left - 4}px`;
      style.top = `${box.top - 4}px`;
      style.width = `${box.width + 8}px`;
      style.height = `${box.height + 8}px`;
      this.setCard(box);
    }
    tellCovered(this.card.getBoundingClientRect());
  }

  /** @param {DOMRect} box */
  setCard(box) {
    const { offsetWidth, offsetHeight, style } = this.card;
    const answer = findDeep(document, ANSWER)?.getBoundingClientRect();
    const size = { width: offsetWidth, height: offsetHeight };
    const room = { width: innerWidth, height: innerHeight };
    const [left, top] = freeCorner(size, room, answer ? [box, answer] : [box]);
    style.left = `${Math.max(0, left)}px`;
    style.top = `${Math.max(0, top)}px`;
  }
}

/** @type {WeakMap<Element, Tour>} */
const tours = new WeakMap();

/** @param {import('./types').Component<Data>} component */
export default function show({ data, parentElement }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector('.tour-root'));
  let tour = tours.get(root);
  if (!tour) {
    tour = new Tour(root);
    tours.set(root, tour);
  }
  const shown = tour;
  const begin = () => shown.begin(true);
  document.addEventListener(ASKED, begin);
  shown.update(data);
  return () => {
    document.removeEventListener(ASKED, begin);
    if (!root.isConnected) shown.stop();
  };
}
