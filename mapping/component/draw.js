/**
 * A place of one’s own: drawn, picked, within reach of a point, from a file, or put together of
 * others. What was asked for is told to the page, which makes the place and says what cannot be;
 * until it is made, nothing that was drawn is lost.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 */

import { button, choice, labelled, setOptions } from './controls.js';
import { Drawing } from './drawing.js';
import { el, freshId } from './elements.js';
import { OwnList } from './own_list.js';
import { pressWord } from './tapping.js';
import { travelOf } from './within.js';

/** @type {[key: string, words: string][]} */
const WAYS = [
  ['draw', 'Draw it'],
  ['pick', 'Pick areas'],
  ['within', 'Around a point'],
  ['combine', 'Combine places'],
];
/** @type {[value: string, words: string][]} */
const HOWS = [
  ['union', 'both together'],
  ['difference', 'the first without the second'],
  ['common', 'what both share'],
];
const METRES = 'metres';
const NOT_MADE = 'It could not be made; your drawing is kept.';

/** The tool, and its panel. */
export class DrawTool {
  /** @param {import('./tools.js').Tools} tools */
  constructor(tools) {
    this.tools = tools;
    this.way = 'draw';
    this.drawing = new Drawing();
    /** @type {Set<string>} */
    this.picked = new Set();
    /** @type {Position|null} */
    this.at = null;
    this.isOpen = false;
    this.told = '';
    /** @type {import('./types').WayBody|undefined} */
    this.travel = undefined; // by the page’s own question
    this.said = el('p', { class: 'tool-answer', role: 'status' });
    this.name = el('input', { type: 'text', maxlength: 60, autocomplete: 'off' });
    this.postcode = el('input', { type: 'text', autocomplete: 'postal-code', spellcheck: 'false' });
    this.postcode.addEventListener('input', () => this.show());
    this.far = el('input', { type: 'number', min: 1, step: 1, value: 1000 });
    this.unit = choice([[METRES, METRES]], () => this.setFar());
    this.first = choice([], () => {});
    this.second = choice([], () => {});
    this.how = choice(HOWS, () => {});
    this.makeButton = button('Make the place', () => this.make(), 'first');
    this.boxes = this.makeBoxes();
    this.mine = new OwnList(tools);
    /** @type {import('./sketch.js').Sketch|undefined} */
    this.drawn = undefined;
    this.panel = el(
      'div',
      { class: 'tool-stack' },
      this.choices(),
      this.said,
      ...Object.values(this.boxes),
      el('div', { class: 'tool-row making' }, labelled('Its name', this.name), this.makeButton),
      this.mine.element,
    );
    this.choose('draw');
  }

  choices() {
    const name = freshId('way');
    const radios = WAYS.map(([key, words]) => {
      const checked = key === this.way;
      const onchange = () => this.choose(key);
      const radio = el('input', { type: 'radio', name, value: key, checked, onchange });
      return el('label', {}, radio, words);
    });
    const legend = el('legend', { class: 'unseen' }, 'How to make it');
    return el('fieldset', { class: 'tool-choices' }, legend, ...radios);
  }

  /** Make what each way has of its own. */
  makeBoxes() {
    const { aim } = this.tools;
    const keys = () => button('To the map, by keys', () => aim.toMap(), 'quiet by-keys');
    const undo = () => button('Undo', () => this.back());
    const again = () => button('Begin again', () => this.again(), 'quiet again');
    const cancel = () => button('Cancel', () => this.cancel());
    const row = (/** @type {HTMLElement[]} */ ...held) => el('div', { class: 'tool-row' }, ...held);
    return {
      draw: row(
        undo(),
        button('Finish', () => this.end(), 'quiet finish'),
        cancel(),
        again(),
        keys(),
      ),
      pick: row(undo(), cancel(), again(), keys()),
      within: row(
        labelled('Within', this.far),
        labelled('Of what', this.unit),
        labelled('Postcode', this.postcode),
        keys(),
      ),
      combine: row(
        labelled('First', this.first),
        labelled('Second', this.second),
        labelled('Make', this.how),
      ),
    };
  }

