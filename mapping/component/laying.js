/**
 * What lies on one map: the layers that are asked for, each by an address of its own, put together
 * into what is drawn. A layer that has been here is switched without asking anybody.
 *
 * @typedef {import('./types').AskedLayer} AskedLayer
 * @typedef {import('./types').LayerBody} LayerBody
 * @typedef {import('./types').LaidBody} LaidBody
 * @typedef {import('./types').Look} Look
 * @typedef {import('./types').Message} Message
 */

import { forgetWord, keepWord } from './address.js';
import { doorsOnce } from './doors_once.js';
import { FetchProblem, getFresh, getJson } from './fetching.js';
import { byHeight, markOf, readLayers, seenFill, toldOf, writeLayers } from './layers.js';

const NOTES = 'notes'; // the kind of layer that people add to
const REFUSED = 400; // the status of an address that asks for what cannot be drawn
const WAIT = 350; // milliseconds without a change, after which the page is told
const WORD = 'layers'; // of the address
const OF_COLOURS = ['colour', 'indicator', 'period', 'spread']; // said by the layers themselves
/** @type {AskedLayer} */
const NO_COLOURS = { kind: 'fill', what: 'none', parts: [], opacity: 100, isOn: true };

const OF_AREAS = ['gap', 'need', 'reach']; // colours whose figures are the page's own

/** The layers of one map. */
export class Laying {
  /** @param {() => void} onChange called when a person has changed them */
  constructor(onChange) {
    this.onChange = onChange;
    /** @type {AskedLayer[]} */
    this.asked = [];
    /** @type {Map<string, LayerBody>} */
    this.bodies = new Map();
    /** @type {Map<string, string>} */
    this.problems = new Map(); // why a layer cannot be drawn
    /** @type {Look|null} */
    this.look = null;
    this.said = ''; // what the page said last
    /** @type {Set<string>} */
    this.sent = new Set(); // what it was told, and may say again late
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.waiting = undefined;
  }

  /**
   * Take what the page says lies there, unless it only repeats what it was told.
   * @param {string} written
   */
  take(written) {
    if (written !== this.said && !this.sent.has(written)) {
      this.asked = readLayers(written);
      letGo();
    }
    this.said = written;
  }

  /** Leave the address to the next page. */
  leave() {
    if (this.sent.size) letGo();
  }

