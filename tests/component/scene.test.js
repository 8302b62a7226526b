import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';
import { drawnOrder, makeScene } from './drawn.js';
import { AREAS, makeMessage, POINTS } from './message.js';

const { tellCovered } = await import('../../mapping/component/covering.js');

const { light } = makeMessage().colours;
let scene;

beforeEach(() => {
  ({ scene } = makeScene());
});

const fills = () => scene.drawnAreas.classes.map((code) => scene.drawnAreas.fills[code]);
const alphas = () => scene.drawnAreas.classes.map((code) => scene.drawnAreas.alphaOf(code));
const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
/** What the sheet of the areas was last painted with: by name, the values of each call. */
const painted = (sheet = scene.drawnAreas.sheet) => sheet.sheet.getContext('2d').calls;

/** The part of the world in sight, as a sheet is told of it. */
function sightOf({ map }) {
  const { x: width, y: height } = map.getSize();
  const { x: left, y: top } = map.containerPointToLayerPoint([0, 0]);
  return { left, top, width, height, zoom: map.getZoom(), origin: map.getPixelOrigin() };
}

test('each area has the colour of its class, and what is not known is hatched', () => {
  const [first, second, third, fourth] = fills();
  assert.deepEqual([first, second, third], [light.scale[8], light.scale[4], light.scale[0]]);
  assert.deepEqual(fourth, { pattern: true });
});

test('the code of what is not known is the one that the message gives', () => {
  scene.paint('8405', { unknown: 5, suppressed: 8 }, 8);
  assert.deepEqual(fills()[3], { pattern: true });
  assert.notDeepEqual(fills()[0], { pattern: true });
});

test('one class is brought forward, and stays so when the areas are painted anew', () => {
  scene.highlight(4);
  assert.deepEqual(alphas(), [0.16, 1, 0.16, 0.16]);
  scene.paint('4849', { unknown: 9, suppressed: 8 }, 8);
  assert.deepEqual(alphas(), [1, 0.16, 1, 0.16]);
  scene.highlight(null);
  assert.deepEqual(alphas(), [1, 1, 1, 1]);
});

test('the heavy outline goes round the marked class alone', () => {
  const { drawnAreas, groups } = scene;
  const isMarked = () => groups.marked.hasLayer(drawnAreas.markedSheet);
  const corners = () => {
    drawnAreas.drawMarked(document.createElement('canvas').getContext('2d'), sightOf(scene));
    return drawnAreas.outline.flat().length;
  };
  assert.ok(isMarked());
  // A line, and within it one of the other end of lightness, for a fill as dark as the line.
  const { ink, halo } = scene.look;
  assert.deepEqual(drawnAreas.marked, { code: 8, colours: { ink, halo } });
  assert.equal(corners(), 5);
  scene.paint('8809', { unknown: 9, suppressed: 8 }, 8);
  assert.equal(corners(), 7); // two squares, without the edge between
  scene.paint('0000', { unknown: 9, suppressed: 8 }, 8);
  assert.ok(!isMarked());
  scene.paint('8409', { unknown: 9, suppressed: 8 }, null);
  assert.ok(!isMarked());
});

test('the heavy outline is clipped to its areas, the broader line beneath', () => {
  const calls = [];
  const ctx = {
    set strokeStyle(colour) {
      calls.push(colour);
    },
    set lineWidth(width) {
      calls.push(width);
    },
    clip: (path) => calls.push(['clip', path.corners]),
    stroke: (path) => calls.push(['stroke', path.corners]),
  };
  scene.drawnAreas.drawMarked(ctx, sightOf(scene));
  const { ink, halo } = scene.look;
  assert.deepEqual(calls, [['clip', 4], halo, 6, ['stroke', 5], ink, 3.5, ['stroke', 5]]);
});

test('areas are painted once for each change, when they have their colours, each class as one', async () => {
  await frame();
  let times = 0;
  const { sheet } = scene.drawnAreas;
  const { paint } = sheet;
  sheet.paint = (...about) => {
    times += 1;
    paint(...about);
  };
  scene.paint('8448', { unknown: 9, suppressed: 8 }, null);
  scene.highlight(4);
  scene.setLaid(null, [], 'team');
  assert.equal(times, 0);
  await frame();
  assert.equal(times, 1);
  scene.outlining.pointAt(1);
  await frame();
  assert.equal(times, 1); // copied
  const fillsPainted = () => painted().filter(([name]) => name === 'fill').length;
  const before = fillsPainted();
  scene.setAreas({ features: [...AREAS.features] });
  await frame();
  assert.equal(fillsPainted(), before); // without colours as yet
  scene.paint('8448', { unknown: 9, suppressed: 8 }, null);
  await frame();
  assert.equal(fillsPainted(), before + 2);
});

