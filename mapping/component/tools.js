/**
 * The tools that work with points on the map, and what they share: aim, sketches, questions to the
 * server, and what they tell the page.
 */

import { Aim } from './aim.js';
import { DrawTool } from './draw.js';
import { FetchProblem, getJson } from './fetching.js';
import { Marks } from './marks.js';
import { Measure } from './measure.js';
import { Sketch } from './sketch.js';
import { WithinTool } from './within.js';

const ICONS = {
  draw: 'M3.5 14.5 6 5l8 1.5 2.5 6-5 4zM6 5h.01M14 6.5h.01M3.5 14.5h.01M11.5 16.5h.01',
  measure: 'M2.5 13.5 13.5 2.5l4 4-11 11zM6 10l1.5 1.5M8.5 7.5 10.5 9.5M11 5l1.5 1.5',
  within: 'M10 17.5a7.5 7.5 0 1 1 7.5-7.5M10 6v4l2.5 1.5M15 12.5v5M12.5 15h5',
};

/** @typedef {(refused: string) => void} Answered why it could not be made; nothing where it was */

/** The tools of one map. */
export class Tools {
  /**
   * @param {import('./frame.js').Frame} frame
   * @param {import('./types').State} state
   * @param {import('./choice.js').Choice} choice
   */
  constructor(frame, state, choice) {
    this.frame = frame;
    this.state = state;
    this.choice = choice;
    /** @type {((name: string, value: unknown) => void)|null} */
    this.tell = null;
    /** @type {import('./scene.js').Scene|null} */
    this.scene = null;
    /** @type {{before: string, answered: Answered}|null} */
    this.waiting = null; // for the page to make a place
    this.aim = new Aim(frame, state);
    this.measure = new Measure(this);
    this.within = new WithinTool(this);
    this.draw = new DrawTool(this);
    this.add('draw', 'A place of your own', this.draw);
    this.add('measure', 'Measure', this.measure);
    this.add('within', 'What is within reach of here', this.within);
  }

  /**
   * @param {keyof typeof ICONS} key
   * @param {string} label
   * @param {{panel: HTMLElement, open: () => void, close: () => void}} tool
   */
  add(key, label, tool) {
    this.frame.addTool({
      ...{ key, label, icon: ICONS[key], panel: tool.panel },
      onOpen: () => tool.open(),
      onClose: () => tool.close(),
    });
  }

  /** @param {import('./scene.js').Scene} scene */
  setScene(scene) {
    this.scene = scene;
    this.aim.setScene(scene);
    this.marks = new Marks(scene);
  }

  /**
   * Choose what a person picked on the map, or hand it to the tool that is aiming.
   * @param {import('./types').Pick} pick
   * @param {import('./types').L.Point} [at]
   */
  pick(pick, at) {
    if (this.aim.isAiming) this.aim.pick(pick);
    else this.choice.press(pick, at);
  }

  /**
   * List what stands at one spot, unless a tool is aiming there.
   * @param {number[]} members
   * @param {import('./types').L.Point} at
   */
  list(members, at) {
    if (!this.aim.isAiming) this.choice.doors.list(members, at);
  }

  /**
   * Ask the page for something of the places of one’s own.
   * @param {object} asked
   * @param {Answered} answered
   */
  askForPlace(asked, answered) {
    this.waiting = { before: this.ownState, answered };
    this.tell?.('own', asked);
  }

  /** @returns {string} the places that there are and what is chosen, as text */
  get ownState() {
    const { own, selected } = this.state.message;
    return JSON.stringify([own, selected]);
  }

  /** Tell whoever waits what the page made of it, once it has said. */
  hear() {
    const { waiting } = this;
    const { refused } = this.state.message;
    if (!waiting || (!refused && waiting.before === this.ownState)) return;
    this.waiting = null;
    waiting.answered(refused ? refused.slice(1).join(' ') : '');
  }

  /** Bring the panels up to a message. */
  update() {
    const button = this.frame.stage.querySelector('[data-tool="draw"]');
    if (button instanceof HTMLElement) button.hidden = !this.takesOwn;
    this.marks?.set(this.state.message.marks ?? []);
    this.draw.update();
    this.within.update();
    this.hear();
  }

  sketch() {
    return this.scene ? new Sketch(this.scene) : null;
  }

  close() {
    this.frame.closeTools();
    this.frame.canvas.focus({ preventScroll: true });
  }

  /** Whether the page takes places of one’s own: it tells which there are. */
  get takesOwn() {
    return this.state.message.own !== undefined;
  }

  /** The path that the app is served under. */
  get base() {
    return this.state.message.component.split('/drawing/')[0];
  }

  get constants() {
    return this.state.message.constants;
  }

  /** @returns {URLSearchParams} the question of the page, as its addresses have it */
  get asked() {
    const { asked, map } = this.state.message;
    const given = new URLSearchParams(asked ?? map.figures.split('?')[1]);
    given.delete('v');
    return given;
  }

  /**
   * Ask the server about points on the map.
   * @param {'way'|'within'|'walk'} what
   * @param {Record<string, string|null>} [changes] settings that differ; null takes one out
   */
  ask(what, changes = {}) {
    const { places } = this.state.message.map;
    const given = this.asked;
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) given.delete(name);
      else given.set(name, value);
    }
    const edition = new URLSearchParams(places.split('?')[1]).get('v');
    if (edition) given.set('v', edition);
    return getJson(`${places.replace(/places.*/, `${what}.json`)}?${given}`);
  }

  /** @returns {Promise<import('./types').WayBody>} */
  way() {
    return this.ask('way');
  }

  /** @param {unknown} error @returns {string} why something could not be had, in words */
  problem(error) {
    if (!(error instanceof FetchProblem)) console.error(error);
    return error instanceof FetchProblem ? error.message : 'Something went wrong in drawing it.';
  }
}
