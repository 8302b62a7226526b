/**
 * Measuring on the map: a distance from point to point, and how long it takes by the question’s own
 * journeys. How fast people travel is told by Python; where the pack holds streets, the way along
 * them is asked for.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 */

import { button } from './controls.js';
import { el } from './elements.js';
import { lengthOf, lengthWords, metresBetween, timeWords } from './spans.js';
import { pressWord } from './tapping.js';

const MOST = 20; // points of one way, as the server takes them
const STAYS = 'It stays on the map until “Begin again”.';
const SAME_M = 2; // nearer than this to the last point, it is that point once more
const start = () => `${pressWord()} the map where the way begins.`;

/** The tool, and its panel. */
export class Measure {
  /** @param {import('./tools.js').Tools} tools */
  constructor(tools) {
    this.tools = tools;
    /** @type {Position[]} */
    this.points = [];
    this.isEnded = false; // a click on the map then adds no point
    this.turn = 0;
    /** @type {import('./types').WalkBody|null} */
    this.walk = null; // along streets, of the points as they are
    /** @type {import('./types').WayBody|undefined} */
    this.way = undefined; // how people travel, once it is told
    /** @type {import('./sketch.js').Sketch|undefined} */
    this.drawn = undefined;
    this.said = el('p', { class: 'tool-answer', role: 'status' }, start());
    this.note = el('p', { class: 'tool-note' });
    this.panel = el(
      'div',
      { class: 'tool-stack' },
      this.said,
      this.note,
      el(
        'div',
        { class: 'tool-row' },
        button('Undo', () => this.back()),
        button('Begin again', () => this.clear()),
        button('Finish', () => this.end()),
        button('To the map, by keys', () => tools.aim.toMap(), 'quiet by-keys'),
      ),
    );
  }

  open() {
    if (!this.isEnded) this.aim();
    this.draw(this.way);
  }

  aim() {
    this.isEnded = false;
    this.tools.aim.start({
      onPoint: (at) => this.add(at),
      onBack: () => this.back(),
      onDone: () => this.end(),
      onEscape: () => this.tools.close(),
    });
  }

  /** Leave the map to other tools; what was measured stays on it until it is cleared. */
  close() {
    this.tools.aim.stop();
    if (this.points.length < 2) this.points = [];
    else this.isEnded = true;
    this.draw(this.way);
  }

  /** End the way: it stays, with what is said of it, and the map is one’s own again. */
  end() {
    if (this.points.length < 2) return;
    this.isEnded = true;
    this.tools.aim.stop();
    this.draw(this.way);
  }

  /** @param {Position} at */
  add(at) {
    const last = this.points.at(-1);
    if (last && metresBetween(last, at) < SAME_M) {
      this.end();
      return;
    }
    if (this.points.length === MOST) return;
    this.points = [...this.points, at];
    this.measure();
  }

  /** Take the last point back; of a way that is ended, take its end back first. */
  back() {
    if (this.isEnded) {
      this.aim();
      this.draw(this.way);
      return;
    }
    this.points = this.points.slice(0, -1);
    this.measure();
  }

  clear() {
    this.points = [];
    this.aim();
    this.measure();
  }

  /** Say and draw the way as it is; along streets as soon as that is here. */
  async measure() {
    this.turn += 1;
    const { turn } = this;
    this.walk = null;
    this.way = undefined;
    this.draw();
    if (this.points.length < 2) return;
    try {
      const way = await this.tools.way();
      if (turn !== this.turn) return;
      this.way = way;
      this.draw(way);
      if (!way.streets && !way.around) return;
      const here = this.points.map(([lat, lon]) => `${lat.toFixed(6)},${lon.toFixed(6)}`);
      const walk = await this.tools.ask('walk', { here: here.join(';') });
      if (turn !== this.turn) return;
      this.walk = walk;
      this.draw(way);
    } catch (error) {
      if (turn === this.turn) this.note.replaceChildren(this.tools.problem(error));
    }
  }

  /** @param {import('./types').WayBody} [way] */
  draw(way) {
    const { points, walk } = this;
    this.drawn ??= this.tools.sketch() ?? undefined;
    this.drawn?.clear();
    if (points.length > 1) this.drawn?.line(walk?.along ? walk.path : points);
    this.drawn?.dots(points);
    this.said.textContent = measured(points, walk, way);
    const lines = way && points.length > 1 ? [how(walk, way)] : [];
    if (this.isEnded) lines.push(STAYS);
    this.note.replaceChildren(...lines.map((words) => el('span', {}, words)));
  }
}

/**
 * Say how long a way is, and how long it takes.
 * @param {Position[]} points
 * @param {import('./types').WalkBody|null} walk
 * @param {import('./types').WayBody|undefined} way
 */
export function measured(points, walk, way) {
  if (!points.length) return start();
  if (points.length === 1) return `${pressWord()} where it leads.`;
  const line = walk?.lineM ?? lengthOf(points);
  const length = lengthWords(walk?.along ? walk.pathM : line);
  const where = walk?.along ? 'along streets' : 'in a straight line';
  if (!way) return `${length} ${where}.`;
  if (walk && walk.minutes === null) return `${length} ${where}. No way leads there.`;
  const takes = walk?.minutes ?? line / way.metresPerMin;
  return `${length} ${where}: about ${timeWords(takes)} ${way.words}.`;
}

/** @param {import('./types').WalkBody|null} walk @param {import('./types').WayBody} way */
function how(walk, way) {
  if (walk?.along) return `Measured ${walk.method}.`;
  const wide = walk && way.around ? ', around wide water' : '';
  return `Minutes are an estimate: the straight line × ${way.detour}, at ${way.paceKmh} km/h${wide}.`;
}
