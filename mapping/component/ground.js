/**
 * What lies beneath the data: water, woods, built-up land, roads and names. It is drawn by rank, the
 * more of it the nearer; the HTML file holds this script and `placing.js` as they are.
 *
 * @typedef {{lines: Record<string, number[][]>, names: [string, string, number, number][],
 *   colours: Record<string, string>[], from: number[], credits: string[]}} GroundBody
 * @typedef {{lines: Record<string, Array<{at: Float64Array, box: number[]}>>,
 *   names: Array<{name: string, kind: string, x: number, y: number}>}} Rank
 * @typedef {{left: number, top: number, width: number, height: number, zoom: number,
 *   origin: {x: number, y: number}}} Sight
 */

import { findRoom, Taken } from './placing.js';

const QUANTA = 1e5; // steps to a degree
const EQUATOR_M = 40075016.686;
const TILE = 256; // the width of the world in pixels at zoom 0
const SURFACES = ['built-up', 'wood', 'water'];
/**
 * How each kind of line is drawn, the lowest first; what there is much of is fainter.
 * @type {Record<string, [colour: string, width: number, dash: number[], strength: number]>}
 */
const LINES = {
  river: ['river', 1.4, [], 1],
  street: ['road', 0.6, [], 0.8],
  road: ['road', 0.9, [], 0.65],
  railway: ['railway', 1.1, [5, 3], 0.8],
  'main-road': ['road', 1.3, [], 0.85],
  motorway: ['road', 2.2, [], 1],
};
const WIDE = 0.7; // how strong lines are in the widest view
const EDGE = 4; // pixels from the edge of the map that names keep
/** @type {Record<string, [size: number, font: string]>} sizes in pixels */
const NAMES = {
  city: [14, '600 14px system-ui, sans-serif'],
  town: [12.5, '600 12.5px system-ui, sans-serif'],
  suburb: [11.5, '11.5px system-ui, sans-serif'],
  village: [11.5, '11.5px system-ui, sans-serif'],
  hamlet: [11, 'italic 11px system-ui, sans-serif'],
};
const WATER_OPACITY = 0.7; // where it covers the colours of data
const THROUGH = { halo: 0.22, line: 0.6 }; // lines over the colours of data
const BENEATH = { halo: 0, line: 0.85 };

/** @param {number} lon @param {number} lat @returns {[number, number]} pixels of the world at zoom 0 */
export function worldOf(lon, lat) {
  const sin = Math.sin((lat * Math.PI) / 180);
  const x = (lon / 360 + 0.5) * TILE;
  return [x, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * TILE];
}

/**
 * Read one rank as it was sent.
 * @param {GroundBody} body
 * @returns {Rank}
 */
export function readRank({ lines, names }) {
  const read = Object.entries(lines).map(([kind, each]) => [kind, each.map(readLine)]);
  const placed = names.map(([name, kind, lon, lat]) => {
    const [x, y] = worldOf(lon, lat);
    return { name, kind, x, y };
  });
  return { lines: Object.fromEntries(read), names: placed };
}

