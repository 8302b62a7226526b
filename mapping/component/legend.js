/** What the colours, symbols and lines mean; a class can be brought forward on the map. */

import { markPath, symbolPath } from './canvas.js';
import { el, freshId, svg } from './elements.js';
import { pressWord } from './tapping.js';
import { sentence } from './words.js';

/**
 * @typedef {import('./types').Message} Message
 * @typedef {import('./types').Colours} Colours
 * @typedef {import('./types').LegendClass} LegendClass
 * @typedef {import('./types').LegendWords} LegendWords
 * @typedef {import('./types').Point} Point
 * @typedef {import('./types').LaidBody} Laid
 * @typedef {{shape: string, hollow: boolean, words: string, own?: string}} Symbol
 */

const DISC = 'disc'; // no shape of a kind
const SEVERAL = 'A number: several services there; choose it to part them';

/** The legend. At most one class is pressed, and that class is what the map brings forward. */
export class Legend {
  /** @param {(code: number|null) => void} onHighlight told which class to bring forward; null, none */
  constructor(onHighlight) {
    this.onHighlight = onHighlight;
    this.element = el('div', {});
    this.told = '';
    /** @type {number|null} */
    this.pressed = null;
    /** @type {Map<number, HTMLButtonElement>} */
    this.buttons = new Map();
    /** @type {(code: number|null) => void} */
    this.describe = () => {};
    /** @type {Map<string, boolean>} what a person folded, or opened */
    this.held = new Map();
    this.element.addEventListener('click', ({ target }) => this.hold(target));
    window.addEventListener('beforeprint', () => {
      for (const each of this.element.querySelectorAll('details')) each.open = true; // or unprinted
    });
  }

  /**
   * Draw it anew where what it says has changed; a pressed class stays so while it is there.
   * @param {Message} message
   * @param {Colours} colours
   * @param {Point[]} points
   * @param {Laid|null} [laid]
   * @param {string[]} [look] the colour of each kind of door
   */
  update(message, colours, points, laid = null, look = []) {
    const told = JSON.stringify([
      message.legend,
      message.link?.legend,
      colours,
      message.places,
      message.boundary,
      symbolsOf(points, look),
      laid ? [laid.lines, laid.outlines, laid.counts, laid.marks, laid.noted?.said] : null,
    ]);
    if (told === this.told) return;
    this.told = told;
    this.unknown = message.constants.unknown;
    this.suppressed = message.constants.suppressed;
    this.colours = colours;
    this.draw(message, symbolsOf(points, look), laid);
    const stays = message.colourBy === this.colourBy && this.buttons.has(this.pressed ?? -1);
    this.colourBy = message.colourBy;
    this.press(stays ? this.pressed : null);
  }

  /**
   * Press one class, in place of any other; null presses none.
   * @param {number|null} code
   */
  press(code) {
    this.pressed = code;
    for (const [each, button] of this.buttons) {
      button.setAttribute('aria-pressed', String(each === code));
    }
    this.show(code);
  }

  /** @param {number|null} code */
  show(code) {
    this.onHighlight(code);
    this.describe(code);
  }

  /** @param {Message} message @param {Symbol[]} symbols @param {Laid|null} laid */
  draw(message, symbols, laid) {
    this.buttons.clear();
    this.describe = () => {};
    const { legend } = message;
    const title = el('h2', { id: freshId('legend') }, legend.title);
    const isGrid = legend.layout === 'grid';
    const scale = isGrid ? this.grid(legend, message.constants.grid) : this.plain(legend);
    const about = { class: 'legend', 'aria-labelledby': title.id };
    const lines = laid ? drawLaidLines(laid) : [drawBoundary(message)];
    const beside = [drawSymbols(symbols, this.look), ...drawMarks(laid), ...lines];
    const isTold = message.link?.legend === false; // on a map linked to this one
    if (isTold) title.textContent = `${legend.title}: on the second map`;
    const parts = isTold ? [unseen(title), ...beside] : [title, ...scale, ...beside];
    this.element.replaceChildren(el('section', about, ...parts));
    this.fit();
  }

