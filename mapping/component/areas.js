/**
 * The areas of one map: their shapes, colours, and the finer outlines that take the place of the
 * general ones where the map is near. All of them are one layer of the map.
 *
 * @typedef {import('./types').L.LatLng} LatLng
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Geometry} Geometry
 * @typedef {import('./flat.js').Flat} Flat
 * @typedef {import('./ground.js').Sight} Sight
 * @typedef {CanvasRenderingContext2D} Context
 */

import { flatten, isInside, traceArea, usualWidth } from './flat.js';
import { sheetKind, worldOf } from './ground.js';
import { outlineOf } from './outline.js';
import { cellsOf, colourIn, edgesOf, fillArea } from './raster.js';

const DIMMED = 0.16;
const LINE = 0.6; // pixels: between areas
/** Pixels that areas are usually wide: lines between smaller ones would hide their colours. */
const SMALL = 4;
const ROOMY = 10; // from which the lines are as strong as they get; fainter below
const FAINT = 0.35;
const MANY = 4_000; // areas, of which small ones are drawn pixel by pixel
/** How heavy the marked class is outlined, the lighter line beneath; inside of its areas alone. */
const MARKED = /** @type {const} */ ([
  ['halo', 3],
  ['ink', 1.75],
]);

/** @type {WeakMap<Feature[], {flat: Flat, usual: number}>} as they are read, for every map */
const read = new WeakMap();

/** @param {Feature[]} features */
function flatOf(features) {
  const known = read.get(features);
  if (known) return known;
  const flat = flatten(features.map(({ geometry }) => geometry));
  const made = { flat, usual: usualWidth(flat) };
  read.set(features, made);
  return made;
}

/** What is drawn of the areas: on one sheet, the heavy outline of a class on another. */
export class Areas {
  /**
   * @param {import('./types').Leaflet} L
   * @param {import('./types').L.Map} map
   * @param {any} renderer the map's canvas
   */
  constructor(L, map, renderer) {
    this.L = L;
    this.map = map;
    this.renderer = renderer;
    /** @type {Feature[]} as they are fetched, shared by every map */
    this.features = [];
    this.flat = flatten([]);
    this.usual = 0; // how wide they usually are, in pixels at zoom 0
    /** @type {number[]} */
    this.classes = [];
    /** @type {Array<string|CanvasPattern>} */
    this.fills = [];
    this.line = ''; // the colour of the lines between them
    /** @type {number|null} */
    this.forward = null; // the class brought forward
    this.opacity = 1;
    this.isNear = false;
    /** @type {WeakMap<Feature, Geometry>} finer outlines, of areas and of places */
    this.finer = new WeakMap();
    /** @type {Map<number, Flat>} the finer outlines that are drawn */
    this.near = new Map();
    /** @type {{code: number, colours: {ink: string, halo: string}}|null} */
    this.marked = null;
    /** @type {import('./types').Position[][]|null} */
    this.outline = null; // of the marked class, once it is wanted
    /** @type {{of: string, owners: Int32Array}|null} */
    this.owned = null; // the area of each pixel, in the view that it is of
    this.edition = 0; // of the shapes
    const Sheet = sheetKind(L);
    this.sheet = new Sheet(
      (/** @type {Context} */ ctx, /** @type {Sight} */ sight) => this.draw(ctx, sight),
      {
        holds: (/** @type {import('./types').L.Point} */ at) => this.indexAt(at) >= 0,
        bounds: () => this.bounds(),
      },
    );
    this.markedSheet = new Sheet((/** @type {Context} */ ctx, /** @type {Sight} */ sight) =>
      this.drawMarked(ctx, sight),
    );
  }

  /**
   * Return what part of the world some areas take, before they are drawn.
   * @param {Feature[]} features
   */
  boundsOf(features) {
    return this.boundsIn(flatOf(features).flat.boxes);
  }

  bounds() {
    return this.boundsIn(this.flat.boxes);
  }

  /**
   * Return what part of the world one area takes.
   * @param {number} index
   */
  boundsOfOne(index) {
    const { boxes } = this.near.get(index) ?? { boxes: this.boxOf(index) };
    return this.boundsIn(boxes);
  }

  /** @param {number} index */
  boxOf(index) {
    return this.flat.boxes.subarray(4 * index, 4 * index + 4);
  }

