/**
 * The list of what lies on a map, top first: each layer with its switch, order, opacity, legend,
 * period and source; and what can be added, found by typing. The HTML file holds the same script.
 *
 * @typedef {import('./types').AskedLayer} AskedLayer
 * @typedef {import('./types').LayerBody} LayerBody
 * @typedef {import('./types').Catalogue} Catalogue
 * @typedef {import('./types').Look} Look
 * @typedef {{asked: AskedLayer[], bodies: Map<string, LayerBody>, problems: Map<string, string>,
 *   look: Look, isDark: boolean, catalogue: Catalogue|null}} Laid
 */

import { markPath, symbolPath } from './canvas.js';
import { el, svg } from './elements.js';
import {
  byHeight,
  canMove,
  changed,
  keyOf,
  markOf,
  moved,
  onceMore,
  readLayers,
  seenFill,
  toldOf,
  withLayer,
  without,
} from './layers.js';
import { sentence } from './words.js';

const MOST_FOUND = 12; // layers listed at once
/** @type {Record<string, string>} */
const COMING = {
  fill: 'Colours',
  line: 'Boundaries',
  doors: 'Service',
  offers: 'Offers',
  notes: 'What people said',
};

/** The panel. What it is told is drawn; what a person does is told, and drawn once it is told back. */
export class LayersPanel {
  /** @param {(asked: AskedLayer[]) => void} onLay */
  constructor(onLay) {
    this.onLay = onLay;
    this.told = '';
    /** @type {Laid|null} */
    this.laid = null;
    this.list = el('ol', { class: 'layers', 'aria-label': 'Layers, the top one first' });
    this.live = el('p', { class: 'unseen', 'aria-live': 'polite' });
    this.sets = el('div', { class: 'layer-sets', role: 'group', 'aria-label': 'Ready sets' });
    this.found = el('ul', { class: 'layers-found' });
    this.search = el('input', {
      type: 'search',
      placeholder: 'Libraries, wards, dental decay …',
      autocomplete: 'off',
      oninput: () => this.find(),
    });
    const label = el('label', { class: 'layer-search' }, 'Add a layer', this.search);
    this.more = el('div', { class: 'layers-more', hidden: true }, label, this.found, this.sets);
    this.element = el('div', { class: 'layers-panel' }, this.more, this.list, this.live);
    /** @type {Set<string>} */
    this.unfolded = new Set();
  }

  /**
   * Bring the list up to what lies on the map; the focus stays where it is.
   * @param {Laid} laid
   */
  update(laid) {
    this.laid = laid;
    const told = JSON.stringify([
      laid.asked.map((each) => ({ ...each, opacity: 0 })),
      [...laid.bodies.keys()],
      [...laid.problems],
      laid.isDark,
      Boolean(laid.catalogue),
    ]);
    if (told === this.told) return;
    this.told = told;
    const at = this.focused();
    const topFirst = byHeight(laid.asked, laid.look.heights).reverse();
    this.list.replaceChildren(...topFirst.map((layer) => this.row(layer, laid)));
    this.more.hidden = !laid.catalogue;
    if (laid.catalogue) this.showCatalogue(laid.catalogue);
    this.focus(at);
  }

  /** @returns {string|null} the name of the control that has the focus */
  focused() {
    const page = /** @type {Document|ShadowRoot} */ (this.element.getRootNode());
    const active = /** @type {HTMLElement|null} */ (page.activeElement ?? null);
    return active && this.element.contains(active) ? (active.dataset.at ?? null) : null;
  }

  /** @param {string|null} at */
  focus(at) {
    if (!at) return;
    const controls = [
      .../** @type {NodeListOf<HTMLElement>} */ (this.element.querySelectorAll('[data-at]')),
    ];
    const same = controls.find((each) => each.dataset.at === at);
    const isUsable = same && !(/** @type {HTMLButtonElement} */ (same).disabled);
    const beside = controls.find((each) => each.dataset.at?.split('|')[0] === at.split('|')[0]);
    (isUsable ? same : (beside ?? this.search)).focus({ preventScroll: true });
  }

  /**
   * @param {AskedLayer[]} asked
   * @param {string} words
   */
  lay(asked, words) {
    this.live.textContent = words;
    this.onLay(asked);
  }