  /**
   * Keep as it is what a person folds or opens.
   * @param {EventTarget|null} target
   */
  hold(target) {
    const fold = /** @type {Element} */ (target).closest('summary')?.closest('details');
    if (fold) this.held.set(fold.className, !fold.open);
  }

  /** Fold what explains the numbers, then the list of symbols, where the card cannot hold all. */
  fit() {
    const card = this.element.parentElement;
    const folds = [...this.element.querySelectorAll('details')];
    for (const each of folds) each.open = this.held.get(each.className) ?? true;
    for (const each of folds) {
      const isFull = card && card.scrollHeight > card.clientHeight;
      if (isFull && !this.held.has(each.className)) each.open = false;
    }
  }

  /** @returns {Colours} */
  get look() {
    return /** @type {Colours} */ (this.colours);
  }

  /**
   * Draw the square of need and reach, from the top row down.
   * @param {LegendWords} legend
   * @param {number[][]} codes
   */
  grid(legend, codes) {
    const byCode = new Map(legend.classes.map((each) => [each[0], each]));
    const how = `Each number: ${legend.who} who live there. ${pointWord()} one to see where.`;
    const marked = byCode.get(legend.marked ?? -1);
    const usual = marked ? markedLine(legend, marked, this.look) : [];
    const caption = el('p', { class: 'caption' }, ...usual);
    const cells = codes.flat().map((code) => this.cell(legend, byCode.get(code)));
    const square = el(
      'div',
      { class: 'square', role: 'group', 'aria-label': axes(legend) },
      ...cells,
    );
    this.describe = (code) => {
      const about = code === null ? undefined : byCode.get(code);
      if (about) caption.textContent = `${sentence(wordsOf(legend, about))}: ${about[3]}.`;
      else caption.replaceChildren(...usual);
    };
    const unknown = byCode.get(this.unknown ?? -1);
    return [
      el(
        'div',
        { class: 'grid' },
        corners(legend, codes[0]),
        el('span', { class: 'axis-up', 'aria-hidden': 'true' }, legend.up),
        square,
        corners(legend, codes.at(-1) ?? []),
        el('span', { class: 'axis-across', 'aria-hidden': 'true' }, legend.across),
      ),
      caption,
      explanation([how, legend.note]),
      unknown ? this.list([unknown]) : null,
    ];
  }

  /**
   * Draw classes in a list, with what must stand beside them.
   * @param {LegendWords} legend
   */
  plain(legend) {
    const note = legend.note ? el('p', { class: 'note-below' }, legend.note) : null;
    return [this.list(legend.classes), note];
  }

  /** @param {LegendWords} legend @param {LegendClass|undefined} about */
  cell(legend, about) {
    if (!about) return null;
    const [code, , short, counted] = about;
    const button = this.button(code, `${wordsOf(legend, about)}: ${counted}`);
    const colour = this.look.scale[code];
    button.classList.toggle('is-marked', code === legend.marked);
    button.style.background = colour;
    button.style.color = readable(colour);
    button.textContent = short;
    return button;
  }

  /** @param {LegendClass[]} classes */
  list(classes) {
    return el('ul', { class: 'list' }, ...classes.map((each) => this.row(each)));
  }

  /** @param {LegendClass} about */
  row([code, label, , counted]) {
    const button = this.button(code, null);
    button.classList.add('is-row');
    button.append(this.swatch(code), el('span', {}, sentence(label), el('small', {}, counted)));
    return el('li', {}, button);
  }

  /** @param {number} code */
  swatch(code) {
    if (code === this.unknown) return el('span', { class: 'swatch is-unknown' });
    if (code === this.suppressed && !this.look.scale[code])
      return el('span', { class: 'swatch is-suppressed' });
    return el('span', { class: 'swatch', style: `background:${this.look.scale[code]}` });
  }