  open() {
    this.isOpen = true;
    this.aim();
    this.update();
    this.show();
    this.setUnits();
    this.mine.open();
  }

  /** Offer metres, and minutes as the page’s own question travels. */
  setUnits() {
    this.tools.way().then(
      (way) => {
        this.travel = way;
        const journeys = way.modes.map(([mode, words]) => [mode, `minutes ${words}`]);
        const chosen = this.unit.value;
        setOptions(this.unit, /** @type {any} */ ([[METRES, METRES], ...journeys]));
        this.unit.value = chosen;
      },
      () => {}, // metres are left
    );
  }

  /** Leave the map; what was drawn is kept until the panel is opened again. */
  close() {
    this.isOpen = false;
    this.tools.aim.stop();
    this.drawn?.clear();
  }

  /** @param {string} way */
  choose(way) {
    this.way = way;
    for (const [key, box] of Object.entries(this.boxes)) box.hidden = key !== way;
    if (this.isOpen) this.aim();
    this.show();
  }

  aim() {
    const { aim } = this.tools;
    if (this.way === 'combine') {
      aim.stop();
      return;
    }
    aim.start({
      onPoint: (at) => this.point(at),
      onPick: (pick) => this.pick(pick),
      onBack: () => this.back(),
      onDone: () => this.end(),
      onEscape: () => this.tools.close(),
    });
  }

  /** @param {Position} at */
  point(at) {
    if (this.way === 'draw') this.drawing.add(at);
    if (this.way === 'within') {
      this.at = at;
      this.postcode.value = '';
    }
    this.show();
  }

  /**
   * Add a neighbourhood to those picked, or take it out; every other way takes the point.
   * @param {import('./types').Pick} pick
   */
  pick({ kind, id }) {
    if (this.way !== 'pick') return false;
    if (kind !== 'area') return false;
    if (!this.picked.delete(id)) this.picked.add(id);
    this.show();
    return true;
  }

  end() {
    if (this.way === 'draw') this.drawing.end();
    this.show();
  }

  back() {
    if (this.way === 'draw') this.drawing.back();
    if (this.way === 'pick') this.picked.delete([...this.picked].at(-1) ?? '');
    if (this.way === 'within') this.at = null;
    this.show();
  }

  again() {
    this.drawing.clear();
    this.picked.clear();
    this.at = null;
    this.postcode.value = '';
    this.show();
  }

  /** Leave the tool, and what was drawn. */
  cancel() {
    this.again();
    this.tools.close();
  }

  setFar() {
    this.far.value = this.unit.value === METRES ? '1000' : '20';
  }

  /** Draw and say what there is so far. */
  show() {
    this.said.textContent = this.words;
    this.said.classList.toggle('is-fault', this.way === 'draw' && Boolean(this.drawing.fault));
    this.panel.classList.toggle('is-begun', this.isBegun);
    this.panel.classList.toggle('is-whole', this.isWhole);
    this.drawn ??= this.tools.sketch() ?? undefined;
    this.drawn?.clear();
    if (!this.isOpen) return;
    const { corners, isEnded } = this.drawing;
    if (this.way === 'draw') {
      if (isEnded) this.drawn?.outline(corners);
      else if (corners.length > 1) this.drawn?.line(corners);
      this.drawn?.dots(corners);
    }
    if (this.way === 'within' && this.at) this.drawn?.dots([this.at]);
    if (this.way === 'pick') {
      const { features } = this.tools.state;
      for (const each of features) if (this.picked.has(each.id)) this.drawn?.shape(each.geometry);
    }
  }

  /** Whether something is drawn or picked, of what is being made now. */
  get isBegun() {
    if (this.way === 'draw') return this.drawing.corners.length > 0;
    return this.way === 'pick' && this.picked.size > 0;
  }

