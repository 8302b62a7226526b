/**
 * Measuring on the map: a distance from point to point, and how long it takes by the question’s own
 * journeys. How fast people travel is told by Python; where the pack holds streets, the way along
 * them is asked for.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 */

import { button } from './controls.js';
import { el } from './elements.js';
import { lengthOf, lengthWords, timeWords } from './spans.js';

const MOST = 20; // points of one way, as the server takes them
const START = 'Click on the map where the way begins.';

/** The tool, and its panel. */
export class Measure {
  /** @param {import('./tools.js').Tools} tools */
  constructor(tools) {
    this.tools = tools;
    /** @type {Position[]} */
    this.points = [];
    this.turn = 0;
    /** @type {import('./types').WalkBody|null} */
    this.walk = null; // along streets, of the points as they are
    /** @type {import('./sketch.js').Sketch|undefined} */
    this.drawn = undefined;
    this.said = el('p', { class: 'tool-answer', role: 'status' }, START);
    this.note = el('p', { class: 'tool-note' });
    const again = () => this.clear();
    this.panel = el(
      'div',
      { class: 'tool-stack' },
      this.said,
      this.note,
      el(
        'div',
        { class: 'tool-row' },
        button('To the map, by keys', () => tools.aim.toMap()),
        button('Take the last back', () => this.back()),
        button('Begin again', again),
      ),
    );
  }

  open() {
    this.tools.aim.start({
      onPoint: (at) => this.add(at),
      onBack: () => this.back(),
      onEscape: () => this.tools.close(),
    });
    this.draw();
  }

  close() {
    this.tools.aim.stop();
    this.turn += 1;
    this.points = [];
    this.walk = null;
    this.drawn?.clear();
  }

  /** @param {Position} at */
  add(at) {
    if (this.points.length === MOST) return;
    this.points = [...this.points, at];
    this.measure();
  }

  back() {
    this.points = this.points.slice(0, -1);
    this.measure();
  }

  clear() {
    this.points = [];
    this.measure();
  }

  /** Say and draw the way as it is; along streets as soon as that is here. */
  async measure() {
    this.turn += 1;
    const { turn } = this;
    this.walk = null;
    this.draw();
    if (this.points.length < 2) return;
    try {
      const way = await this.tools.way();
      if (turn !== this.turn) return;
      this.draw(way);
      if (!way.streets && !way.around) return;
      const here = this.points.map(([lat, lon]) => `${lat.toFixed(6)},${lon.toFixed(6)}`);
      const walk = await this.tools.ask('walk', { here: here.join(';') });
      if (turn !== this.turn) return;
      this.walk = walk;
      this.draw(way);
    } catch (error) {
      if (turn === this.turn) this.note.textContent = this.tools.problem(error);
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
    this.note.textContent = way && points.length > 1 ? how(walk, way) : '';
  }
}

/**
 * Say how long a way is, and how long it takes.
 * @param {Position[]} points
 * @param {import('./types').WalkBody|null} walk
 * @param {import('./types').WayBody|undefined} way
 */
export function measured(points, walk, way) {
  if (!points.length) return START;
  if (points.length === 1) return 'Click where it leads.';
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
