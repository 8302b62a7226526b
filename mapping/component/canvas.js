/**
 * How the map is drawn on its canvas: hatching, haloes, lines inside a shape, symbols.
 *
 * Leaflet's types leave out what it uses inside, which is extended here: those are `any`.
 *
 * @typedef {CanvasRenderingContext2D} Context
 * @typedef {import('./types').Position} Position
 */

const TURN = 2 * Math.PI;

/**
 * Corners of each symbol, in a square from -1 to 1.
 * @type {Record<string, Position[]>}
 */
const CORNERS = {
  square: [
    [-0.82, -0.82],
    [0.82, -0.82],
    [0.82, 0.82],
    [-0.82, 0.82],
  ],
  triangle: [
    [0, -1.05],
    [1.02, 0.78],
    [-1.02, 0.78],
  ],
  diamond: [
    [0, -1.12],
    [1.12, 0],
    [0, 1.12],
    [-1.12, 0],
  ],
  hexagon: regular(6, () => 1.02),
  star: regular(10, (corner) => (corner % 2 ? 0.5 : 1.2)),
  cross: [
    [-0.36, -1],
    [0.36, -1],
    [0.36, -0.36],
    [1, -0.36],
    [1, 0.36],
    [0.36, 0.36],
    [0.36, 1],
    [-0.36, 1],
    [-0.36, 0.36],
    [-1, 0.36],
    [-1, -0.36],
    [-0.36, -0.36],
  ],
};

/**
 * @param {number} corners
 * @param {(corner: number) => number} reach
 * @returns {Position[]}
 */
function regular(corners, reach) {
  return Array.from({ length: corners }, (_, corner) => {
    const angle = (corner / corners) * TURN - TURN / 4;
    return [Math.cos(angle) * reach(corner), Math.sin(angle) * reach(corner)];
  });
}

/**
 * Trace a symbol about the middle of a drawing.
 * @param {Context} ctx
 * @param {string} shape
 * @param {number} size half its width, in pixels
 */
export function traceSymbol(ctx, shape, size) {
  ctx.beginPath();
  const corners = CORNERS[shape];
  if (corners) for (const [x, y] of corners) ctx.lineTo(x * size, y * size);
  else ctx.arc(0, 0, size * 0.95, 0, TURN);
  ctx.closePath();
}

/**
 * Return a symbol as the path of an SVG, for the legend.
 * @param {string} shape
 * @param {number} size
 * @returns {string}
 */
export function symbolPath(shape, size) {
  const corners = CORNERS[shape] ?? regular(48, () => 0.95);
  return `M${corners.map(([x, y]) => `${x * size},${y * size}`).join('L')}Z`;
}

/**
 * Return the filling of each class, by its code; the areas that are not known are hatched, and those
 * whose figure is kept back are hatched both ways.
 * @param {import('./types').Colours} colours
 * @param {{unknown: number, suppressed: number}} codes
 * @returns {string[]} a canvas takes a pattern as it does a colour, which Leaflet’s types leave out
 */
export function fillsOf(colours, { unknown, suppressed }) {
  /** @type {any[]} */
  const fills = [...colours.scale];
  fills[suppressed] ??= hatching(colours, true);
  fills[unknown] = hatching(colours);
  return fills;
}

/**
 * Make the hatching of areas whose figures are not known.
 * @param {{unknown: string, ink: string}} colours
 * @param {boolean} [crossed] whether lines go both ways
 * @returns {CanvasPattern}
 */
function hatching({ unknown, ink }, crossed = false) {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const ctx = /** @type {Context} */ (tile.getContext('2d'));
  ctx.fillStyle = unknown;
  ctx.fillRect(0, 0, 8, 8);
  ctx.globalAlpha = 0.55;
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.1;
  for (const shift of [-8, 0, 8]) {
    ctx.moveTo(shift, 8);
    ctx.lineTo(shift + 8, 0);
    if (!crossed) continue;
    ctx.moveTo(shift, 0);
    ctx.lineTo(shift + 8, 8);
  }
  ctx.stroke();
  return /** @type {CanvasPattern} */ (ctx.createPattern(tile, 'repeat'));
}