  /** @param {AskedLayer} layer @param {Laid} laid */
  row(layer, laid) {
    const key = keyOf(layer);
    const body = laid.bodies.get(toldOf(layer));
    const problem = laid.problems.get(toldOf(layer));
    const title = body?.title ?? this.titleOf(key) ?? COMING[layer.kind] ?? 'Layer';
    const isHidden = layer.kind === 'fill' && layer.isOn && seenFill(this.ordered) !== layer;
    const row = el(
      'li',
      { class: 'layer', 'data-key': key },
      el(
        'div',
        { class: 'layer-head' },
        this.grip(key),
        this.switch(layer, title),
        this.buttons(layer, title),
      ),
      problem ? el('p', { class: 'layer-problem', role: 'note' }, problem) : null,
      isHidden && !problem
        ? el('p', { class: 'layer-note' }, 'Not seen: other colours lie above it.')
        : null,
      ...(body?.notes ?? []).map((note) => el('p', { class: 'layer-note' }, `${note}.`)),
      body && !problem ? this.details(layer, body, laid, title) : null,
    );
    this.listenToDrag(row, key);
    return row;
  }

  /** @returns {AskedLayer[]} */
  get ordered() {
    return this.laid ? byHeight(this.laid.asked, this.laid.look.heights) : [];
  }

  /** @param {string} key */
  titleOf(key) {
    const [first, time] = key.split('~');
    const title = this.laid?.catalogue?.layers.find(([each]) => each === first)?.[2];
    return title && time ? `${title} (${time})` : title;
  }

  /** @param {AskedLayer} layer @param {string} title */
  switch(layer, title) {
    const key = keyOf(layer);
    const box = el('input', {
      type: 'checkbox',
      role: 'switch',
      'data-at': `${key}|switch`,
      onchange: () => {
        const isOn = box.checked;
        this.lay(
          changed(this.laid?.asked ?? [], key, { isOn }),
          `${title}: ${isOn ? 'shown' : 'not shown'}.`,
        );
      },
    });
    box.checked = layer.isOn;
    return el('label', { class: 'layer-switch' }, box, el('span', {}, title));
  }

  /** @param {string} key */
  grip(key) {
    const grip = el('span', { class: 'grip', 'aria-hidden': 'true', draggable: 'true' }, '⠿');
    grip.addEventListener('dragstart', (event) => {
      event.dataTransfer?.setData('text/plain', key);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
      this.dragged = key;
    });
    grip.addEventListener('dragend', () => {
      this.dragged = undefined;
      for (const each of this.list.querySelectorAll('.is-over')) each.classList.remove('is-over');
    });
    return grip;
  }

  /**
   * Let a layer be dropped upon another of its height, whose place it takes.
   * @param {HTMLElement} row
   * @param {string} key
   */
  listenToDrag(row, key) {
    row.addEventListener('dragover', (event) => {
      if (!this.stepsTo(key)) return;
      event.preventDefault();
      row.classList.add('is-over');
    });
    row.addEventListener('dragleave', () => row.classList.remove('is-over'));
    row.addEventListener('drop', (event) => {
      event.preventDefault();
      const steps = this.stepsTo(key);
      if (steps && this.dragged) this.move(this.dragged, steps);
    });
  }

  /** @param {string} key of the row that a layer is dragged over */
  stepsTo(key) {
    const { dragged, laid } = this;
    if (!dragged || !laid) return 0;
    const keys = this.ordered.map(keyOf);
    const by = keys.indexOf(key) - keys.indexOf(dragged);
    return canMove(laid.asked, dragged, by, laid.look.heights) ? by : 0;
  }

  /** @param {string} key @param {number} by */
  move(key, by) {
    if (!this.laid) return;
    const { asked, look } = this.laid;
    this.lay(moved(asked, key, by, look.heights), `Moved ${by > 0 ? 'up' : 'down'}.`);
  }

