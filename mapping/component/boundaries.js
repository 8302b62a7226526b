/**
 * The outlines of places with their names, and the lines that layers lay in their place.
 *
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').LaidBody} LaidBody
 */

import { outlineOf } from './outline.js';

const LINE = 1.5; // pixels: the usual boundary
const CASING = 2.6; // how much wider what parts it from any fill is
/** @type {'butt'} */
const DASH_END = 'butt'; // round ends would fill the gaps of a wide line
/** @type {{interactive: false, fill: false, lineJoin: 'round'}} */
export const EDGE = { interactive: false, fill: false, lineJoin: 'round' };

/** The boundaries on one map. */
export class Boundaries {
  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {Feature[]} */
    this.places = []; // the question’s own
    /** @type {LaidBody|null} */
    this.laid = null; // what lies there in place of them
    /** @type {Feature[][]} */
    this.shapes = []; // of each of the laid lines, then the areas where it has outlines
    this.kind = ''; // of the places that can be chosen by their names
  }

  /** @returns {Feature[]} every place that is drawn, as a shape or by its lines */
  get drawn() {
    return [...this.places, ...this.shapes.flat()];
  }

  /** @param {Feature[]} places */
  setPlaces(places) {
    this.places = places;
    if (!this.laid) this.drawPlaces();
  }

  /**
   * Draw what layers lay in place of the usual lines; the usual ones where it is null.
   * @param {LaidBody|null} laid
   * @param {Feature[][]} shapes
   * @param {string} kind
   */
  setLaid(laid, shapes, kind) {
    this.laid = laid;
    this.shapes = shapes;
    this.kind = kind;
    this.draw();
  }

  /** Draw the outlines, the lines and the names of places. */
  draw() {
    const { laid, shapes } = this;
    const { lines, outlines } = this.scene.groups;
    lines.clearLayers();
    outlines.clearLayers();
    const areas = shapes[laid?.lines?.length ?? 0] ?? [];
    for (const each of laid?.outlines ?? []) this.addOutline(each, areas);
    laid?.lines?.forEach((line, at) => {
      this.addLine(line, shapes[at]);
    });
    this.drawPlaces();
  }

  /** @param {import('./types').LaidOutline} outline @param {Feature[]} areas */
  addOutline({ inside, dash, opacity }, areas) {
    const { drawnAreas, groups, L, look } = this.scene;
    const { ink, halo } = look;
    const drawn = inside.map((at) => ({
      ...areas[at],
      geometry: drawnAreas.geometryOf(areas[at]),
    }));
    const latLngs = L.GeoJSON.coordsToLatLngs(outlineOf(drawn), 1);
    const style = { ...EDGE, color: ink, weight: 2.8, halo, haloWeight: 2.4, opacity };
    const dashed = { ...style, dashArray: dash.join(' '), smoothFactor: 0, lineCap: DASH_END };
    L.polyline(latLngs, dashed).addTo(groups.outlines);
  }

  /** @param {import('./types').LaidLine} line @param {Feature[]} places */
  addLine({ width, dash, opacity }, places) {
    const { ink, halo } = this.scene.look;
    const line = { color: ink, weight: LINE * width, halo, haloWeight: CASING, opacity };
    const dashed = { dashArray: dash.join(' '), lineCap: DASH_END };
    for (const each of places) {
      const style = { ...EDGE, ...line, ...dashed };
      this.scene.polygon(each, style).addTo(this.scene.groups.lines);
    }
  }

  /** Draw the question’s places, or where lines are laid the names of each kind, the highest first. */
  drawPlaces() {
    const { kind, laid, places, scene, shapes } = this;
    scene.groups.places.clearLayers();
    if (laid?.lines) {
      const named = laid.lines.map((line, at) => {
        return { places: shapes[at] ?? [], isChosenBy: line.kind === kind };
      });
      scene.names.set(named.reverse().map((each, style) => ({ ...each, style })));
      return;
    }
    for (const each of places) {
      scene.polygon(each, this.placeStyle()).addTo(scene.groups.places);
    }
    scene.names.set([{ places }]);
  }

  /** Draw the places in the colours of the scene. */
  recolour() {
    this.scene.groups.places.setStyle(this.placeStyle());
  }

  placeStyle() {
    const { ink, halo } = this.scene.look;
    return { ...EDGE, color: ink, weight: LINE, halo, haloWeight: CASING, opacity: 1 };
  }
}