  /**
   * Follow the pointer; a finger does not hover, and its tap holds a class.
   * @param {PointerEvent} event
   * @param {number|null} code
   */
  point(event, code) {
    if (event.pointerType !== 'touch') this.show(code);
  }

  /** @param {number} code @param {string|null} name */
  button(code, name) {
    const button = el('button', {
      type: 'button',
      class: 'class',
      'aria-label': name,
      'aria-pressed': 'false',
      onpointerenter: (/** @type {PointerEvent} */ event) => this.point(event, code),
      onpointerleave: (/** @type {PointerEvent} */ event) => this.point(event, this.pressed),
      onfocus: () => this.show(code),
      onblur: () => this.show(this.pressed),
      onclick: () => this.press(this.pressed === code ? null : code),
    });
    this.buttons.set(code, button);
    return button;
  }
}

/** @param {HTMLElement} element @returns {HTMLElement} the same, for who does not see it */
function unseen(element) {
  element.classList.add('unseen');
  return element;
}

/** @param {LegendWords} legend @param {LegendClass} about */
function wordsOf(legend, [code, label]) {
  return code === legend.marked ? `${legend.markedLabel} (${label})` : label;
}

/** @param {LegendWords} legend */
const axes = ({ across, up }) =>
  `Classes: across, ${across.replace('→', '').trim()}; upwards, ${up.replace('↑', '').trim()}`;

/**
 * Name the corners of a row of the square; each cell says the same to who does not see it.
 * @param {LegendWords} legend
 * @param {number[]} row
 */
function corners({ corners: named = [] }, row) {
  const words = new Map(named);
  const ends = [row[0], row.at(-1) ?? -1].map((code) => words.get(code));
  if (!ends.some(Boolean)) return null;
  const said = ends.map((each) => el('span', {}, sentence(each ?? '')));
  return el('span', { class: 'corners', 'aria-hidden': 'true' }, ...said);
}

/** @param {LegendWords} legend @param {LegendClass} about @param {Colours} colours */
function markedLine(legend, [code, , , counted], colours) {
  const style = `background:${colours.scale[code]}`;
  const swatch = el('span', { class: 'swatch is-marked', style });
  const words = el('span', {}, el('strong', {}, sentence(legend.markedLabel)), `: ${counted}`);
  return [swatch, words];
}

/**
 * Fold what explains the numbers.
 * @param {string[]} lines
 */
function explanation(lines) {
  const said = lines.filter(Boolean).map((words) => el('p', { class: 'note-below' }, words));
  const summary = el('summary', {}, 'What the numbers are');
  return el('details', { class: 'how' }, summary, ...said);
}

/** @returns {string} how a class is pointed at here */
const pointWord = () => (pressWord() === 'Tap' ? 'Tap' : 'Point at');

/**
 * Choose black or white words for a ground, whichever stands out more.
 * @param {string} hex
 */
export function readable(hex) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}

/**
 * List the kinds of door on the map with their symbols, and the symbol of one that is not open.
 * @param {Point[]} points
 * @param {string[]} look the colour of each kind
 * @returns {Symbol[]}
 */
function symbolsOf(points, look) {
  const kinds = new Map(points.map((point) => [point.kind, point]));
  /** @type {Symbol[]} */
  const rows = [...kinds].map(([kind, { shape, colour = 0 }]) => {
    const own = look[colour % (look.length || 1)];
    return { shape, hollow: false, words: sentence(kind), own };
  });
  const hollow = points.find((point) => point.hollow);
  if (hollow) {
    const words = 'Hollow: not open to these ages';
    rows.push({ shape: hollow.shape, hollow: true, words, own: undefined });
  }
  if (points.length > 1) rows.push({ shape: DISC, hollow: true, words: SEVERAL, own: undefined });
  return rows;
}

/**
 * @param {Symbol[]} symbols
 * @param {Colours} colours
 */