test('of areas that lie over each other the uppermost is pointed at', () => {
  const [first, second, ...others] = AREAS.features;
  scene.setAreas({ features: [first, { ...second, geometry: first.geometry }, ...others] });
  const at = (...latLng) => scene.drawnAreas.indexAt(scene.map.latLngToLayerPoint(latLng));
  assert.equal(at(52.45, 0.15), 1);
  assert.equal(at(52.55, 0.15), 2);
  assert.equal(at(52.45, 0.25), -1);
});

test('areas lie below the outline, places above it, after a recolour too', () => {
  scene.outlining.choose({ kind: 'place', id: 'p1' });
  scene.outlining.pointAt(1);
  const order = ['areas', 'marked', 'places', 'chosen', 'hover'];
  assert.deepEqual(drawnOrder(scene), order);
  scene.paint('8849', { unknown: 9, suppressed: 8 }, 8);
  assert.deepEqual(drawnOrder(scene), order);
});

test('no name stands on the scale of the map', () => {
  const [scale] = scene.holder.querySelectorAll('.leaflet-control');
  scale.getBoundingClientRect = () => ({ left: 5, top: 6, right: 60, bottom: 20 });
  assert.deepEqual(scene.overlaid.boxes(), [[5, 6, 60, 20]]);
});

test('no name stands under what another part of the page lays over the map', () => {
  const seen = () => scene.names.rooms.filter(Boolean).length;
  const before = seen();
  assert.ok(before > 0);
  const all = { left: -9999, top: -9999, right: 9999, bottom: 9999 };
  tellCovered(all);
  assert.equal(seen(), 0);
  tellCovered(null);
  assert.equal(seen(), before);
  scene.remove();
  tellCovered(all); // a map that is gone hears nothing
  assert.equal(scene.overlaid.over, null);
});

test('what is chosen is outlined, whatever it is, and what is not there is not', () => {
  const outlined = () => scene.groups.chosen.getLayers().length;
  for (const [kind, id] of [
    ['area', 'A3'],
    ['place', 'p2'],
    ['asset', 'c3'],
  ]) {
    scene.outlining.choose({ kind, id });
    assert.equal(outlined(), 1, kind);
  }
  scene.outlining.choose({ kind: 'area', id: 'gone' });
  assert.equal(outlined(), 0);
  assert.equal(scene.sight.boundsOf({ kind: 'asset', id: 'gone' }), null);
});

test('the view stays where it was moved, until the whole is asked for', () => {
  const whole = scene.map.getZoom();
  scene.map.setZoom(whole + 2);
  const moved = scene.map.getCenter();
  scene.sight.resized();
  scene.paint('0129', { unknown: 9, suppressed: 8 }, null);
  assert.equal(scene.map.getZoom(), whole + 2);
  assert.ok(scene.map.distance(scene.map.getCenter(), moved) < 10); // metres: under a pixel
  scene.sight.showWhole();
  assert.equal(scene.map.getZoom(), whole);
  scene.sight.lookAt({ kind: 'area', id: 'A1' });
  assert.ok(scene.map.getZoom() > whole);
  assert.ok(scene.view.isMoved);
});

test('a figure that is kept back is hatched where the scale has no such colour', () => {
  const { scale } = light;
  scene.setColours({ ...light, scale: scale.slice(0, 5) });
  scene.paint('8409', { unknown: 9, suppressed: 8 }, null);
  assert.deepEqual(fills(), [{ pattern: true }, scale[4], scale[0], { pattern: true }]);
  scene.setColours(light);
  scene.paint('8409', { unknown: 9, suppressed: 8 }, null);
  assert.equal(fills()[0], scale[8]);
});

test('each service has the colour it is given, and the usual one where it is given none', () => {
  const points = POINTS.points.map((point, at) => ({ ...point, colour: at % 2 }));
  scene.setPoints(points, ['#111111', '#5b1588']);
  const inks = () =>
    scene.services.group.getLayers().map(({ options }) => options.parts?.[0][0] ?? options.ink);
  assert.deepEqual(
    inks(),
    points.map(({ colour }) => ['#111111', '#5b1588'][colour]),
  );
  scene.setPoints(POINTS.points);
  assert.ok(inks().every((ink) => ink === light.ink));
});