  /** @param {AskedLayer} layer @param {string} title */
  buttons(layer, title) {
    const key = keyOf(layer);
    const laid = /** @type {Laid} */ (this.laid);
    /** @param {string} name @param {string} sign @param {() => void} onclick @param {boolean} [off] */
    const button = (name, sign, onclick, off = false) =>
      el(
        'button',
        {
          type: 'button',
          class: 'layer-button',
          'aria-label': `${name} ${title}`,
          title: name,
          'data-at': `${key}|${name}`,
          disabled: off,
          onclick,
        },
        el('span', { 'aria-hidden': 'true' }, sign),
      );
    const { heights } = laid.look;
    const up = button(
      'Move up',
      '↑',
      () => this.move(key, 1),
      !canMove(laid.asked, key, 1, heights),
    );
    const down = button(
      'Move down',
      '↓',
      () => this.move(key, -1),
      !canMove(laid.asked, key, -1, heights),
    );
    const remove = () => this.lay(without(laid.asked, key), `${title}: taken off.`);
    return el('span', { class: 'layer-buttons' }, up, down, button('Remove', '×', remove));
  }

  /** @param {AskedLayer} layer @param {LayerBody} body @param {Laid} laid @param {string} title */
  details(layer, body, laid, title) {
    const key = keyOf(layer);
    const summary = el(
      'summary',
      { 'data-at': `${key}|more` },
      el('span', { class: 'layer-key' }, ...legendOf(body, laid, markOf(layer, laid.asked))),
      el(
        'span',
        { class: 'layer-when' },
        [body.period, body.standing].filter(Boolean).join(', ') || 'as published',
      ),
    );
    const details = el(
      'details',
      { open: this.unfolded.has(key) },
      summary,
      this.opacity(layer, title),
      body.fill ? this.ofIndicator(layer, body.fill, title) : null,
      body.filters ? this.filters(layer, body.filters, title) : null,
      el('p', { class: 'layer-said' }, body.said),
      body.offers ? offersList(body.offers) : null,
      body.said_by_people ? saidList(body.said_by_people) : null,
      body.sources.length
        ? el('p', { class: 'layer-source' }, `Source: ${body.sources.join('; ')}`)
        : null,
    );
    details.addEventListener('toggle', () => {
      if (details.open) this.unfolded.add(key);
      else this.unfolded.delete(key);
    });
    return details;
  }

  /** @param {AskedLayer} layer @param {string} title */
  opacity(layer, title) {
    if (layer.kind === 'offers' || layer.kind === 'notes') return null;
    const key = keyOf(layer);
    const said = el('output', {}, `${layer.opacity}%`);
    const slider = el('input', {
      type: 'range',
      min: '0',
      max: '100',
      step: '5',
      value: String(layer.opacity),
      'aria-label': `Opacity of ${title}`,
      'data-at': `${key}|opacity`,
      oninput: () => {
        const opacity = Number(slider.value);
        said.textContent = `${opacity}%`;
        this.lay(changed(this.laid?.asked ?? [], key, { opacity }), '');
      },
    });
    return el('label', { class: 'layer-opacity' }, 'Opacity', slider, said);
  }

  /**
   * Let the period of an indicator be chosen, and what it is drawn for.
   * @param {AskedLayer} layer
   * @param {import('./types').FillBody} fill
   * @param {string} title
   */
  ofIndicator(layer, fill, title) {
    const { periods, spread } = fill;
    /** @param {string} label @param {string} name @param {[string, string][]} options */
    const choice = (label, name, options) => {
      const select = el(
        'select',
        {
          'aria-label': `${label} of ${title}`,
          'data-at': `${keyOf(layer)}|${name}`,
          onchange: () => this.say(layer, name, select.value),
        },
        ...options.map(([value, words]) => el('option', { value }, words)),
      );
      select.value = layer.parts.find(([each]) => each === name)?.[1] ?? '';
      return el('label', { class: 'layer-choice' }, label, select);
    };
    /** @type {[string, string][]} */
    const latest = [['', `${fill.latest} (latest)`]];
    const others = periods.filter((each) => each !== fill.latest);
    return el(
      'div',
      {},
      others.length
        ? choice('Period', 'period', [
            ...latest,
            ...others.map((each) => /** @type {[string, string]} */ ([each, each])),
          ])
        : null,
      spread
        ? choice('Drawn for', 'spread', [
            ['', spread[0]],
            ['neighbourhoods', spread[1]],
          ])
        : null,
    );
  }

