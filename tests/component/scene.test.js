import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { AREAS, makeMessage, PLACES, POINTS } from './message.js';

const { tellCovered } = await import('../../mapping/component/covering.js');
const { Scene } = await import('../../mapping/component/scene.js');

const { light } = makeMessage().colours;
let scene;
let told;

beforeEach(() => {
  const holder = document.createElement('div');
  document.body.replaceChildren(holder);
  told = [];
  scene = new Scene(L, holder, {
    onHover: (about) => told.push(['hover', about]),
    onPick: (pick) => told.push(['pick', pick]),
  });
  scene.setColours(light);
  scene.setAreas(AREAS);
  scene.paint('8409', { unknown: 9, suppressed: 8 }, 8);
  scene.setPlaces(PLACES);
  scene.setPoints(POINTS.points);
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

/** The groups that the canvas draws, from below to above. */
function drawnOrder() {
  const groups = Object.entries(scene.groups);
  const found = [];
  for (let each = scene.map.options.renderer._drawFirst; each; each = each.next) {
    const [name] = groups.find(([, group]) => group.hasLayer(each.layer));
    if (found.at(-1) !== name) found.push(name);
  }
  return found;
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
  scene.outlineHover(1);
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
  scene.outlineChosen({ kind: 'place', id: 'p1' });
  scene.outlineHover(1);
  const order = ['areas', 'marked', 'places', 'chosen', 'hover'];
  assert.deepEqual(drawnOrder(), order);
  scene.paint('8849', { unknown: 9, suppressed: 8 }, 8);
  assert.deepEqual(drawnOrder(), order);
});

test('a recolour keeps the names and outlines of places', () => {
  const labels = [...scene.names.names];
  const outlines = scene.groups.places.getLayers();
  scene.paint('0129', { unknown: 9, suppressed: 8 }, null);
  scene.setColours({ ...light, ink: '#abcdef' });
  assert.ok(scene.names.names.every((each, index) => each === labels[index]));
  assert.ok(scene.groups.places.getLayers().every((each, index) => each === outlines[index]));
  assert.ok(outlines.every((each) => each.options.color === '#abcdef'));
});

test('the names of places that stand too near are led apart by lines, and none lies on another', () => {
  const there = (properties) => ({ ...PLACES.features[0], properties });
  const label = [0.15, 52.45];
  // Too many to find room inside the outline that they share.
  const names = Array.from({ length: 30 }, (_, at) => `A long name of a place, ${at}`);
  scene.map.setZoom(8);
  scene.setPlaces({ features: names.map((name) => there({ name, label })) });
  const led = scene.names.rooms.map((room) => Boolean(room?.isLed));
  assert.ok(led.includes(true) && led.includes(false) && scene.names.rooms.includes(null));
  const lines = scene.names.names.map(({ line }) => line.parentElement.classList);
  assert.deepEqual(
    lines.map((each) => !each.contains('is-hidden')),
    led,
  );
  const ends = scene.names.rooms.flatMap((room) => (room?.from ? [room.from] : []));
  assert.ok(
    ends.every(([x, y]) =>
      scene.taken().boxes.some(([l, t, r, b]) => x > l && x < r && y > t && y < b),
    ),
    'the names of settlements keep off the lines',
  );
  const lieOver = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const { boxes } = scene.names;
  assert.equal(
    boxes.filter((box, at) => boxes.some((b, i) => i < at && lieOver(box, b))).length,
    0,
  );
});

test('no name stands on the scale of the map', () => {
  const [scale] = scene.holder.querySelectorAll('.leaflet-control');
  scale.getBoundingClientRect = () => ({ left: 5, top: 6, right: 60, bottom: 20 });
  assert.deepEqual(scene.overlays(), [[5, 6, 60, 20]]);
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
  assert.equal(scene.over, null);
});

test('areas, services and names tell what is pointed at and pressed', () => {
  const far = scene.map.latLngToContainerPoint([52.42, 0.21]); // in the second area
  const door = scene.services.middleOf({ kind: 'asset', index: 1 });
  const [name] = scene.names.boxes.map((box) =>
    L.point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
  );
  const { sheet } = scene.drawnAreas;
  for (const containerPoint of [far, door, name]) sheet.fire('mousemove', { containerPoint });
  for (const containerPoint of [far, door, name]) sheet.fire('click', { containerPoint });
  assert.deepEqual(told.slice(-6), [
    ['hover', { kind: 'area', index: 1 }],
    ['hover', { kind: 'asset', index: 1 }],
    ['hover', { kind: 'area', index: 0 }], // names let the pointer through
    ['pick', { kind: 'area', id: 'A2' }],
    ['pick', { kind: 'asset', id: 'c2' }],
    ['pick', { kind: 'place', id: 'p1' }],
  ]);
});

test('a door is told of where no area is beneath it', () => {
  const containerPoint = scene.services.middleOf({ kind: 'asset', index: 0 });
  scene.map.fire('mousemove', { containerPoint, originalEvent: {} });
  scene.map.fire('click', { containerPoint, originalEvent: {} });
  assert.deepEqual(told.slice(-2), [
    ['hover', { kind: 'asset', index: 0 }],
    ['pick', { kind: 'asset', id: 'c1' }],
  ]);
});

test('what is chosen is outlined, whatever it is, and what is not there is not', () => {
  const outlined = () => scene.groups.chosen.getLayers().length;
  for (const [kind, id] of [
    ['area', 'A3'],
    ['place', 'p2'],
    ['asset', 'c3'],
  ]) {
    scene.outlineChosen({ kind, id });
    assert.equal(outlined(), 1, kind);
  }
  scene.outlineChosen({ kind: 'area', id: 'gone' });
  assert.equal(outlined(), 0);
  assert.equal(scene.boundsOf({ kind: 'asset', id: 'gone' }), null);
});

test('the view stays where it was moved, until the whole is asked for', () => {
  const whole = scene.map.getZoom();
  scene.map.setZoom(whole + 2);
  const moved = scene.map.getCenter();
  scene.resized();
  scene.paint('0129', { unknown: 9, suppressed: 8 }, null);
  assert.equal(scene.map.getZoom(), whole + 2);
  assert.ok(scene.map.distance(scene.map.getCenter(), moved) < 10); // metres: under a pixel
  scene.showWhole();
  assert.equal(scene.map.getZoom(), whole);
  scene.lookAt({ kind: 'area', id: 'A1' });
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

const LAID = {
  points: POINTS.points,
  lines: [
    { kind: 'team', words: 'Teams', width: 1, dash: [], opacity: 1 },
    { kind: 'ward', words: 'Wards', width: 1.5, dash: [8, 4], opacity: 0.6 },
  ],
  outlines: [{ words: 'Needy', dash: [9, 4], opacity: 0.8, inside: [0, 1] }],
  opacity: 0.5,
};
const shapes = [PLACES.features, PLACES.features.slice(0, 1), AREAS.features];

test('layers come in place of the usual lines, each with its own dash, and go again', () => {
  scene.setLaid(LAID, shapes, 'ward');
  assert.deepEqual(scene.groups.places.getLayers(), []);
  const lines = scene.groups.lines.getLayers();
  assert.equal(lines.length, PLACES.features.length + 1);
  assert.deepEqual(
    [lines[0], lines.at(-1)].map((each) => each.options.dashArray),
    ['', '8 4'],
  );
  assert.equal(lines.at(-1).options.opacity, 0.6);
  const [outline] = scene.groups.outlines.getLayers();
  assert.equal(outline.options.opacity, 0.8);
  assert.deepEqual(alphas(), [0.5, 0.5, 0.5, 0.5]);
  assert.deepEqual(drawnOrder().slice(0, 4), ['areas', 'marked', 'outlines', 'lines']);
  scene.setLaid(null, [], 'team');
  assert.equal(scene.groups.places.getLayers().length, PLACES.features.length);
  assert.deepEqual(scene.groups.lines.getLayers(), []);
  assert.deepEqual(alphas(), [1, 1, 1, 1]);
});

test('only the names of places that the question asks for are chosen by', () => {
  const chosen = () =>
    scene.names.placed().map(({ name: { label }, box: [left, top, right, bottom] }) => {
      return [label.textContent, scene.names.at({ x: (left + right) / 2, y: (top + bottom) / 2 })];
    });
  scene.setLaid(LAID, shapes, 'team');
  assert.deepEqual(chosen(), [
    ['Wisbech', null], // of the ward, which is written first; no name is written twice
    ['March', 'p2'],
  ]);
  scene.setLaid(LAID, shapes, 'ward');
  assert.deepEqual(chosen(), [
    ['Wisbech', 'p1'],
    ['March', null],
  ]);
});

test('each kind of boundary writes its names in its own way', () => {
  scene.setLaid(LAID, shapes, 'team');
  const styles = scene.names.names.map(({ label }) => label.className);
  assert.deepEqual(styles, ['place-name style-0', 'place-name style-1']);
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

test('boundaries are opaque and cased, and the gaps of dashes stay open', () => {
  for (const each of scene.groups.places.getLayers()) {
    assert.equal(each.options.opacity, 1);
    assert.ok(each.options.weight >= 1.5 && each.options.haloWeight >= 2);
    assert.equal(each.options.halo, light.halo);
  }
  scene.setLaid(LAID, shapes, 'team');
  for (const each of scene.groups.lines.getLayers()) assert.equal(each.options.lineCap, 'butt');
});
