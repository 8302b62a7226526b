import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { drawnOrder, makeScene } from './drawn.js';
import { AREAS, makeMessage, PLACES, POINTS } from './message.js';

const { light } = makeMessage().colours;
let scene;

beforeEach(() => {
  ({ scene } = makeScene());
});

const alphas = () => scene.drawnAreas.classes.map((code) => scene.drawnAreas.alphaOf(code));

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
  assert.deepEqual(drawnOrder(scene).slice(0, 4), ['areas', 'marked', 'outlines', 'lines']);
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

test('boundaries are opaque and cased, and the gaps of dashes stay open', () => {
  for (const each of scene.groups.places.getLayers()) {
    assert.equal(each.options.opacity, 1);
    assert.ok(each.options.weight >= 1.5 && each.options.haloWeight >= 2);
    assert.equal(each.options.halo, light.halo);
  }
  scene.setLaid(LAID, shapes, 'team');
  for (const each of scene.groups.lines.getLayers()) assert.equal(each.options.lineCap, 'butt');
});