function drawSymbols(symbols, colours) {
  if (!symbols.length) return null;
  const rows = symbols.map((each) =>
    el('li', {}, drawSymbol(each, colours), el('span', {}, each.words)),
  );
  const summary = el(
    'summary',
    {},
    el('span', {}, 'Symbols'),
    ...symbols.map((each) => drawSymbol(each, colours)),
  );
  const list = el('ul', { class: 'symbols' }, ...rows);
  return el('details', { class: 'kinds' }, summary, list);
}

/** @param {Symbol} symbol @param {Colours} colours */
function drawSymbol({ shape, hollow, own }, { ink, halo }) {
  const edge = { fill: hollow ? halo : (own ?? ink), stroke: own ?? ink, 'stroke-width': 1.75 };
  const path = svg('path', { d: symbolPath(shape, shape === DISC ? 7.5 : 6), ...edge });
  const letters = { y: 3.2, 'text-anchor': 'middle', 'font-size': 9.5, 'font-weight': 650 };
  const number = shape === DISC ? svg('text', { ...letters, fill: ink }, '2') : null;
  const picture = { viewBox: '-9 -9 18 18', width: 18, height: 18, 'aria-hidden': 'true' };
  return svg('svg', picture, path, number);
}

/** As `mapping/map/symbols.py` says them. */
const MARK_WORDS = ['', 'A bar beneath', 'A ring around', 'A square around'];

/** @param {Laid|null|undefined} laid @returns {HTMLElement[]} a row for each time a service is laid */
function drawMarks(laid) {
  return (laid?.marks ?? []).map(([mark, words]) => {
    const line = { fill: 'none', stroke: 'currentColor' };
    const symbol = svg('path', { d: symbolPath(DISC, 4), ...line, 'stroke-width': 1.25 });
    const scaled = { d: markPath(mark), ...line, 'stroke-width': 0.45, transform: 'scale(4)' };
    const picture = { viewBox: '-9 -9 18 18', width: 18, height: 18, 'aria-hidden': 'true' };
    const drawn = svg('svg', picture, symbol, svg('path', scaled));
    return el(
      'p',
      { class: 'row mark-row' },
      drawn,
      el('span', {}, `${MARK_WORDS[mark]}: ${words}`),
    );
  });
}

const COUNTED = 'A number after a place’s name, such as +12: its offers without a door there.';

/** @param {Laid} laid @returns {HTMLElement[]} a row for each outline and each kind of boundary */
function drawLaidLines({ lines = [], outlines = [], counts = {}, noted }) {
  const kept = [
    ...outlines.map(({ words, dash }) => ({ words, dash, width: 2.8 })),
    ...lines.map(({ words, dash, width }) => ({ words, dash, width: 1.5 * width })),
  ];
  const rows = kept.map(({ words, dash, width }) => {
    const style = { 'stroke-width': width, 'stroke-dasharray': dash.join(' ') || null };
    const path = svg('path', { d: 'M0 9h40', fill: 'none', stroke: 'currentColor', ...style });
    const picture = { viewBox: '0 0 40 18', width: 40, height: 18, 'aria-hidden': 'true' };
    return el(
      'p',
      { class: 'row line-row' },
      svg('svg', picture, path),
      el('span', {}, sentence(words)),
    );
  });
  if (noted) {
    const sign = el('span', { class: 'note-bubble', 'aria-hidden': 'true' }, '1');
    rows.push(el('p', { class: 'row line-row' }, sign, el('span', {}, `${noted.said}.`)));
  }
  const isCounted = Object.values(counts).some(Boolean);
  return isCounted ? [...rows, el('p', { class: 'row' }, COUNTED)] : rows;
}

/** @param {Message} message */
function drawBoundary({ places, boundary }) {
  const standing = ['official', 'own'].includes(boundary) ? '' : ` (${boundary} boundaries)`;
  const line = el('span', { class: 'line', 'aria-hidden': 'true' });
  return el('p', { class: 'row' }, line, el('span', {}, sentence(places) + standing));
}