  /**
   * Lay other layers, as a person has asked; the page is told once they rest.
   * @param {AskedLayer[]} asked
   */
  lay(asked) {
    this.asked = asked;
    const written = writeLayers(asked);
    this.sent.add(written);
    keepLayers(written);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      window.dispatchEvent(new CustomEvent('know-your-patch-layers', { detail: written }));
    }, WAIT);
    this.onChange();
  }

  /** @returns {AskedLayer[]} the layers as they are drawn, the lowest first */
  get ordered() {
    return byHeight(this.asked, this.look?.heights ?? {});
  }

  /**
   * Ask for all that a message's layers are most often drawn of at once, rather than for each thing
   * when another has told of it. A guess: what is drawn is found out by `put`.
   * @param {Message} message
   */
  askAhead({ layers, look, layer: addresses, map }) {
    if (look) askFor(look);
    if (layers === undefined || !look) return;
    this.take(layers);
    const shown = this.asked.filter(({ isOn }) => isOn);
    const fill = seenFill(shown) ?? NO_COLOURS;
    const [root, edition] = look.split('look.json');
    for (const each of [...shown.filter(({ kind }) => kind !== 'fill' && kind !== NOTES), fill]) {
      const { kind, what } = each;
      askFor(`${addresses?.[kind] ?? addresses?.other}${encodeURIComponent(toldOf(each))}`);
      if (kind === 'ground') askFor(map.places.replace(/places[^?]*/, 'ground/1.json'));
      if (kind === 'line' && what && what !== 'own')
        askFor(`${root}places/${encodeURIComponent(what)}.json${edition}`);
    }
    if (OF_AREAS.includes(fill.what)) askFor(map.figures);
  }

  /**
   * Put together what a message asks for.
   * @param {Message} message
   * @returns {Promise<{message: Message, over: Promise<LaidBody>}>} the message with its colours, and
   *   what lies over them, which may come later
   */
  async put(message) {
    this.look = message.look ? await getJson(message.look) : null;
    if (message.layers === undefined || !this.look) {
      const whole = this.look ? dressed(message, this.look) : message;
      return { message: whole, over: getJson(message.map.points) };
    }
    this.take(message.layers);
    const shown = this.ordered.filter(({ isOn }) => isOn);
    const others = shown.filter(({ kind }) => kind !== 'fill');
    const coming = Promise.all(others.map((layer) => this.bodyOf(layer, message)));
    coming.catch(() => {}); // waited for below
    const { fill, body } = await this.fillOf(shown, message);
    const whole = coloured(message, body, this.look);
    whole.ground = shown.some(({ kind }) => kind === 'ground');
    const over = coming.then((bodies) => ({
      ...this.over(others, bodies, fill, body),
      written: writtenOf(message, fill, others, this.asked),
    }));
    whole.map.points = writeLayers([fill, ...others]); // what is drawn, as text
    return { message: whole, over };
  }

  /**
   * Return the colours that are seen; none where no layer of them can be drawn.
   * @param {AskedLayer[]} shown
   * @param {Message} message
   */
  async fillOf(shown, message) {
    for (;;) {
      const fill = seenFill(shown, (each) => !this.problems.has(toldOf(each))) ?? NO_COLOURS;
      const body = await this.bodyOf(fill, message);
      if (body?.fill) return { fill, body };
      if (fill === NO_COLOURS) throw new FetchProblem('The colours of the map could not be made.');
    }
  }

  /**
   * Return a layer as it was sent; null where it cannot be drawn, and why is kept.
   * @param {AskedLayer} layer
   * @param {Message} message
   * @returns {Promise<LayerBody|null>}
   */
  async bodyOf(layer, message) {
    const told = toldOf(layer);
    const { layer: addresses } = message;
    const root = addresses?.[layer.kind] ?? addresses?.other;
    try {
      const body = await (layer.kind === NOTES
        ? getFresh(notesOf(message))
        : getJson(`${root}${encodeURIComponent(told)}`));
      this.bodies.set(told, body);
      this.problems.delete(told);
      return body;
    } catch (error) {
      if (!(error instanceof FetchProblem) || error.status !== REFUSED) throw error;
      this.problems.set(told, error.message);
      return null;
    }
  }

  /**
   * Ask for the notes anew, where their layer lies on the map.
   * @param {Message} message
   * @returns {Promise<LayerBody|null>} null where nothing was written since
   */
  async newNotes(message) {
    const layer = this.asked.find(({ kind, isOn }) => kind === NOTES && isOn);
    const told = layer ? toldOf(layer) : '';
    const before = this.bodies.get(told);
    if (!before) return null;
    const body = await getFresh(notesOf(message)).catch(() => null); // it is asked for again
    if (!body || this.bodies.get(told) !== before) return null;
    if (JSON.stringify(body) === JSON.stringify(before)) return null;
    this.bodies.set(told, body);
    return body;
  }

  /**
   * Fetch the words of the layers that are off as well, for a list of them.
   * @param {Message} message
   */
  async describe(message) {
    await Promise.all(this.asked.map((layer) => this.bodyOf(layer, message)));
  }

  /** Whether it is not known yet what some layer says of itself. */
  lacksWords() {
    return this.asked
      .map(toldOf)
      .some((told) => !this.bodies.has(told) && !this.problems.has(told));
  }

  /**
   * Put together what lies over the colours.
   * @param {AskedLayer[]} layers
   * @param {(LayerBody|null)[]} bodies of each of them
   * @param {AskedLayer} fill
   * @param {LayerBody} body of the colours
   * @returns {LaidBody}
   */
  over(layers, bodies, fill, body) {
    /** @type {LaidBody} */
    const laid = {
      points: [],
      colours: this.look?.doors,
      facts: this.look?.facts,
      lines: [],
      outlines: [],
      opacity: fill.opacity / 100,
      ground: (layers.find(({ kind }) => kind === 'ground')?.opacity ?? 0) / 100,
      credits: [...new Set([body, ...bodies].flatMap((each) => each?.credits ?? []))],
      counts: {},
      marks: [],
    };
    layers.forEach((layer, at) => {
      const each = bodies[at];
      if (!each) return;
      const opacity = layer.opacity / 100;
      if (each.line && !laid.lines?.some(({ kind }) => kind === each.line?.kind))
        laid.lines?.push({ ...each.line, words: each.said, opacity });
      if (each.outline) laid.outlines?.push({ ...each.outline, words: each.title, opacity });
      const mark = markOf(layer, this.asked);
      const marks = mark ? [mark] : [];
      if (mark && each.points) laid.marks?.push([mark, each.said]);
      for (const point of each.points ?? []) laid.points.push({ ...point, opacity, marks });
      Object.assign(laid.counts ?? {}, each.counts);
      if (each.said_by_people) laid.noted = { said: each.said, rows: each.said_by_people };
    });
    laid.points = doorsOnce(laid.points);
    return laid;
  }
}

