/** The places of one’s own that there are: to go to, to call anew, to take away. */

import { button } from './controls.js';
import { el } from './elements.js';
import { KeptList } from './kept_list.js';

/** @type {[page: string, words: string, isOfPlace: boolean][]} */
const PAGES = [
  ['places', 'Profile (PDF)', true],
  ['compare', 'Compare', true],
  ['scenarios', 'Scenario', false],
];

const FILES = 'open and save files'; // the words of the page’s own fold

/** The list, with its heading. */
export class OwnList {
  /** @param {import('./tools.js').Tools} tools */
  constructor(tools) {
    this.tools = tools;
    this.none = el('p', { class: 'tool-note' }, 'You have made none yet.');
    this.list = el('ul', { class: 'own-places' });
    const file = button('From a file, or to one: below the map', goToFiles);
    this.said = el('p', { class: 'tool-told', role: 'status' });
    const head = el('h3', {}, 'Your places');
    /** @type {Set<string>} */
    this.ids = new Set();
    /** @type {KeptList|undefined} */
    this.kept = undefined;
    this.forAll = el('div', {});
    this.element = el(
      'div',
      { class: 'tool-stack' },
      ...[head, this.said, this.none, this.list, file, this.forAll],
    );
  }

  /** Ask for what is kept for everybody: the panel is seen. */
  open() {
    this.keptList().load();
  }

  keptList() {
    const { tools } = this;
    this.kept ??= new KeptList({
      base: tools.base,
      kind: 'place',
      open: ({ title, words }, answered) =>
        tools.askForPlace({ do: 'open', name: title, words }, answered),
      isHere: ({ place }) => this.ids.has(place ?? ''),
    });
    this.forAll.replaceChildren(this.kept.element);
    return this.kept;
  }

  /** @param {[id: string, name: string][]} own */
  set(own) {
    this.none.hidden = own.length > 0;
    this.list.replaceChildren(...own.map(([id, name]) => this.line(id, name)));
    this.ids = new Set(own.map(([id]) => id));
    if (this.kept?.there) this.kept.show();
  }

  /** @param {string} refused why what was asked could not be done */
  hear(refused) {
    this.said.textContent = refused;
    this.said.classList.toggle('is-fault', Boolean(refused));
  }

  /** @param {string} id @param {string} name */
  line(id, name) {
    const { tools } = this;
    const label = `Name of ${name}`;
    const field = el('input', { type: 'text', value: name, maxlength: 60, 'aria-label': label });
    const act = (/** @type {string} */ words, /** @type {() => void} */ onclick) => {
      const made = button(words, onclick);
      made.setAttribute('aria-label', `${words} ${name}`);
      return made;
    };
    const ask = (/** @type {object} */ asked) => tools.askForPlace(asked, (why) => this.hear(why));
    const called = () => ask({ do: 'rename', id, name: field.value.trim() });
    return el(
      'li',
      {},
      field,
      el(
        'div',
        { class: 'tool-row' },
        act('Go to', () => tools.choice.find({ kind: 'place', id, name, of: 'own' })),
        act('Rename', called),
        act('Remove', () => ask({ do: 'remove', id })),
        act('Keep for everybody here', () => this.keep(id, name)),
      ),
      el('p', { class: 'tool-note own-links' }, ...PAGES.map((each) => this.link(each, id, name))),
    );
  }

  /** @param {string} id @param {string} name */
  keep(id, name) {
    const own = new URLSearchParams(location.search).get('own') ?? '';
    this.keptList().keep({ title: name, own, place: id }, ({ place }) => place === id);
  }

  /**
   * Link to another page about a place, with the page’s own question.
   * @param {[page: string, words: string, isOfPlace: boolean]} page
   * @param {string} id
   * @param {string} name
   */
  link([page, words, isOfPlace], id, name) {
    const { asked, base } = this.tools;
    asked.set('kind', 'own');
    asked.set('own', new URLSearchParams(location.search).get('own') ?? '');
    if (isOfPlace) asked.set('place', id);
    const href = `${base}/${page}?${asked}`;
    return el('a', { href, target: '_self', 'aria-label': `${words}: ${name}` }, words);
  }
}

/** Take the person to where the page opens and saves files of places, and open its fold. */
function goToFiles() {
  const folds = [...document.querySelectorAll('details')];
  const fold = folds.find((each) => each.querySelector('summary')?.textContent?.includes(FILES));
  if (!fold) return;
  if (!fold.open) fold.querySelector('summary')?.click();
  fold.querySelector('summary')?.focus({ preventScroll: true });
  fold.scrollIntoView({ block: 'center' });
}