  /**
   * Say something of a layer, in place of what was said of it, or nothing where it is empty.
   * @param {AskedLayer} layer
   * @param {string} name
   * @param {string} value
   */
  say(layer, name, value) {
    const others = layer.parts.filter(([each]) => each !== name);
    /** @type {[string, string][]} */
    const parts = value ? [...others, [name, value]] : others;
    this.lay(changed(this.laid?.asked ?? [], keyOf(layer), { parts }), '');
  }

  /**
   * Let a service be filtered; several filters hold at once.
   * @param {AskedLayer} layer
   * @param {Record<string, [string, string][]>} filters
   * @param {string} title
   */
  filters(layer, filters, title) {
    const words = this.laid?.catalogue?.filters ?? {};
    const names = Object.keys(filters);
    if (!this.laid?.catalogue) return null;
    const selects = names.map((name) => {
      const select = el(
        'select',
        {
          'aria-label': `${words[name] ?? name}: ${title}`,
          'data-at': `${keyOf(layer)}|${name}`,
          onchange: () => this.say(layer, name, select.value),
        },
        el('option', { value: '' }, 'any'),
        ...filters[name].map(([value, said]) => el('option', { value }, said)),
      );
      select.value = layer.parts.find(([each]) => each === name)?.[1] ?? '';
      return el('label', { class: 'layer-choice' }, words[name] ?? name, select);
    });
    const held = layer.parts.find(([each]) => each === 'age')?.[1] ?? '';
    const age = el('input', {
      type: 'number',
      min: '-1',
      max: '25',
      value: held,
      'aria-label': `Takes age: ${title}`,
      'data-at': `${keyOf(layer)}|age`,
      onchange: () => this.say(layer, 'age', age.value),
    });
    const unstated = el('input', {
      type: 'checkbox',
      'data-at': `${keyOf(layer)}|unstated`,
      onchange: () => this.say(layer, 'unstated', unstated.checked ? 'out' : ''),
    });
    unstated.checked = layer.parts.some(([name]) => name === 'unstated');
    return el(
      'fieldset',
      { class: 'layer-filters' },
      el('legend', {}, 'Show only'),
      ...selects,
      el('label', { class: 'layer-choice' }, 'Takes age', age),
      el('label', {}, unstated, 'Leave out those that do not say'),
      this.again(layer, title),
    );
  }

  /** @param {AskedLayer} layer @param {string} title */
  again(layer, title) {
    const { asked, look } = /** @type {Laid} */ (this.laid);
    const more = onceMore(layer, asked);
    if (!more) return null;
    const words = `${title}: added once more, to filter otherwise.`;
    const key = keyOf(more);
    const onclick = () => {
      this.unfolded.add(key);
      this.lay(byHeight([...asked, more], look.heights), words);
    };
    const name = { 'aria-label': `Add ${title} once more`, 'data-at': `${keyOf(layer)}|again` };
    return el(
      'button',
      { type: 'button', class: 'layer-again', ...name, onclick },
      'Add once more, filtered otherwise',
    );
  }

  /** @param {Catalogue} catalogue */
  showCatalogue(catalogue) {
    const usual = () => this.lay(readLayers(catalogue.usual), 'The usual layers.');
    const ready = catalogue.sets.map(([key, title, about, layers]) =>
      el(
        'button',
        {
          type: 'button',
          title: about,
          'data-at': `set|${key}`,
          onclick: () => this.lay(readLayers(layers), `${title}.`),
        },
        title,
      ),
    );
    const back = el('button', { type: 'button', 'data-at': 'set|', onclick: usual }, 'The usual');
    this.sets.replaceChildren(el('span', {}, 'Ready sets'), ...ready, back);
    this.find();
  }