  /** @param {Float64Array} boxes in pixels at zoom 0 */
  boundsIn(boxes) {
    const { L } = this;
    if (!boxes.length) return L.latLngBounds([]);
    const whole = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < boxes.length; at += 4) {
      whole[0] = Math.min(whole[0], boxes[at]);
      whole[1] = Math.min(whole[1], boxes[at + 1]);
      whole[2] = Math.max(whole[2], boxes[at + 2]);
      whole[3] = Math.max(whole[3], boxes[at + 3]);
    }
    const [west, north, east, south] = whole;
    const corners = [L.point(west, north), L.point(east, south)];
    return L.latLngBounds(corners.map((each) => L.CRS.EPSG3857.pointToLatLng(each, 0)));
  }

  /**
   * Take new areas in; they have no colours until they are painted.
   * @param {Feature[]} features
   */
  set(features) {
    const { flat, usual } = flatOf(features);
    Object.assign(this, { features, flat, usual, classes: [] });
    this.near.clear();
    this.reshape();
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
   * Draw some of the areas again, by other outlines.
   * @param {Iterable<number>} indexes
   */
  redraw(indexes) {
    for (const index of indexes) {
      const feature = this.features[index];
      const finer = this.isNear && feature && this.finer.get(feature);
      if (finer) this.near.set(index, flatten([finer]));
      else this.near.delete(index);
    }
    this.reshape();
  }

  /** Draw the areas again, as their shapes are others now. */
  reshape() {
    this.edition += 1;
    this.outline = null;
    this.repaint();
  }

  repaint() {
    for (const sheet of [this.sheet, this.markedSheet]) if (sheet._map) sheet.repaint();
  }

  /**
   * Colour the areas.
   * @param {number[]} classes
   * @param {Array<string|CanvasPattern>} fills the colour of each class
   * @param {string} line the colour of the lines between them
   */
  paint(classes, fills, line) {
    Object.assign(this, { classes, fills, line, outline: null });
    this.repaint();
  }

  /**
   * Mark a class by a heavy outline on the inner side of its areas, so that it is plain which side it
   * belongs to; on a fill as dark as the line, the line of the other end of lightness is seen.
   * @param {number|null} code
   * @param {{ink: string, halo: string}} colours
   * @returns {any} the sheet that it is drawn on, null where no area is of that class
   */
  mark(code, { ink, halo }) {
    const is = code !== null && this.classes.includes(code);
    this.marked = is ? { code, colours: { ink, halo } } : null;
    this.outline = null;
    return is ? this.markedSheet : null;
  }

  /** @param {number|null} code of the class brought forward; null for none */
  highlight(code) {
    if (code === this.forward) return;
    this.forward = code;
    this.repaint();
  }

  /** @param {number} opacity */
  setOpacity(opacity) {
    if (opacity === this.opacity) return;
    this.opacity = opacity;
    this.repaint();
  }

  /**
   * Return how opaque a class is drawn.
   * @param {number} code
   */
  alphaOf(code) {
    return this.forward === null || code === this.forward ? this.opacity : DIMMED;
  }

  /**
   * Return which areas lie in a part of the world, by their places in the pack.
   * @param {import('./types').L.LatLngBounds} bounds
   */
  within(bounds) {
    const [west, south] = worldOf(bounds.getWest(), bounds.getSouth());
    const [east, north] = worldOf(bounds.getEast(), bounds.getNorth());
    return this.inBox(west, north, east, south);
  }

  /**
   * @param {number} west @param {number} north @param {number} east @param {number} south in pixels at
   *   zoom 0
   */
  inBox(west, north, east, south) {
    const { boxes } = this.flat;
    const found = [];
    for (let at = 0; at < boxes.length; at += 4) {
      const isOut =
        boxes[at] > east || boxes[at + 2] < west || boxes[at + 1] > south || boxes[at + 3] < north;
      if (!isOut) found.push(at / 4);
    }
    return found;
  }

  /**
   * Return which area is drawn at a point, the uppermost of them; -1 where none is.
   * @param {{x: number, y: number}} at in pixels of what is drawn
   */
  indexAt({ x, y }) {
    const scale = 2 ** this.map.getZoom();
    const origin = this.map.getPixelOrigin();
    const point = { x: (x + origin.x) / scale, y: (y + origin.y) / scale };
    const slack = 1 / scale; // what is finer may reach a little further
    const { x: px, y: py } = point;
    const near = this.inBox(px - slack, py - slack, px + slack, py + slack);
    return near.findLast((index) => this.holds(index, point)) ?? -1;
  }

  /** @param {number} index @param {{x: number, y: number}} point in pixels at zoom 0 */
  holds(index, point) {
    const finer = this.near.get(index);
    return finer ? isInside(finer, 0, point) : isInside(this.flat, index, point);
  }

  /** @param {Sight} sight @returns {number[]} the areas to draw */
  seen({ left, top, width, height, zoom, origin }) {
    const scale = 2 ** zoom;
    const [west, north] = [(left + origin.x) / scale, (top + origin.y) / scale];
    return this.inBox(west, north, west + width / scale, north + height / scale);
  }

  /** @param {Sight} sight */
  isSmallIn({ zoom }) {
    return this.features.length > MANY && this.usual * 2 ** zoom < SMALL;
  }

  /** @param {Context} ctx @param {Sight} sight */
  draw(ctx, sight) {
    if (this.classes.length !== this.features.length) return; // not coloured yet
    if (this.isSmallIn(sight)) this.drawPixels(ctx, sight);
    else this.drawShapes(ctx, sight);
  }

  /**
   * Draw each class as one shape, then the lines between all areas.
   * @param {Context} ctx
   * @param {Sight} sight
   */
  drawShapes(ctx, sight) {
    const seen = this.seen(sight);
    const all = new Path2D();
    /** @type {Map<number, Path2D>} */
    const byClass = new Map();
    for (const index of seen) {
      const code = this.classes[index];
      const path = byClass.get(code) ?? new Path2D();
      byClass.set(code, path);
      this.trace(index, sight, path);
      this.trace(index, sight, all);
    }
    for (const [code, path] of byClass) {
      ctx.globalAlpha = this.alphaOf(code);
      ctx.fillStyle = this.fills[code];
      ctx.fill(path);
    }
    const width = this.usual * 2 ** sight.zoom;
    ctx.globalAlpha = Math.min(1, Math.max(FAINT, (width - SMALL) / (ROOMY - SMALL)));
    ctx.lineJoin = 'round';
    ctx.lineWidth = LINE;
    ctx.strokeStyle = this.line;
    ctx.stroke(all);
  }

  /** @param {number} index @param {Sight} sight @param {Path2D} path */
  trace(index, sight, path) {
    const finer = this.near.get(index);
    if (finer) traceArea(finer, 0, sight, path);
    else traceArea(this.flat, index, sight, path);
  }

  /** @param {Context} ctx @param {Sight} sight */
  drawPixels(ctx, sight) {
    const { width, height } = ctx.canvas;
    const image = ctx.createImageData(width, height);
    const alphas = this.fills.map((_, code) => this.alphaOf(code));
    const into = new Uint32Array(image.data.buffer);
    const cells = cellsOf(this.fills, alphas);
    colourIn(this.ownersIn(ctx, sight), width, this.classes, cells, into);
    ctx.putImageData(image, 0, 0);
  }

  /**
   * Return the area of each pixel of a view, kept while the view and the shapes are the same.
   * @param {Context} ctx
   * @param {Sight} sight
   */
  ownersIn({ canvas: { width, height } }, sight) {
    const { left, top, zoom, origin } = sight;
    const of = [left, top, zoom, origin.x, origin.y, width, height, this.edition].join();
    if (this.owned?.of === of) return this.owned.owners;
    const scale = 2 ** zoom;
    const [west, north] = [(left + origin.x) / scale, (top + origin.y) / scale];
    const grid = { width, height, west, north, scale: (scale * width) / sight.width };
    const owners = new Int32Array(width * height);
    for (const index of this.seen(sight)) fillArea(owners, grid, this.flat, index);
    this.owned = { of, owners };
    return owners;
  }

  /** @param {Context} ctx @param {Sight} sight */
  drawMarked(ctx, sight) {
    if (!this.marked || this.classes.length !== this.features.length) return;
    if (this.isSmallIn(sight)) this.markPixels(ctx, sight, this.marked);
    else this.markShapes(ctx, sight, this.marked);
  }

  /**
   * @param {Context} ctx @param {Sight} sight
   * @param {{code: number, colours: {ink: string, halo: string}}} marked
   */
  markShapes(ctx, sight, { code, colours }) {
    const is = (/** @type {number} */ index) => this.classes[index] === code;
    this.outline ??= outlineOf(
      this.features
        .filter((_, index) => is(index))
        .map((feature) => ({ ...feature, geometry: this.geometryOf(feature) })),
    );
    const within = new Path2D();
    for (const index of this.seen(sight)) if (is(index)) this.trace(index, sight, within);
    ctx.clip(within);
    ctx.lineJoin = 'round';
    const lines = pathOf(this.outline, sight);
    for (const [which, width] of MARKED) {
      ctx.strokeStyle = colours[which];
      ctx.lineWidth = 2 * width;
      ctx.stroke(lines);
    }
  }

  /**
   * Mark areas about as small as pixels: by one pixel on the inner side of where they end.
   * @param {Context} ctx @param {Sight} sight
   * @param {{code: number, colours: {ink: string, halo: string}}} marked
   */
  markPixels(ctx, sight, { code, colours }) {
    const { width, height } = ctx.canvas;
    const image = ctx.createImageData(width, height);
    const into = new Uint32Array(image.data.buffer);
    const [ink] = cellsOf([colours.ink], [1]);
    edgesOf(this.ownersIn(ctx, sight), width, this.classes, code, (at) => {
      into[at] = ink;
    });
    ctx.putImageData(image, 0, 0);
  }
}

/**
 * Return lines as a path in pixels of a drawing.
 * @param {import('./types').Position[][]} lines
 * @param {Sight} sight
 */
function pathOf(lines, { zoom, origin }) {
  const path = new Path2D();
  const scale = 2 ** zoom;
  for (const line of lines) {
    line.forEach(([lon, lat], at) => {
      const [x, y] = worldOf(lon, lat);
      const point = [Math.round(x * scale) - origin.x, Math.round(y * scale) - origin.y];
      if (at) path.lineTo(point[0], point[1]);
      else path.moveTo(point[0], point[1]);
    });
  }
  return path;
}
