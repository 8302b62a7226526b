/**
 * How the map is drawn on its canvas: hatching, haloes, symbols.
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
  down: [
    [-1.02, -0.78],
    [1.02, -0.78],
    [0, 1.05],
  ],
  house: [
    [0, -1.15],
    [1.05, -0.15],
    [0.7, -0.15],
    [0.7, 0.95],
    [-0.7, 0.95],
    [-0.7, -0.15],
    [-1.05, -0.15],
  ],
  saltire: [
    [-0.95, -0.5],
    [-0.5, -0.95],
    [0, -0.45],
    [0.5, -0.95],
    [0.95, -0.5],
    [0.45, 0],
    [0.95, 0.5],
    [0.5, 0.95],
    [0, 0.45],
    [-0.5, 0.95],
    [-0.95, 0.5],
    [-0.45, 0],
  ],
  hourglass: [
    [-0.95, -1],
    [0.95, -1],
    [0.28, 0],
    [0.95, 1],
    [-0.95, 1],
    [-0.28, 0],
  ],
  dome: [
    [-1.15, 0.6],
    [-1.06, 0.05],
    [-0.81, -0.34],
    [-0.44, -0.6],
    [0, -0.7],
    [0.44, -0.6],
    [0.81, -0.34],
    [1.06, 0.05],
    [1.15, 0.6],
  ],
  bar: [
    [-1.2, -0.5],
    [1.2, -0.5],
    [1.2, 0.5],
    [-1.2, 0.5],
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
 * @returns {Array<string|CanvasPattern>}
 */
export function fillsOf(colours, { unknown, suppressed }) {
  /** @type {Array<string|CanvasPattern>} */
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
    /** A frame that was asked for before the map went away finds nothing to draw on. */
    _redraw() {
      if (this._ctx) L.Canvas.prototype._redraw.call(this);
    },
    /** @param {Context} ctx @param {any} layer */
    _fillStroke(ctx, layer) {
      if (layer.options.halo) strokeHalo(ctx, layer.options);
      L.Canvas.prototype._fillStroke.call(this, ctx, layer);
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
  const { shape, size, hollow, ink, halo, parts, shown = 1, marks = [] } = layer.options;
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
  for (const [colour, width] of [
    [halo, 4.5],
    [ink, 2],
  ])
    for (const mark of marks) strokeMark(ctx, mark, size, String(colour), Number(width));
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

/** How each mark on a symbol is traced: in a square from -1 to 1 that the symbol fills. */
const MARK_PATHS = ['', 'M-1 2.2H1', circlePath(1.7), 'M-1.7 -1.7H1.7V1.7H-1.7Z'];

/** @param {number} reach */
function circlePath(reach) {
  return `M${-reach} 0a${reach} ${reach} 0 1 0 ${2 * reach} 0a${reach} ${reach} 0 1 0 ${-2 * reach} 0Z`;
}

/**
 * Return the mark that stands for one time that a service is laid, as the path of an SVG whose symbol
 * fills a square from -1 to 1; empty where there is none.
 * @param {number} mark
 */
export const markPath = (mark) => MARK_PATHS[mark] ?? '';

/**
 * Draw the mark of one time that a service is laid, beside or around its symbol.
 * @param {Context} ctx
 * @param {number} mark
 * @param {number} size half the width of the symbol, in pixels
 * @param {string} colour
 * @param {number} width in pixels
 */
function strokeMark(ctx, mark, size, colour, width) {
  ctx.save();
  ctx.scale(size, size);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width / size;
  ctx.stroke(new Path2D(markPath(mark)));
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