  /** Whether a place could be made of it. */
  get isWhole() {
    if (this.way === 'draw') return this.drawing.isEnded;
    if (this.way === 'pick') return this.picked.size > 0;
    return this.way === 'combine' || Boolean(this.at || this.postcode.value.trim());
  }

  get words() {
    const { message } = this.tools.state;
    if (this.way === 'draw') return this.drawing.words;
    if (this.way === 'pick') {
      const count = this.picked.size;
      if (!count) return `${pressWord()} the ${message.areas ?? 'areas'} that it is made of.`;
      return `${count} ${count === 1 ? message.area : message.areas}. ${pressWord()} one again to leave it out.`;
    }
    if (this.way === 'within') {
      const has = this.at || this.postcode.value.trim();
      return has
        ? 'Say how far, and make the place.'
        : `${pressWord()} a point on the map, or write a postcode.`;
    }
    const few = this.places.length < 2;
    return few ? 'There are not two places to put together.' : 'Choose two places, and how.';
  }

  /** @returns {[id: string, name: string][]} places that can be put together: one’s own first */
  get places() {
    const { message, places } = this.tools.state;
    const own = message.own ?? [];
    const mine = new Set(own.map(([id]) => id));
    /** @type {[string, string][]} */
    const others = places.map(({ id, properties: { name } }) => [id, name]);
    return [...own, ...others.filter(([id]) => !mine.has(id))];
  }

  /** Ask the page for the place; what is drawn stays until it is made. */
  make() {
    const asked = this.recipe();
    if (!asked) return;
    const name = this.name.value.trim();
    this.said.textContent = 'Making it …';
    this.tools.askForPlace(name ? { ...asked, name } : asked, (refused) => this.hear(refused));
  }

  /** @returns {object|null} what is asked for; null, and a message, where that is not whole */
  recipe() {
    if (this.way === 'draw') {
      this.drawing.end();
      this.show();
      return this.drawing.isEnded ? { do: 'draw', ring: this.drawing.ring } : null;
    }
    if (this.way === 'pick')
      return this.picked.size ? { do: 'pick', areas: [...this.picked] } : null;
    if (this.way === 'within') return this.within();
    const ids = [this.first.value, this.second.value];
    if (ids[0] !== ids[1]) return { do: 'combine', how: this.how.value, ids };
    this.said.textContent = 'Choose two that differ.';
    return null;
  }

  within() {
    const typed = this.postcode.value.trim();
    const at = typed || (this.at && [this.at[1], this.at[0]]);
    const far = Number(this.far.value);
    if (!at || !(far > 0)) {
      this.said.textContent = at ? 'Write how far, in whole numbers.' : this.words;
      return null;
    }
    if (this.unit.value === METRES) return { do: 'within', at, metres: far };
    const mode = this.unit.value;
    return { do: 'within', at, minutes: far, mode, ...travelOf(this.travel, far, mode) };
  }

  /** Take a message: the places that there are now. */
  update() {
    const own = this.tools.state.message.own ?? [];
    const told = JSON.stringify([this.places, String(this.tools.asked), location.search]);
    if (told !== this.told) {
      this.told = told;
      if (this.isOpen) this.setUnits();
      this.mine.set(own);
      for (const select of [this.first, this.second]) setOptions(select, this.places);
      this.second.selectedIndex = Math.min(1, this.places.length - 1);
    }
  }

  /** @param {string} refused why a place could not be made; nothing where it was */
  hear(refused) {
    this.said.classList.toggle('is-fault', Boolean(refused));
    if (refused) {
      this.said.textContent = `${NOT_MADE} ${opened(refused)}`;
      return;
    }
    this.name.value = '';
    this.again();
    this.said.textContent = 'Made: the page is about it now.';
  }
}

/** @param {string} words */
const opened = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
