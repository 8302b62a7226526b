/**
 * The turns in which a map fetches what it draws: everything is asked for as early as its address is
 * known and drawn as it comes; a later turn stops an earlier one.
 *
 * @typedef {import('./types').Message} Message
 */

import { getJson } from './fetching.js';
import { shapesOf } from './shapes.js';

/** The turns of one map. */
export class Turns {
  /**
   * @param {import('./laying.js').Laying} laying
   * @param {import('./taking.js').Taking} taking
   * @param {{ready: () => Promise<void>, finish: () => void, fail: (error: unknown) => void}} map
   *   which makes the drawing, brings the words around it up to it, and says that it cannot be drawn
   */
  constructor(laying, taking, { ready, finish, fail }) {
    this.laying = laying;
    this.taking = taking;
    this.ready = ready;
    this.finish = finish;
    this.fail = fail;
    this.turn = 0;
  }

  /** Stop whatever is still on its way. */
  stop() {
    this.turn += 1;
  }

  /**
   * Fetch what is not yet here, drawing each thing as it comes.
   * @param {Message} message as it was sent
   */
  async next(message) {
    this.turn += 1;
    const { laying, taking, turn } = this;
    /** @type {(step: (got: any) => void) => (got?: any) => void} */
    const here = (step) => (got) => {
      if (turn === this.turn) step(got);
    };
    try {
      const early = earlyOf(message).map(getJson); // most often these
      laying.askAhead(message);
      const putting = laying.put(message);
      for (const each of [...early, putting]) each.catch(() => {}); // waited for below
      await this.ready();
      const { message: whole, over } = await putting;
      over.catch(() => {});
      if (turn !== this.turn) return;
      taking.state.message = whole;
      const figures = getJson(whole.map.figures);
      figures.catch(() => {});
      taking.again = null;
      const areas = await getJson(whole.map.areas);
      here(() => taking.takeAreas(areas))();
      await Promise.all([
        getJson(whole.map.places).then(here((got) => taking.takePlaces(got))),
        over.then(async (got) => {
          const shapes = await shapesOf(whole, got);
          here(() => {
            taking.takePoints(got, shapes);
            taking.again = () => {
              taking.takeAreas(areas);
              taking.takePoints(got, shapes);
            };
          })();
        }),
        figures.then(here((got) => taking.takeFigures(got))),
      ]);
      here(() => this.finish())();
    } catch (error) {
      here(() => this.fail(error))();
    }
  }
}

/**
 * List what is asked for at once: without layers, all that is drawn is known from the first.
 * @param {Message} message
 */
function earlyOf({ layers, map: { areas, places, figures, points } }) {
  return layers === undefined ? [areas, places, figures, points] : [areas, places];
}
