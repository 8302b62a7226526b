/**
 * What is within so many minutes of a point: its shape on the map, and who and what is inside. All
 * of it is worked out by Python, by the page’s own question.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 * @typedef {import('./types').WithinBody} WithinBody
 */

import { button, choice, labelled, setOptions, wordTable } from './controls.js';
import { el } from './elements.js';
import { pressWord } from './tapping.js';

const start = () => `${pressWord()} a point or a door on the map, or write a postcode.`;
const WAIT_MS = 350; // while minutes are typed
const LEFT_ASIDE = 'The question’s rule for rural areas is left aside: this is another way.';

/** The tool, and its panel. */
export class WithinTool {
  /** @param {import('./tools.js').Tools} tools */
  constructor(tools) {
    this.tools = tools;
    this.here = ''; // as the server is asked: a point, a postcode, an id
    this.turn = 0;
    this.asked = '';
    /** @type {import('./types').WayBody|null} */
    this.way = null;
    /** @type {WithinBody|null} */
    this.found = null;
    /** @type {import('./sketch.js').Sketch|undefined} */
    this.drawn = undefined;
    this.text = el('input', { type: 'text', autocomplete: 'postal-code', spellcheck: 'false' });
    this.minutes = el('input', { type: 'number', min: 1, step: 1, oninput: () => this.soon() });
    this.mode = choice([], () => this.ask());
    this.said = el('p', { class: 'tool-answer', role: 'status' }, start());
    this.notes = el('div', { class: 'tool-note' });
    this.tables = el(
      'details',
      { hidden: true },
      el('summary', {}, 'Neighbourhoods, doors and sources'),
    );
    this.keep = button('Make this a place of your own', () => this.make(), 'first');
    this.keep.hidden = true;
    const find = { class: 'tool-row', onsubmit: (/** @type {Event} */ event) => this.find(event) };
    this.panel = el(
      'div',
      { class: 'tool-stack' },
      el(
        'form',
        find,
        labelled('Postcode', this.text),
        el('button', { type: 'submit', class: 'quiet' }, 'Go'),
        button('To the map, by keys', () => tools.aim.toMap(), 'quiet by-keys'),
      ),
      el(
        'div',
        { class: 'tool-row' },
        labelled('Minutes', this.minutes),
        labelled('How', this.mode),
      ),
      this.said,
      this.keep,
      this.notes,
      this.tables,
    );
  }

  open() {
    this.tools.aim.start({
      onPoint: ([lat, lon]) => this.from(`${lat.toFixed(5)},${lon.toFixed(5)}`),
      onPick: ({ kind, id }) => {
        if (kind === 'asset') this.from(id);
        return kind === 'asset';
      },
      onBack: () => this.clear(),
      onEscape: () => this.tools.close(),
    });
    this.setWay();
  }

  close() {
    this.tools.aim.stop();
    this.clear();
  }

  clear() {
    this.turn += 1;
    this.here = '';
    this.found = null;
    this.show();
  }

  /** Take a new question of the page. */
  update() {
    const asked = String(this.tools.asked);
    if (asked === this.asked) return;
    this.asked = asked;
    this.way = null;
    if (this.tools.frame.panelHolder.contains(this.panel)) this.setWay().then(() => this.ask());
  }

  /** Set the fields to the page’s own question, once. */
  async setWay() {
    if (this.way) return;
    const { asked } = this;
    const before = this.minutes.value;
    try {
      const way = await this.tools.way();
      if (this.way || asked !== this.asked) return; // it came meanwhile, or another is on its way
      this.way = way;
      this.minutes.max = String(way.most);
      if (this.minutes.value === before) this.minutes.value = String(way.limit); // else typed meanwhile
      setOptions(this.mode, way.modes);
      this.mode.value = way.mode;
    } catch (error) {
      this.said.textContent = this.tools.problem(error);
    }
  }

  /** @param {Event} event */
  find(event) {
    event.preventDefault();
    if (this.text.value.trim()) this.from(this.text.value.trim());
  }

  /** @param {string} here */
  from(here) {
    this.here = here;
    this.ask();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  /** Whether the way asked about is not the question’s own, which alone has its rural rule. */
  get isOther() {
    const { way } = this;
    return (
      way !== null && (this.minutes.value !== String(way.limit) || this.mode.value !== way.mode)
    );
  }

  async ask() {
    this.turn += 1;
    const { turn } = this;
    if (!this.here) return;
    this.said.textContent = 'Working it out …';
    if (!this.way) await this.setWay(); // who is quick points before it has come
    if (turn !== this.turn || !this.way) return;
    const another = this.mode.value === this.way.mode ? {} : { pace: null };
    const changes = this.isOther
      ? { limit: this.minutes.value, mode: this.mode.value, rural: '', ...another }
      : {};
    try {
      const found = await this.tools.ask('within', { here: this.here, ...changes });
      if (turn !== this.turn) return;
      this.found = found;
      this.show();
      this.drawn?.show();
    } catch (error) {
      if (turn !== this.turn) return;
      this.found = null;
      this.show();
      this.said.textContent = this.tools.problem(error);
    }
  }

  /** Show what was found, or how to begin. */
  show() {
    const { found } = this;
    this.drawn ??= this.tools.sketch() ?? undefined;
    this.drawn?.clear();
    this.keep.hidden = !found || !this.tools.takesOwn;
    this.tables.hidden = !found;
    this.said.textContent = found?.sentence ?? start();
    const notes = found ? [...this.aside(), ...found.notes] : [];
    this.notes.replaceChildren(...notes.map((words) => el('p', {}, words)));
    if (!found) return;
    const sources = el('p', { class: 'tool-note' }, sourcesOf(found));
    const tables = found.tables.filter(({ rows }) => rows.length).map(wordTable);
    this.tables.replaceChildren(this.tables.children[0], ...tables, sources);
    if (found.shape.coordinates.length) this.drawn?.shape(found.shape);
    this.drawn?.dots([found.at]);
  }

  aside() {
    return this.isOther && this.way?.rural ? [LEFT_ASIDE] : [];
  }

  /** Hand the shape on: from here it is a place as any other. */
  make() {
    const { found } = this;
    if (!found) return;
    this.said.textContent = 'Making it …';
    this.tools.askForPlace(found.own, (refused) => {
      this.said.textContent = refused || found.sentence;
      if (!refused) this.tools.close();
    });
  }
}

/**
 * Return how a journey goes by the page’s own question, as a place of it is asked for: of another
 * time or way the rule for rural areas is left aside, and of another way the pace too.
 * @param {import('./types').WayBody|undefined} way
 * @param {number} minutes
 * @param {string} mode
 */
export function travelOf(way, minutes, mode) {
  if (!way) return {};
  const { pace, detour, rural } = way.own;
  if (mode !== way.mode) return { detour };
  return minutes === way.limit ? { pace, detour, rural } : { pace, detour };
}

/** @param {WithinBody} found */
const sourcesOf = ({ sources, illustrative }) =>
  `${illustrative ? 'Illustrative figures. ' : ''}Sources: ${sources.join('; ')}.`;
