/**
 * What is drawn: areas, the heavy outline, places with their names, services, what is chosen.
 *
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Collection} Collection
 * @typedef {import('./types').Colours} Colours
 * @typedef {import('./types').Pick} Pick
 * @typedef {import('./types').Point} Point
 */

import { Areas } from './areas.js';
import { Boundaries } from './boundaries.js';
import { drawingKinds, fillsOf } from './canvas.js';
import { Ground } from './ground.js';
import { Names } from './names.js';
import { Outlining } from './outlining.js';
import { Overlaid } from './overlaid.js';
import { Pointing } from './pointing.js';
import { Services } from './services.js';
import { Sight } from './sight.js';
import { makeMap, View } from './view.js';

const OVER_TILES = 0.78;

/** The drawing itself; it knows nothing of the page around it. */
export class Scene {
  /**
   * @param {import('./types').Leaflet} L
   * @param {HTMLElement} holder
   * @param {import('./pointing.js').Listeners} listeners
   */
  constructor(L, holder, listeners) {
    this.L = L;
    this.holder = holder;
    this.kinds = drawingKinds(L);
    const renderer = new this.kinds.Canvas({ padding: 0.15 });
    this.map = makeMap(L, holder, renderer);
    this.view = new View(this.map);
    /** @type {number|null} */
    this.marked = null; // the class that a heavy outline marks
    this.isDark = false;
    this.groups = this.makeGroups();
    this.drawnAreas = new Areas(L, this.map, renderer);
    this.services = new Services(L, this.map, this.kinds);
    this.names = new Names(L, this.map, () => ({
      symbols: this.services.boxes(),
      kept: this.overlaid.boxes(),
    }));
    /** @type {Ground|null} */
    this.ground = null;
    this.boundaries = new Boundaries(this);
    this.outlining = new Outlining(this);
    this.sight = new Sight(this);
    this.pointing = new Pointing(this, listeners);
    this.map.on('zoomend', () => this.outlining.again());
    this.map.on('moveend', () => this.tidy());
    this.overlaid = new Overlaid(holder, {
      onResize: () => {
        this.sight.resized();
        this.names.measure();
        this.tidy();
      },
      onPanel: () => {
        this.sight.coveredAnew();
        this.tidy();
      },
      onCover: () => this.tidy(),
    });
  }

  makeGroups() {
    const group = () => this.L.featureGroup().addTo(this.map);
    const [areas, marked, outlines, places, lines] = Array.from({ length: 5 }, group);
    const [chosen, hover] = Array.from({ length: 2 }, group);
    return { areas, marked, outlines, places, lines, chosen, hover };
  }

  /** @returns {Feature[]} */
  get features() {
    return this.drawnAreas.features;
  }

  /** Let names find room again, those of the ground after those of places. */
  tidy() {
    this.names.tidy();
    this.ground?.tidy();
  }

  /** Draw what is to be drawn with the next frame at once: a print does not wait for it. */
  drawAtOnce() {
    this.outlining.again();
    this.map.eachLayer((/** @type {any} */ layer) => {
      if (!layer._redrawRequest) return;
      this.L.Util.cancelAnimFrame(layer._redrawRequest);
      layer._redraw();
    });
  }

  /** Take the drawing down. */
  remove() {
    this.overlaid.leave();
    this.map.remove();
  }

  /**
   * Show a background of tiles, where the settings name one.
   * @param {{tiles: string}|null} basemap
   */
  setBasemap(basemap) {
    if (this.tiles || !basemap) return;
    this.tiles = this.L.tileLayer(basemap.tiles).addTo(this.map);
    this.drawnAreas.setOpacity(OVER_TILES);
  }

  /**
   * Draw the ground beneath, or none.
   * @param {boolean} asked
   * @param {(rank: number) => Promise<any>} fetchRank
   * @param {(credits: string[]) => void} onCredits
   */
  setGround(asked, fetchRank, onCredits) {
    if (asked === Boolean(this.ground)) return;
    if (!asked) {
      for (const sheet of this.sheets) sheet.remove();
      this.ground = null;
      return;
    }
    const taken = () => this.taken();
    this.ground = new Ground(this.L, this.map, { fetchRank, taken, onCredits });
    for (const sheet of this.sheets) sheet.addTo(this.map);
    this.ground.setLook({ isDark: this.isDark, halo: this.look.halo });
    this.order();
  }

  /** @returns {any[]} */
  get sheets() {
    return this.ground ? [this.ground.beneath, this.ground.through, this.ground.names] : [];
  }

