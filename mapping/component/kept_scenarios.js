/**
 * The scenarios that are kept for everybody, on their page: the one that is made there is kept among
 * them. Nothing is asked of the server before it is seen.
 *
 * Sends: open = {words, question}.
 *
 * @typedef {import('./types').KeptScenariosData} Data
 */

import { button } from './controls.js';
import { KeptList } from './kept_list.js';

/** @type {WeakMap<Node, Shown>} */
const shown = new WeakMap();

class Shown {
  /** @param {import('./types').Component<Data>} component */
  constructor({ data, parentElement }) {
    this.data = data;
    /** @type {(name: string, value: unknown) => void} */
    this.tell = () => {};
    /** @type {((refused: string) => void)|null} */
    this.waiting = null;
    this.list = new KeptList({
      base: data.base,
      kind: 'scenario',
      open: ({ words, question }, answered) => {
        this.waiting = answered;
        this.tell('open', { words, question });
      },
      isHere: ({ words }) => words === this.data.words,
    });
    this.button = button('Keep for everybody here', () => this.keep());
    const root = parentElement.querySelector('.kept_scenarios-root');
    root?.replaceChildren(this.button, this.list.element);
    if (root) this.watch(root);
  }

  /** @param {Element} root */
  watch(root) {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      this.list.load();
    });
    observer.observe(root);
  }

  keep() {
    const { title, words, question } = this.data;
    const isSame = (/** @type {import('./types').KeptItem} */ item) =>
      unnamed(item.words) === unnamed(words) && (!title || item.title === title);
    this.list.keep({ title, words, question }, isSame);
  }

  /** @param {Data} data */
  update(data) {
    const isOther = data.words !== this.data.words;
    this.data = data;
    this.button.hidden = !data.words;
    if (!isOther) return;
    this.waiting?.('');
    this.waiting = null;
    if (this.list.there) this.list.show();
  }
}

/** @param {string} [words] a scenario @returns {string} its changes alone */
const unnamed = (words = '') => words.replace(/^name\.[^~]*~/, '');

/** @param {import('./types').Component<Data>} component */
export default function show(component) {
  const held = shown.get(component.parentElement) ?? new Shown(component);
  shown.set(component.parentElement, held);
  held.tell = component.setTriggerValue;
  held.update(component.data);
}