/**
 * Make the kinds of layer that Leaflet does not have.
 * @param {any} L Leaflet's module
 * @returns {{Canvas: any, Sign: any}}
 */
export function drawingKinds(L) {
  const Canvas = L.Canvas.extend({
    /** @param {Context} ctx @param {any} layer */
    _fillStroke(ctx, layer) {
      if (layer.options.inside) strokeInside(ctx, layer);
      else {
        if (layer.options.halo) strokeHalo(ctx, layer.options);
        L.Canvas.prototype._fillStroke.call(this, ctx, layer);
      }
    },
    /** Draw all of it again, once, with the next frame. */
    redrawAll() {
      if (!this._map || !this._bounds) return;
      const { min, max } = this._bounds;
      this._redrawBounds = L.bounds(min, max);
      this._redrawRequest ??= L.Util.requestAnimFrame(this._redraw, this);
    },
    /** @param {any} layer */
    _updateSymbol(layer) {
      if (this._drawing && !layer._empty()) drawSymbol(this._ctx, layer);
    },
  });
  const Sign = L.CircleMarker.extend({
    _updatePath() {
      this._renderer._updateSymbol(this);
    },
  });
  return { Canvas, Sign };
}

/**
 * Draw a line on the inner side of shapes, so that it is plain which side it belongs to.
 * @param {Context} ctx
 * @param {any} layer
 */
function strokeInside(ctx, layer) {
  const { inside, color, weight } = layer.options;
  const within = new Path2D();
  for (const shape of inside) for (const part of shape._parts) tracePart(within, part);
  ctx.save();
  ctx.clip(within, 'evenodd');
  ctx.setLineDash([]);
  ctx.lineJoin = 'round';
  ctx.strokeStyle = color;
  ctx.lineWidth = weight * 2;
  ctx.stroke();
  ctx.restore();
}

/** @param {Path2D} path @param {Array<{x: number, y: number}>} part */
function tracePart(path, part) {
  part.forEach(({ x, y }, index) => {
    if (index) path.lineTo(x, y);
    else path.moveTo(x, y);
  });
  path.closePath();
}

/** @param {Context} ctx @param {any} options */
function strokeHalo(ctx, { halo, haloWeight, weight, opacity }) {
  ctx.save();
  ctx.globalAlpha = opacity;
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.strokeStyle = halo;
  ctx.lineWidth = weight + (haloWeight ?? 2.5);
  ctx.setLineDash([]);
  ctx.stroke();
  ctx.restore();
}

/** @param {Context} ctx @param {any} layer */
function drawSymbol(ctx, layer) {
  const { shape, size, hollow, ink, halo, parts, shown = 1 } = layer.options;
  ctx.save();
  ctx.globalAlpha = shown;
  ctx.translate(layer._point.x, layer._point.y);
  if (parts) {
    drawDisc(ctx, layer.options);
    ctx.restore();
    return;
  }
  ctx.setLineDash([]); // a dashed line drawn before leaves its own
  ctx.lineJoin = 'round';
  traceSymbol(ctx, shape, size);
  ctx.strokeStyle = halo;
  ctx.lineWidth = 5;
  ctx.stroke();
  ctx.fillStyle = hollow ? halo : ink;
  ctx.fill();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.75;
  ctx.stroke();
  ctx.restore();
}

/**
 * Draw several doors as one disc: their number, in a ring of the colours of their kinds.
 * @param {Context} ctx
 * @param {any} options `parts`: how many there are of each colour; hollow: none of them is open
 */
function drawDisc(ctx, { size, parts, count, hollow, ink, halo }) {
  const width = hollow ? 1.5 : 4;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.arc(0, 0, size + 1.5, 0, TURN);
  ctx.fillStyle = halo;
  ctx.fill();
  ctx.lineWidth = width;
  let from = -TURN / 4;
  for (const [colour, number] of parts) {
    const to = from + (number / count) * TURN;
    ctx.beginPath();
    ctx.arc(0, 0, size - width / 2, from, to);
    ctx.strokeStyle = colour;
    ctx.stroke();
    from = to;
  }
  ctx.fillStyle = ink;
  ctx.font = `650 ${count > 99 ? 10 : 11.5}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(String(count), 0, 0.5);
}
