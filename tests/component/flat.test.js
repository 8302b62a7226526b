import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';

const { flatten, isInside, traceArea, usualWidth } = await import(
  '../../mapping/component/flat.js'
);
const { worldOf } = await import('../../mapping/component/ground.js');
const { colourIn, edgesOf, fillArea } = await import('../../mapping/component/raster.js');

const ring = (west, south, east, north) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const polygon = (...rings) => ({ type: 'Polygon', coordinates: rings });
const SQUARE = polygon(ring(0, 0, 1, 1));
const HOLED = polygon(ring(2, 0, 6, 4), ring(3, 1, 5, 3));
const TWO = { type: 'MultiPolygon', coordinates: [[ring(0, 2, 1, 3)], [ring(0, 4, 1, 5)]] };
const FLAT = flatten([SQUARE, HOLED, TWO]);
const at = (lon, lat) => {
  const [x, y] = worldOf(lon, lat);
  return { x, y };
};
const among = (lon, lat, flat = FLAT) =>
  [0, 1, 2].filter((area) => isInside(flat, area, at(lon, lat)));

/** Each way that rings go round, by the sign of their areas. */
function turns({ at: xy, ends }) {
  let from = 0;
  return [...ends].map((end) => {
    let sum = 0;
    for (let n = from + 1; n < end; n += 1) {
      sum += xy[2 * n - 2] * xy[2 * n + 1] - xy[2 * n] * xy[2 * n - 1];
    }
    from = end;
    return Math.sign(sum);
  });
}

test('a point is in the area that has it, not in its hole, in any of its parts', () => {
  assert.deepEqual(among(0.5, 0.5), [0]);
  assert.deepEqual(among(2.5, 2), [1]);
  assert.deepEqual(among(4, 2), []);
  assert.deepEqual(among(0.5, 2.5), [2]);
  assert.deepEqual(among(0.5, 4.5), [2]);
  assert.deepEqual(among(0.5, 3.5), []);
  assert.deepEqual(among(1.5, 0.5), []);
});

test('outer rings go round one way and holes the other, whichever way they are sent', () => {
  const reversed = polygon(...HOLED.coordinates.map((each) => [...each].reverse()));
  const [outer, hole] = turns(flatten([HOLED]));
  assert.equal(outer, -hole);
  assert.deepEqual(turns(flatten([reversed])), [outer, hole]);
  assert.deepEqual(turns(flatten([TWO])), [outer, outer]);
});

test('the usual width is the middle one, and an empty shape has none', () => {
  const one = (256 / 360) * 1;
  assert.ok(Math.abs(usualWidth(flatten([SQUARE, SQUARE, HOLED])) - one) < 0.001);
  assert.equal(usualWidth(flatten([])), 0);
  assert.equal(usualWidth(flatten([{ type: 'MultiPolygon', coordinates: [] }])), 0);
});

test('corners that fall on one pixel are drawn once', () => {
  const corners = (zoom) => {
    const path = new Path2D();
    traceArea(FLAT, 1, { zoom, origin: { x: 0, y: 0 } }, path);
    return path.corners;
  };
  assert.equal(corners(10), 8);
  assert.equal(corners(-2), 7); // the hole is less than a pixel wide
});

const PIXELS = { width: 80, height: 80, scale: 10 / (256 / 360) };
const GRID = { ...PIXELS, west: at(0, 0).x, north: at(0, 8).y }; // ten pixels to a degree

/** The area that each pixel is of, counted from 1. */
function ownersOf(flat, areas) {
  const owners = new Int32Array(GRID.width * GRID.height);
  for (const area of areas) fillArea(owners, GRID, flat, area);
  return owners;
}

test('each pixel is of the area that has its middle', () => {
  const owners = ownersOf(FLAT, [0, 1, 2]);
  let counted = 0;
  for (let pixel = 0; pixel < owners.length; pixel += 1) {
    const x = GRID.west + ((pixel % GRID.width) + 0.5) / GRID.scale;
    const y = GRID.north + (Math.floor(pixel / GRID.width) + 0.5) / GRID.scale;
    const [area] = [0, 1, 2].filter((each) => isInside(FLAT, each, { x, y }));
    assert.equal(owners[pixel], area === undefined ? 0 : area + 1, `pixel ${pixel}`);
    counted += owners[pixel] > 0;
  }
  assert.ok(counted > 1_000);
});

test('areas that share an edge leave no pixel between them, and share none', () => {
  const slanted = polygon([
    [1, 1],
    [4, 7],
    [1, 7],
    [1, 1],
  ]);
  const beside = polygon([
    [1, 1],
    [4, 1],
    [4, 7],
    [1, 1],
  ]);
  const both = flatten([slanted, beside]);
  const apart = [0, 1].map((area) => ownersOf(both, [area]).filter(Boolean).length);
  const together = ownersOf(both, [0, 1]);
  assert.equal(apart[0] + apart[1], together.filter(Boolean).length);
  assert.equal(
    together.filter(Boolean).length,
    ownersOf(flatten([polygon(ring(1, 1, 4, 7))]), [0]).filter(Boolean).length,
  );
});

test('what lies outside of the view is not drawn into it', () => {
  const wide = flatten([
    polygon(ring(-20, -20, 30, 30)),
    polygon(ring(-9, 2, -8, 3)),
    polygon(ring(20, 2, 21, 3)),
  ]);
  assert.ok(ownersOf(wide, [0]).every((owner) => owner === 1));
  assert.ok(ownersOf(wide, [1, 2]).every((owner) => owner === 0));
});

test('pixels have the colours of their classes, and hatching goes on from area to area', () => {
  const cells = new Uint32Array(2 * 64);
  cells.fill(7, 0, 64);
  for (let i = 0; i < 64; i += 1) cells[64 + i] = 100 + i;
  const owners = Int32Array.from(
    { length: 20 * 10 },
    (_, pixel) => [0, 1, 2][pixel % 20 < 4 ? 0 : pixel % 20 < 8 ? 1 : 2],
  );
  const into = new Uint32Array(200);
  colourIn(owners, 20, [0, 1], cells, into);
  assert.deepEqual([into[0], into[5], into[8]], [0, 7, 100]);
  assert.equal(into[20 * 9 + 19], 100 + 8 * 1 + 3); // the tenth row, the twentieth pixel
});

test('the edge of a class is on its own side', () => {
  const owners = ownersOf(flatten([polygon(ring(2, 2, 4, 4)), polygon(ring(4, 2, 6, 4))]), [0, 1]);
  const edges = (classes, code) => {
    let count = 0;
    edgesOf(owners, GRID.width, classes, code, (pixel) => {
      assert.equal(classes[owners[pixel] - 1], code);
      count += 1;
    });
    return count;
  };
  const one = edges([0, 1], 0);
  assert.ok(one > 70 && one < 80); // of a square of twenty pixels
  assert.equal(edges([0, 0], 0), one + 40); // no line between two of one class
  assert.equal(edges([0, 0], 1), 0);
});