  /** List what can be added and holds what is typed. */
  find() {
    const { laid } = this;
    if (!laid?.catalogue) return;
    const words = folded(this.search.value).split(/\s+/).filter(Boolean);
    const there = new Set(laid.asked.map(keyOf));
    const fits = laid.catalogue.layers.filter(([key, ...said]) => {
      const text = folded(said.join(' '));
      return words.length > 0 && !there.has(key) && words.every((word) => text.includes(word));
    });
    const rows = fits.slice(0, MOST_FOUND).map(([key, group, title, about]) => {
      const onclick = () => {
        this.search.value = '';
        this.search.focus();
        const { asked, look } = /** @type {Laid} */ (this.laid);
        this.lay(withLayer(asked, key, look.heights), `${title}: added.`);
        this.find();
      };
      const small = el('small', {}, [group, about].filter(Boolean).join(': '));
      return el(
        'li',
        {},
        el('button', { type: 'button', 'data-add': key, onclick }, el('span', {}, title), small),
      );
    });
    const left = fits.length - rows.length;
    if (left > 0)
      rows.push(el('li', { class: 'layer-note' }, `${left} more: type more of the name.`));
    if (words.length && !fits.length)
      rows.push(el('li', { class: 'layer-note' }, 'Nothing else is called so.'));
    this.found.replaceChildren(...rows);
    if (words.length) this.live.textContent = `${fits.length} found.`;
  }
}

/** @param {string} text */
const folded = (text) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/’/g, "'")
    .toLowerCase();

/**
 * Draw what a layer looks like: its colours, its line or its symbols.
 * @param {LayerBody} body
 * @param {Laid} laid
 * @param {number} mark
 * @returns {Node[]}
 */
function legendOf({ fill, line, outline, points, said_by_people: said }, { look, isDark }, mark) {
  const at = isDark ? 1 : 0;
  if (fill) {
    const scale = look.scales[fill.colourBy]?.[at] ?? [];
    const known = fill.legend.classes.filter(([code]) => scale[code]);
    return known.map(([code, label]) =>
      el('span', { class: 'chip', style: `background:${scale[code]}`, title: sentence(label) }),
    );
  }
  if (line) return [strokeOf(1.1 * line.width, line.dash)];
  if (outline) return [strokeOf(2.8, outline.dash)];
  if (said) return [el('span', { class: 'note-bubble', 'aria-hidden': 'true' }, '1')];
  const kinds = new Map((points ?? []).map((point) => [point.kind, point]));
  const colours = look.doors[at];
  return [...kinds].slice(0, 8).map(([kind, { shape, colour = 0 }]) => {
    const own = colours[colour % colours.length];
    const path = svg('path', { d: symbolPath(shape, mark ? 4 : 6), fill: own, stroke: own });
    const line = {
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 0.4,
      transform: 'scale(4)',
    };
    const around = mark ? svg('path', { d: markPath(mark), ...line }) : null;
    const picture = { viewBox: '-9 -9 18 18', width: 16, height: 16, 'aria-hidden': 'true' };
    return svg('svg', picture, svg('title', {}, sentence(kind)), path, around);
  });
}

/** @param {number} width @param {number[]} dash */
function strokeOf(width, dash) {
  const style = { 'stroke-width': width, 'stroke-dasharray': dash.join(' ') || null };
  const path = svg('path', { d: 'M0 9h40', fill: 'none', stroke: 'currentColor', ...style });
  return svg('svg', { viewBox: '0 0 40 18', width: 40, height: 18, 'aria-hidden': 'true' }, path);
}

/** @param {import('./types').OfferRow[]} offers */
function offersList(offers) {
  const rows = offers.map(([name, details, serves, isUnsure]) =>
    el(
      'li',
      { class: isUnsure ? 'is-unsure' : null },
      el('strong', {}, name),
      el('span', {}, details),
      serves ? el('span', {}, `Serves ${serves}`) : null,
    ),
  );
  return el('ul', { class: 'layer-offers', tabindex: '0', 'aria-label': 'Offers' }, ...rows);
}

/** @param {import('./types').SaidRow[]} rows */
function saidList(rows) {
  const lines = rows.map(([number, , sort, words, about, day]) =>
    el(
      'li',
      {},
      el('strong', {}, `${number}. ${sort}`),
      el('span', {}, words),
      el('span', {}, [about && `About ${about}`, day].filter(Boolean).join(', ')),
    ),
  );
  return el('ul', { class: 'layer-offers', tabindex: '0', 'aria-label': 'Notes' }, ...lines);
}
