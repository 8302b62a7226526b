/**
 * The areas of one map: their shapes, colours, and the finer outlines that take the place of the
 * general ones where the map is near.
 *
 * @typedef {import('./types').L.Polygon} Polygon
 * @typedef {import('./types').L.LatLng} LatLng
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Geometry} Geometry
 */

import { ringsOf } from './outline.js';

const DIMMED = 0.16;

/** What is drawn of the areas; colours are set on all of them, and the canvas is drawn once. */
export class Areas {
  /**
   * @param {import('./types').Leaflet} L
   * @param {any} renderer the map's canvas
   * @param {import('./types').L.FeatureGroup} group that holds them
   */
  constructor(L, renderer, group) {
    this.L = L;
    this.renderer = renderer;
    this.group = group;
    /** @type {Feature[]} as they are fetched, shared by every map */
    this.features = [];
    /** @type {Polygon[]} */
    this.shapes = [];
    /** @type {number[]} */
    this.classes = [];
    /** @type {number|null} */
    this.forward = null; // the class brought forward
    this.opacity = 1;
    this.isNear = false;
    /** @type {WeakMap<Feature, Geometry>} finer outlines, of areas and of places */
    this.finer = new WeakMap();
  }

  /**
   * Return what part of the world some areas take, before they are drawn.
   * @param {Feature[]} features
   */
  boundsOf(features) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { geometry } of features) {
      for (const ring of ringsOf(geometry)) {
        for (const [lon, lat] of ring) {
          if (lon < box[0]) box[0] = lon;
          if (lat < box[1]) box[1] = lat;
          if (lon > box[2]) box[2] = lon;
          if (lat > box[3]) box[3] = lat;
        }
      }
    }
    const [west, south, east, north] = box;
    return features.length
      ? this.L.latLngBounds([south, west], [north, east])
      : this.L.latLngBounds([]);
  }

  /**
   * Take new areas in.
   * @param {Feature[]} features
   * @param {(area: Polygon, index: number) => void} listen
   */
  set(features, listen) {
    this.group.clearLayers();
    this.features = features;
    this.shapes = features.map((feature, index) => {
      const area = this.L.polygon(this.latLngs(feature), { weight: 0.6, fillOpacity: 1 });
      listen(area, index);
      return area.addTo(this.group);
    });
  }

  /**
   * Return an outline as it is drawn now: the finer one where the map is near and it is here.
   * @param {Feature} feature
   * @returns {Geometry}
   */
  geometryOf(feature) {
    return (this.isNear && this.finer.get(feature)) || feature.geometry;
  }

  /** @param {Feature} feature */
  latLngs(feature) {
    const { type, coordinates } = this.geometryOf(feature);
    const depth = type === 'Polygon' ? 1 : 2;
    return /** @type {LatLng[][]} */ (this.L.GeoJSON.coordsToLatLngs(coordinates, depth));
  }

  /**
   * Return some of the areas with their outlines as they are drawn now.
   * @param {(index: number) => boolean} which
   * @returns {Feature[]}
   */
  drawn(which) {
    return this.features
      .filter((_, index) => which(index))
      .map((feature) => ({ ...feature, geometry: this.geometryOf(feature) }));
  }

  /**
   * Draw some of the areas again, by other outlines.
   * @param {Iterable<number>} indexes
   */
  redraw(indexes) {
    for (const index of indexes) {
      this.shapes[index]?.setLatLngs(this.latLngs(this.features[index]));
    }
  }

  /**
   * Colour the areas.
   * @param {number[]} classes
   * @param {string[]} fills the colour of each class
   * @param {string} color of the lines between them
   */
  paint(classes, fills, color) {
    this.classes = classes;
    this.shapes.forEach(({ options }, index) => {
      options.fillColor = fills[classes[index]];
      options.color = color;
    });
    this.fade();
  }

  /** @param {number|null} code of the class brought forward; null for none */
  highlight(code) {
    if (code === this.forward) return;
    this.forward = code;
    this.fade();
  }

  /** @param {number} opacity */
  setOpacity(opacity) {
    if (opacity === this.opacity) return;
    this.opacity = opacity;
    this.fade();
  }

  fade() {
    this.shapes.forEach(({ options }, index) => {
      const isFull = this.forward === null || this.classes[index] === this.forward;
      options.fillOpacity = isFull ? this.opacity : DIMMED;
    });
    this.renderer.redrawAll();
  }

  /**
   * Return which areas lie in a part of the world, by their places in the pack.
   * @param {import('./types').L.LatLngBounds} bounds
   */
  within(bounds) {
    return this.shapes.flatMap((area, index) =>
      bounds.intersects(area.getBounds()) ? [index] : [],
    );
  }
}
