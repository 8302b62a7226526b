/**
 * The room that a page gives its map: what the window has left below the question. The answer beside
 * it folds to a line, and back; on a narrow screen, where it stands first, a link leads to the map.
 *
 * The container that holds both is told `--kyp-room`, the height in pixels, which reaches the map and
 * the answer's column; and `data-answer`, "open" or "folded".
 *
 * @typedef {import('./types').RoomData} Data
 */

import { el } from './elements.js';
import { keep, kept } from './kept.js';
import { goToMap, UNFOLD } from './reaching.js';

const NAME = 'answer';
const WIDE = '(min-width: 900px)'; // as frame.css
const BELOW = 6; // what stays free under the map
const LEAST = 400;
const NARROW = { least: 320, most: 620, above: 72 };

/** The room of one container. */
class Room {
  /** @param {HTMLElement} container @param {Data} data */
  constructor(container, data) {
    this.container = container;
    this.button = el('button', {
      type: 'button',
      class: 'fold',
      onclick: () => this.fold(!this.isFolded),
    });
    const onclick = (/** @type {Event} */ event) => {
      event.preventDefault();
      goToMap();
    };
    this.link = el('a', { class: 'to-map', href: '#map', onclick });
    this.element = el('div', { class: 'room' }, this.button, this.link);
    this.isFolded = kept(NAME) === 'folded';
    this.measure = this.measure.bind(this);
    this.watching = new ResizeObserver(this.measure);
    const page = container.closest('[data-testid="stMainBlockContainer"]');
    if (page) this.watching.observe(page);
    window.addEventListener('resize', this.measure);
    container.addEventListener(UNFOLD, () => this.fold(false));
    this.update(data);
  }

  /** @param {Data} data */
  update({ answer, show_map }) {
    this.button.textContent = answer;
    this.link.textContent = show_map;
    this.show();
    this.measure();
  }

  /** @param {boolean} isFolded */
  fold(isFolded) {
    this.isFolded = isFolded;
    keep(NAME, isFolded ? 'folded' : 'open');
    this.show();
  }

  show() {
    this.container.dataset.answer = this.isFolded ? 'folded' : 'open';
    this.button.setAttribute('aria-expanded', String(!this.isFolded));
    this.element.classList.toggle('is-folded', this.isFolded);
  }

  measure() {
    if (!this.container.isConnected) {
      this.watching.disconnect();
      window.removeEventListener('resize', this.measure);
      return;
    }
    this.container.style.setProperty('--kyp-room', `${this.height()}px`);
  }

  height() {
    if (!matchMedia(WIDE).matches) {
      const { least, most, above } = NARROW;
      return Math.round(Math.min(most, Math.max(least, window.innerHeight - above)));
    }
    const main = this.container.closest('[data-testid="stMain"]');
    const scrolled = main ? main.scrollTop - main.getBoundingClientRect().top : window.scrollY;
    const top = this.container.getBoundingClientRect().top + scrolled;
    return Math.round(Math.max(LEAST, window.innerHeight - top - BELOW));
  }
}

/** @type {WeakMap<Node, Room>} */
const rooms = new WeakMap();

/** @param {import('./types').Component<Data>} component */
export default function show({ data, parentElement }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector('.room-root'));
  const container = /** @type {HTMLElement|null} */ (
    parentElement.host.closest('.st-key-map-and-answer')
  );
  if (!container) return;
  let room = rooms.get(root);
  if (room?.container !== container) {
    room = new Room(container, data);
    rooms.set(root, room);
    root.replaceChildren(room.element);
  }
  room.update(data);
}
