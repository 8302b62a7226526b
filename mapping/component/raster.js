/**
 * Which of very many areas each pixel is of. Where areas are about as small as pixels, lines between
 * them would hide their colours, and edges that are drawn soft would mix them; each pixel is rather
 * the colour of the area that its middle is in, and is coloured anew without asking again.
 *
 * @typedef {import('./flat.js').Flat} Flat
 * @typedef {{width: number, height: number, scale: number, west: number, north: number}} Grid `scale`:
 *   pixels for each at zoom 0; west and north in pixels at zoom 0
 */

const CELL = 8; // pixels: what a filling repeats after

let crossings = new Int32Array(4096); // of one area; kept, as there are so many

/** @param {number} least */
function widen(least) {
  const wider = new Int32Array(2 * least);
  wider.set(crossings);
  crossings = wider;
}

/**
 * Write an area into the pixels whose middles it has.
 * @param {Int32Array} owners
 * @param {Grid} grid
 * @param {Flat} flat
 * @param {number} area counted from 0; it is written counted from 1, as 0 is no area
 */
export function fillArea(owners, grid, flat, area) {
  const { width, height, scale, west, north } = grid;
  const { at, ends, rings, boxes } = flat;
  const top = Math.max(0, Math.ceil((boxes[4 * area + 1] - north) * scale - 0.5));
  const bottom = Math.min(height - 1, Math.floor((boxes[4 * area + 3] - north) * scale - 0.5));
  if (bottom < top) return;
  let count = 0;
  for (let ring = area ? rings[area - 1] : 0; ring < rings[area]; ring += 1) {
    for (let n = (ring ? ends[ring - 1] : 0) + 1; n < ends[ring]; n += 1) {
      const ay = (at[2 * n - 1] - north) * scale - 0.5;
      const by = (at[2 * n + 1] - north) * scale - 0.5;
      if (ay === by) continue;
      const ax = (at[2 * n - 2] - west) * scale - 0.5;
      const slope = ((at[2 * n] - west) * scale - 0.5 - ax) / (by - ay);
      // The upper end is counted and the lower is not, so that a corner is crossed once.
      const first = Math.max(top, Math.ceil(Math.min(ay, by)));
      const last = Math.min(bottom, Math.ceil(Math.max(ay, by)) - 1);
      if (count + last - first >= crossings.length) widen(count + last - first + 1);
      for (let row = first; row <= last; row += 1) {
        const x = Math.ceil(ax + (row - ay) * slope); // the first pixel on its right
        crossings[count] = row * (width + 1) + Math.min(width, Math.max(0, x));
        count += 1;
      }
    }
  }
  const sorted = crossings.subarray(0, count).sort(); // by row, in each from the left
  for (let i = 0; i + 1 < count; i += 2) {
    const row = Math.floor(sorted[i] / (width + 1));
    if (sorted[i] < sorted[i + 1]) owners.fill(area + 1, sorted[i] - row, sorted[i + 1] - row);
  }
}

/**
 * Return the pixels of each filling, which repeats: solid colours and hatching alike.
 * @param {Array<string|CanvasPattern>} fills of each class
 * @param {number[]} alphas of each class, 0 to 1
 * @returns {Uint32Array} one cell after the other
 */
export function cellsOf(fills, alphas) {
  const canvas = document.createElement('canvas');
  canvas.width = CELL;
  canvas.height = CELL * fills.length;
  const ctx = canvas.getContext('2d', { willReadFrequently: true });
  if (!ctx) return new Uint32Array(CELL * CELL * fills.length);
  fills.forEach((fill, code) => {
    if (fill === undefined) return;
    ctx.globalAlpha = alphas[code] ?? 1;
    ctx.fillStyle = fill;
    ctx.fillRect(0, CELL * code, CELL, CELL);
  });
  return new Uint32Array(ctx.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
}

/**
 * Colour the pixels.
 * @param {Int32Array} owners
 * @param {number} width of a row
 * @param {ArrayLike<number>} classes of each area
 * @param {Uint32Array} cells of each class
 * @param {Uint32Array} into the pixels
 */
export function colourIn(owners, width, classes, cells, into) {
  for (let at = 0, x = 0, row = 0; at < owners.length; at += 1) {
    const owner = owners[at];
    into[at] = owner ? cells[(classes[owner - 1] * CELL + (row % CELL)) * CELL + (x % CELL)] : 0;
    x += 1;
    if (x === width) {
      x = 0;
      row += 1;
    }
  }
}

/**
 * Tell of each pixel of a class that lies beside one that is not.
 * @param {Int32Array} owners
 * @param {number} width of a row
 * @param {ArrayLike<number>} classes of each area
 * @param {number} code
 * @param {(at: number) => void} onEdge
 */
export function edgesOf(owners, width, classes, code, onEdge) {
  const isOf = (/** @type {number} */ at) => owners[at] > 0 && classes[owners[at] - 1] === code;
  for (let at = width; at < owners.length - width; at += 1) {
    if (!isOf(at)) continue;
    if (!isOf(at - 1) || !isOf(at + 1) || !isOf(at - width) || !isOf(at + width)) onEdge(at);
  }
}