  /**
   * Where the names of settlements may not stand: on those of places and the lines to them, on services,
   * under panels.
   */
  taken() {
    const names = new Set(this.names.names.map(({ label }) => label.textContent ?? ''));
    const { boxes, lines } = this.names;
    return {
      boxes: [...boxes, ...lines, ...this.services.boxes(), ...this.overlaid.boxes()],
      names,
    };
  }

  /** Put everything in its order: the ground, areas, its lines, outlines, places, services. */
  order() {
    const { marked, outlines, places, lines, chosen, hover } = this.groups;
    this.ground?.beneath.bringToBack();
    this.ground?.through.bringToFront();
    for (const group of [marked, outlines, places, lines, chosen]) group.bringToFront();
    this.ground?.names.bringToFront(); // no line takes a letter of them
    for (const group of [hover, this.services]) group.bringToFront();
  }

  /**
   * Draw the areas' shapes, in the order of the classes to come.
   * @param {Collection} collection
   */
  setAreas(collection) {
    const { drawnAreas, groups } = this;
    const isFirst = !this.features.length;
    this.sight.whole = drawnAreas.boundsOf(collection.features);
    drawnAreas.set(collection.features); // before it moves, which draws what is there
    if (isFirst || !this.view.isMoved) this.sight.showWhole();
    groups.areas.addLayer(drawnAreas.sheet);
  }

  /**
   * Draw everything by the outlines that are to be drawn now, the finer or the general ones.
   * @param {Iterable<number>} areas whose outlines are others now
   */
  refine(areas) {
    if (!this.colours) return;
    this.drawnAreas.redraw(areas);
    this.mark(this.marked);
    this.boundaries.draw();
    this.order();
    this.outlining.again();
  }

  /** @returns {Feature[]} every place that is drawn, as a shape or by its lines */
  placesDrawn() {
    return [...this.features, ...this.boundaries.drawn];
  }

  /** @param {Feature} feature @param {object} style */
  polygon(feature, style) {
    return this.L.polygon(this.drawnAreas.latLngs(feature), style);
  }

  /** @returns {Colours} */
  get look() {
    if (!this.colours) throw new Error('painted before its colours were known');
    return this.colours;
  }

  /**
   * Take the colours of the page's ground; places are drawn in them too.
   * @param {Colours} colours
   * @param {boolean} [isDark]
   */
  setColours(colours, isDark = false) {
    this.isDark = isDark;
    this.colours = colours;
    this.ground?.setLook({ isDark: this.isDark, halo: colours.halo });
    this.boundaries.recolour();
  }

  /**
   * Colour the areas.
   * @param {string} classes a digit for each area
   * @param {{unknown: number, suppressed: number}} codes the classes of areas without a figure
   * @param {number|null} marked the class that a heavy outline marks as well
   */
  paint(classes, codes, marked) {
    const fills = fillsOf(this.look, codes);
    this.drawnAreas.paint([...classes].map(Number), fills, this.look.line);
    this.mark(marked);
  }

  /**
   * Outline the marked class heavily, on its own side of the line, below the places.
   * @param {number|null} marked
   */
  mark(marked) {
    this.marked = marked;
    this.groups.marked.clearLayers();
    const sheet = this.drawnAreas.mark(marked, this.look);
    if (sheet) this.groups.marked.addLayer(sheet);
    this.order();
  }

  /**
   * Bring one class forward, or, with null, none.
   * @param {number|null} code
   */
  highlight(code) {
    this.drawnAreas.highlight(code);
  }

  /**
   * Draw the places' outlines and names.
   * @param {Collection} collection
   */
  setPlaces(collection) {
    this.boundaries.setPlaces(collection.features);
    this.order();
    this.ground?.tidy();
  }

  /**
   * Draw what lies over the colours in place of the usual lines; the usual ones where it is null.
   * @param {import('./types').LaidBody|null} laid
   * @param {Feature[][]} shapes of each of its lines, then the areas where it has outlines
   * @param {string} kind of the places that can be chosen by their names
   */
  setLaid(laid, shapes, kind) {
    if (!laid && !this.boundaries.laid) return;
    this.boundaries.setLaid(laid, shapes, kind);
    this.setOpacity(laid?.opacity ?? 1);
    if (this.ground) {
      this.ground.opacity = laid?.ground ?? 1;
      this.ground.redraw();
    }
    this.order();
  }

  /** @param {number} opacity of the colours, 0 to 1 */
  setOpacity(opacity) {
    this.drawnAreas.setOpacity(opacity * (this.tiles ? OVER_TILES : 1));
  }

  /**
   * Draw the services.
   * @param {Point[]} points
   * @param {string[]} [look] the colour of each service
   */
  setPoints(points, look) {
    this.services.set(points, this.look, look);
    this.outlining.again();
    this.tidy();
  }
}