/**
 * Return what lies over the colours as text, with the addresses it is from: the same layer of
 * another question is another.
 * @param {Message} message
 * @param {AskedLayer} fill
 * @param {AskedLayer[]} layers
 * @param {AskedLayer[]} asked those that are off as well, which marks depend on
 */
function writtenOf({ layer: addresses = {} }, fill, layers, asked) {
  const doors = layers.filter(({ kind }) => kind === 'doors');
  const others = layers.filter(({ kind }) => kind !== 'doors');
  const roots = new Set(others.map(({ kind }) => addresses[kind] ?? addresses.other));
  return {
    lines: [fill.opacity, writeLayers(others), ...roots].join(),
    doors: [
      writeLayers(doors),
      ...doors.map((each) => markOf(each, asked)),
      addresses.doors ?? addresses.other,
    ].join(),
  };
}

/**
 * Return where the notes are told as they are kept now.
 * @param {Message} message
 */
const notesOf = ({ look }) => (look ?? '').replace(/look\.json.*$/, 'notes.json');

/**
 * Return a message with the colours that every map is drawn in.
 * @param {Message} message
 * @param {Look} look
 * @returns {Message}
 */
function dressed(message, { constants, scales, theme }) {
  const scale = scales[message.colourBy] ?? scales.none;
  const [light, dark] = theme.map((each, at) => ({ ...each, scale: scale[at] }));
  return { ...message, constants, colours: { light, dark } };
}

/**
 * Return a message with the colours of a layer.
 * @param {Message} message
 * @param {LayerBody} body
 * @param {Look} look
 */
function coloured(message, { fill }, look) {
  if (!fill) throw new Error('a layer without colours');
  const { classes, colourBy, legend, area, areas, shapes, figures } = fill;
  const root = message.look?.replace(/look\.json.*$/, '') ?? '';
  const map = { ...message.map, areas: root + shapes, figures: root + figures };
  return dressed({ ...message, classes, colourBy, legend, area, areas, map }, look);
}

/**
 * Keep the layers in the address of the page, written as Python would.
 * @param {string} written
 */
function keepLayers(written) {
  for (const name of OF_COLOURS) keepWord(name, null);
  const [, value] = new URLSearchParams({ x: written }).toString().split('=');
  keepWord(WORD, value.replace(/\*/g, '%2A').replace(/%7E/g, '~'));
}

/** Leave the address to the page. */
function letGo() {
  for (const name of [WORD, ...OF_COLOURS]) forgetWord(name);
}

/**
 * Ask for something that will be wanted; who wants it is told if it cannot be had.
 * @param {string} address
 */
function askFor(address) {
  getJson(address).catch(() => {});
}
