/**
 * What has come for a map is brought into the drawing, each thing by itself and only where it is
 * another than is drawn already.
 *
 * @typedef {import('./types').Collection} Collection
 * @typedef {import('./types').Colours} Colours
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').State} State
 * @typedef {import('./scene.js').Scene} Scene
 */

import { getJson } from './fetching.js';
import { isDark } from './frame.js';
import { NotePins } from './note_pins.js';
import { beside } from './shapes.js';
import { byGap } from './words.js';

/** Takes what comes for one map. */
export class Taking {
  /**
   * @param {import('./frame.js').Frame} frame
   * @param {State} state
   * @param {import('./choice.js').Choice} choice
   * @param {import('./notes_table.js').NotesTable} notes
   * @param {() => void} onCredits called when the ground has others
   */
  constructor(frame, state, choice, notes, onCredits) {
    this.frame = frame;
    this.state = state;
    this.choice = choice;
    this.notes = notes;
    this.onCredits = onCredits;
    /** @type {Scene|undefined} */
    this.scene = undefined; // once the map library is here
    /** @type {NotePins|undefined} */
    this.pins = undefined;
    this.isDark = false;
    this.isPaper = false; // while the page is printed, as light as paper
    /** @type {Partial<Record<keyof import('./types').Addresses, string>>} */
    this.shown = {}; // the addresses of what is drawn
    this.told = { look: '', colours: '', lines: '', doors: '' }; // what is drawn already, as text
    /** @type {Colours|undefined} */
    this.colours = undefined;
    /** @type {string[]} */
    this.look = []; // the colour of each kind of door
    /** @type {(() => void)|null} */
    this.again = null; // draws what is here in the colours of the page
  }

  /** @param {Scene} scene */
  setScene(scene) {
    this.scene = scene;
    this.pins = new NotePins(scene);
  }

  /** @param {Collection} collection */
  takeAreas(collection) {
    const { scene, state } = this;
    const { classes, colourBy, colours, constants, legend, map, basemap } = state.message;
    if (!scene) return;
    this.isDark = !this.isPaper && isDark(this.frame.root);
    this.colours = colours[this.isDark ? 'dark' : 'light'];
    this.setColours(this.colours, this.isDark);
    this.setGround();
    scene.setBasemap(basemap);
    if (map.areas !== this.shown.areas) {
      this.choice.hover(null); // its number is another shape’s now
      scene.setAreas(collection);
      state.features = collection.features;
      this.shown.areas = map.areas;
    }
    const look = JSON.stringify([map.areas, classes, colourBy, this.colours]);
    if (look !== this.told.look) scene.paint(classes, constants, legend.marked);
    this.told.look = look;
  }

  /** @param {Collection} collection */
  takePlaces(collection) {
    const { places } = this.state.message.map;
    if (places === this.shown.places) return;
    this.scene?.setPlaces(collection);
    this.state.places = collection.features;
    this.shown.places = places;
  }

  /** @param {import('./types').LaidBody} body @param {Feature[][]} shapes of its lines, and areas */
  takePoints(body, shapes) {
    const { map } = this.state.message;
    const [lines, doors] = [body.written?.lines, body.written?.doors].map((each) =>
      JSON.stringify([each ?? map.points, map.places, this.colours]),
    );
    const laid = body.lines ? body : null;
    const kind = decodeURIComponent(map.places.match(/places\/(.*)\.json/)?.[1] ?? '');
    if (lines !== this.told.lines) this.scene?.setLaid(laid, shapes, kind);
    this.look = body.colours?.[this.isDark ? 1 : 0] ?? [];
    if (doors !== this.told.doors) this.scene?.setPoints(body.points, this.look);
    this.pins?.set(laid?.noted?.rows ?? []);
    this.notes.set(laid?.noted?.said ?? '', laid?.noted?.rows ?? []);
    this.state.points = body.points;
    this.state.factLabels = body.facts ?? [];
    this.state.laid = laid;
    Object.assign(this.told, { lines, doors });
  }

  /** Take the notes as they are kept now. @param {import('./types').LayerBody} body */
  takeNotes({ said, said_by_people: rows }) {
    const { laid } = this.state;
    if (!laid || !rows) return;
    laid.noted = { said, rows };
    this.pins?.set(rows);
    this.notes.set(said, rows);
  }

  /** @param {import('./types').FiguresBody} body */
  takeFigures({ heading, figures, parameters, credits, sources, order }) {
    Object.assign(this.state, { heading, figures, parameters, credits, sources });
    this.choice.order = order ?? byGap(figures, this.state.features.length);
  }

  setGround() {
    const { message } = this.state;
    if (!message.ground) this.state.groundCredits = [];
    this.scene?.setGround(
      Boolean(message.ground),
      (rank) => getJson(beside(message, `ground/${rank}`)),
      (credits) => {
        this.state.groundCredits = credits;
        this.onCredits();
      },
    );
  }

  /** @param {Colours} colours @param {boolean} dark */
  setColours(colours, dark) {
    const told = JSON.stringify(colours);
    if (told === this.told.colours) return;
    this.told.colours = told;
    this.scene?.setColours(colours, dark);
    for (const [name, value] of Object.entries(colours)) {
      if (typeof value === 'string') this.frame.root.style.setProperty(`--map-${name}`, value);
    }
  }
}