/** @param {number[]} steps the first point, then how far each is from the one before */
function readLine(steps) {
  const at = new Float64Array(steps.length);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  let [lon, lat] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    const [x, y] = worldOf(lon / QUANTA, lat / QUANTA);
    at[i] = x;
    at[i + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return { at, box };
}

/**
 * Return how many metres a pixel stands for.
 * @param {number} zoom
 * @param {number} lat
 */
export const metresPerPixel = (zoom, lat) =>
  (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE * 2 ** zoom);

/**
 * Return how many ranks are drawn at a scale.
 * @param {number} metres to a pixel
 * @param {number[]} from the scale from which the second is drawn, the third and so on
 */
export const ranksAt = (metres, from) => 1 + from.filter((each) => metres <= each).length;

/** The ground of one map, on three sheets: beneath the data, its lines through it, its names. */
export class Ground {
  /**
   * @param {any} L Leaflet’s module
   * @param {import('leaflet').Map} map
   * @param {{fetchRank: (rank: number) => Promise<GroundBody>,
   *   taken: () => {boxes: number[][], names: Set<string>},
   *   onCredits?: (credits: string[]) => void}} how `taken`: where names may not stand, in pixels of
   *   the map, and which are written already
   */
  constructor(L, map, { fetchRank, taken, onCredits }) {
    this.map = map;
    /** @type {number[]} the scale from which the second rank is drawn, the third and so on */
    this.from = []; // comes with the first
    this.fetchRank = fetchRank;
    this.taken = taken;
    this.onCredits = onCredits;
    /** @type {Map<number, Rank|null>} null while it is on its way */
    this.ranks = new Map();
    this.isDark = false;
    this.halo = '#fff';
    this.opacity = 1;
    /** @type {Record<string, string>[]} */
    this.colours = [];
    const Sheet = sheetKind(L);
    this.beneath = new Sheet((/** @type {any} */ ...about) => this.drawBeneath(about[0], about[1]));
    this.through = new Sheet((/** @type {any} */ ...about) => this.drawThrough(about[0], about[1]));
    this.names = new Sheet((/** @type {any} */ ...about) => this.drawNames(about[0], about[1]));
  }

  /**
   * Take the look of the page.
   * @param {{isDark: boolean, halo: string}} look
   */
  setLook({ isDark, halo }) {
    if (this.isDark === isDark && this.halo === halo) return;
    this.isDark = isDark;
    this.halo = halo;
    this.redraw();
  }

  redraw() {
    for (const sheet of [this.beneath, this.through, this.names]) sheet.redraw();
  }

  /** Draw the names again, once those of places have moved. */
  tidy() {
    this.names.redraw();
  }

  get look() {
    return this.colours[this.isDark ? 1 : 0];
  }

  /** @returns {Rank[]} the ranks to draw now, of those that are here; the others are asked for */
  seen() {
    const metres = metresPerPixel(this.map.getZoom(), this.map.getCenter().lat);
    const ranks = Array.from({ length: ranksAt(metres, this.from) }, (_, at) => at + 1);
    for (const rank of ranks) if (!this.ranks.has(rank)) this.ask(rank);
    return ranks.flatMap((rank) => this.ranks.get(rank) ?? []);
  }

  /** @param {number} rank */
  ask(rank) {
    this.ranks.set(rank, null);
    this.fetchRank(rank).then(
      (body) => {
        this.colours = body.colours;
        this.from = body.from;
        this.ranks.set(rank, readRank(body));
        this.onCredits?.(body.credits);
        this.redraw();
      },
      (error) => {
        this.ranks.delete(rank); // asked for again when the map is next moved
        console.warn(error);
      },
    );
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Sight} sight */
  drawBeneath(ctx, sight) {
    const ranks = this.seen();
    if (!ranks.length) return;
    ctx.globalAlpha = this.opacity;
    for (const kind of SURFACES) this.fill(ctx, sight, ranks, kind);
    this.drawLines(ctx, sight, ranks, BENEATH);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Sight} sight */
  drawThrough(ctx, sight) {
    const ranks = this.seen();
    if (!ranks.length) return;
    ctx.globalAlpha = WATER_OPACITY * this.opacity;
    this.fill(ctx, sight, ranks, 'water');
    this.drawLines(ctx, sight, ranks, THROUGH);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Sight} sight @param {Rank[]} ranks @param {string} kind */
  fill(ctx, sight, ranks, kind) {
    if (!trace(ctx, sight, ranks, kind)) return;
    ctx.fillStyle = this.look[kind];
    ctx.fill();
  }

  /**
   * Draw every line, one path for each kind; with a halo where it goes over the colours of data.
   * @param {CanvasRenderingContext2D} ctx @param {Sight} sight @param {Rank[]} ranks
   * @param {{halo: number, line: number}} opacity
   */
  drawLines(ctx, sight, ranks, opacity) {
    const near = [0.7, 1, 1.5, 1.8][ranks.length - 1];
    const isWide = ranks.length === 1;
    ctx.lineJoin = 'round';
    for (const [kind, [colour, width, dash, strength]] of Object.entries(LINES)) {
      if (!trace(ctx, sight, ranks, kind)) continue;
      if (opacity.halo && !isWide && kind !== 'street' && kind !== 'road') {
        ctx.globalAlpha = opacity.halo * this.opacity;
        ctx.strokeStyle = this.halo;
        ctx.lineWidth = width * near + 1.4;
        ctx.setLineDash([]);
        ctx.stroke();
      }
      ctx.globalAlpha = opacity.line * strength * (isWide ? WIDE : 1) * this.opacity;
      ctx.strokeStyle = this.look[colour];
      ctx.lineWidth = width * near;
      ctx.setLineDash(dash);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Sight} sight */
  drawNames(ctx, sight) {
    const ranks = this.seen();
    if (!ranks.length) return;
    const { boxes, names } = this.taken();
    const { x: across, y: down } = this.map.layerPointToContainerPoint([0, 0]);
    const taken = new Taken(
      boxes.map(([a, b, c, d]) => [a - across, b - down, c - across, d - down]),
    );
    const size = this.map.getSize(); // the sheet reaches further than what is in sight
    /** @type {import('./placing.js').Box} */
    const frame = [EDGE - across, EDGE - down, size.x - EDGE - across, size.y - EDGE - down];
    const none = new Taken();
    const seen = ranks.flatMap((rank) => rank.names).filter(({ name }) => !names.has(name));
    const written = new Set(); // two sources may each hold a settlement, not quite in one spot
    ctx.globalAlpha = this.opacity;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3;
    ctx.strokeStyle = this.halo;
    ctx.fillStyle = this.look.name;
    for (const { name, kind, x, y } of seen) {
      const [size, font] = NAMES[kind];
      const at = [x * 2 ** sight.zoom - sight.origin.x, y * 2 ** sight.zoom - sight.origin.y];
      if (!isWithin(at, sight)) continue;
      ctx.font = font;
      if (written.has(name)) continue;
      const half = ctx.measureText(name).width / 2 + 3;
      const wanted = { x: at[0], y: at[1], half, tall: size * 0.65 };
      const [room] = findRoom([wanted], taken, none, frame);
      if (!room) continue;
      written.add(name);
      ctx.strokeText(name, room.x, room.y);
      ctx.fillText(name, room.x, room.y);
    }
  }
}

/** @param {number[]} at @param {Sight} sight */
const isWithin = ([x, y], { left, top, width, height }) =>
  x >= left && y >= top && x <= left + width && y <= top + height;

/**
 * Trace all of one kind that is in sight as one path; returns whether there is any.
 * @param {CanvasRenderingContext2D} ctx @param {Sight} sight @param {Rank[]} ranks @param {string} kind
 */
function trace(ctx, { left, top, width, height, zoom, origin }, ranks, kind) {
  const scale = 2 ** zoom;
  const west = (left + origin.x) / scale;
  const north = (top + origin.y) / scale;
  const east = west + width / scale;
  const south = north + height / scale;
  let isAny = false;
  ctx.beginPath();
  for (const rank of ranks) {
    for (const { at, box } of rank.lines[kind] ?? []) {
      if (box[0] > east || box[2] < west || box[1] > south || box[3] < north) continue;
      isAny = true;
      ctx.moveTo(at[0] * scale - origin.x, at[1] * scale - origin.y);
      for (let i = 2; i < at.length; i += 2) {
        ctx.lineTo(at[i] * scale - origin.x, at[i + 1] * scale - origin.y);
      }
    }
  }
  return isAny;
}

/**
 * Make the kind of layer that is a sheet over all that is in sight. It is painted when the map has
 * moved, and only copied when something else upon it is drawn again, as under a pointer.
 * @param {any} L
 */
export function sheetKind(L) {
  return L.Path.extend({
    /**
     * @param {(ctx: CanvasRenderingContext2D, sight: Sight) => void} paint
     * @param {{holds: (at: any) => boolean, bounds: () => any}} [of] where it can be pointed at
     */
    initialize(paint, of) {
      this.paint = paint;
      this.of = of;
      L.setOptions(this, { interactive: Boolean(of), weight: 0 });
    },
    getBounds() {
      return this.of?.bounds() ?? L.latLngBounds([]);
    },
    _project() {},
    _empty: () => false,
    /** @param {any} at */
    _containsPoint(at) {
      return this.of?.holds(at) ?? false;
    },
    /** Paint it again with the next frame, however often that is asked for before. */
    repaint() {
      this._update();
      this._renderer._requestRedraw(this);
    },
    _update() {
      const { _bounds: bounds } = this._renderer;
      this._pxBounds = bounds;
      this.isStale = Boolean(bounds);
    },
    _repaint() {
      const { _bounds: bounds } = this._renderer;
      const sharp = L.Browser.retina ? 2 : 1;
      const size = bounds.getSize();
      this.isStale = false;
      this.sheet ??= document.createElement('canvas');
      this.sheet.width = size.x * sharp;
      this.sheet.height = size.y * sharp;
      const ctx = this.sheet.getContext('2d');
      if (!ctx) return;
      ctx.scale(sharp, sharp);
      ctx.translate(-bounds.min.x, -bounds.min.y);
      const sight = { left: bounds.min.x, top: bounds.min.y, width: size.x, height: size.y };
      const { _map: map } = this;
      this.paint(ctx, { ...sight, zoom: map.getZoom(), origin: map.getPixelOrigin() });
    },
    _updatePath() {
      const { _bounds: bounds, _ctx: ctx, _drawing: isDrawing } = this._renderer;
      if (!isDrawing) return;
      if (this.isStale) this._repaint();
      if (!this.sheet?.width || !this.sheet.height) return;
      const size = bounds.getSize();
      ctx.globalAlpha = 1;
      ctx.drawImage(this.sheet, bounds.min.x, bounds.min.y, size.x, size.y);
    },
  });
}
