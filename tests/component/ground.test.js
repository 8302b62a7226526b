import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { AREAS, GROUND, makeMessage, PLACES, POINTS } from './message.js';

const { metresPerPixel, ranksAt, readRank, worldOf } = await import(
  '../../mapping/component/ground.js'
);
const { Scene } = await import('../../mapping/component/scene.js');

const { light } = makeMessage().colours;
let scene;

beforeEach(() => {
  const holder = document.createElement('div');
  document.body.replaceChildren(holder);
  scene = new Scene(L, holder, { onHover: () => {}, onPick: () => {} });
  scene.setColours(light);
  scene.setAreas(AREAS);
  scene.paint('8409', { unknown: 9, suppressed: 8 }, 8);
  scene.setPlaces(PLACES);
  scene.setPoints(POINTS.points);
});

/** What the canvas draws, from below to above: sheets of ground by name, all others by group. */
function drawnOrder() {
  const sheets = Object.entries({
    beneath: scene.ground?.beneath,
    through: scene.ground?.through,
    names: scene.ground?.names,
  });
  const groups = Object.entries(scene.groups);
  const found = [];
  for (let each = scene.map.options.renderer._drawFirst; each; each = each.next) {
    const sheet = sheets.find(([, one]) => one === each.layer);
    const [name] = sheet ?? groups.find(([, group]) => group.hasLayer(each.layer));
    if (found.at(-1) !== name) found.push(name);
  }
  return found;
}

const asked = [];
const fetchRank = async (rank) => {
  asked.push(rank);
  return GROUND;
};
/** Ground is asked for as it is drawn, with the next frame; what comes is drawn with the one after. */
const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const settled = async () => {
  await frame();
  await frame();
};

test('the world is measured as the map measures it', () => {
  const [x, y] = worldOf(-0.25, 52.5);
  const point = scene.map.project([52.5, -0.25], 0);
  assert.ok(Math.abs(point.x - x) < 1e-9 && Math.abs(point.y - y) < 1e-9);
});

test('steps are read from the first point on, and every box holds its line', () => {
  const { at, box } = readRank(GROUND).lines.river[0];
  assert.deepEqual([...at.slice(0, 2)], worldOf(0, 52.4));
  assert.deepEqual([...at.slice(2)], worldOf(1, 52.4));
  assert.deepEqual(box, [at[0], at[1], at[2], at[1]]);
});

test('the nearer the map the more ranks are drawn, the first always', () => {
  assert.deepEqual(
    [500, 90, 36.1, 36, 14, 1].map((m) => ranksAt(m, [90, 36, 14])),
    [1, 2, 2, 3, 4, 4],
  );
  assert.equal(ranksAt(1, []), 1);
  assert.ok(Math.abs(metresPerPixel(0, 0) - 156543.03) < 0.01);
  assert.ok(Math.abs(metresPerPixel(10, 60) - 76.437) < 0.001);
});

test('the ground lies beneath the areas, its lines over them, below every outline and door', async () => {
  scene.setGround(true, fetchRank, () => {});
  await settled();
  const order = ['beneath', 'areas', 'through', 'marked', 'places', 'names'];
  assert.deepEqual(drawnOrder(), order);
  scene.setAreas(AREAS);
  scene.paint('0009', { unknown: 9, suppressed: 8 }, 0);
  scene.setPlaces(PLACES);
  assert.deepEqual(drawnOrder(), order);
});

test('no line of what is chosen takes a letter of a name', async () => {
  scene.setGround(
    true,
    async () => GROUND,
    () => {},
  );
  await settled();
  scene.outlining.choose({ kind: 'area', id: AREAS.features[0].id });
  const over = ['places', 'chosen', 'names'];
  assert.deepEqual(drawnOrder().slice(-3), over);
  scene.setPlaces(PLACES);
  assert.deepEqual(drawnOrder().slice(-3), over);
});

test('the names of settlements stand under no panel', () => {
  const panel = document.createElement('div');
  panel.getBoundingClientRect = () => ({ left: 10, top: 20, right: 90, bottom: 60 });
  scene.holder.parentElement.append(panel);
  assert.deepEqual(scene.taken().boxes.at(-1), [10, 20, 90, 60]);
});

test('only what the scale asks for is fetched, once, and its credits are passed on', async () => {
  asked.length = 0;
  const credits = [];
  scene.map.setView([52.4, 0.1], 9, { animate: false });
  scene.setGround(true, fetchRank, (told) => credits.push(told));
  await settled();
  assert.deepEqual(asked, [1]);
  scene.map.setView([52.4, 0.1], 12, { animate: false });
  await settled();
  assert.deepEqual([...asked].sort(), [1, 2, 3]);
  scene.map.setView([52.41, 0.1], 12, { animate: false });
  await settled();
  assert.equal(asked.length, 3);
  assert.deepEqual(credits[0], ['Contains OS data.']);
});

test('what could not be fetched is asked for again when the map is moved', async () => {
  let tries = 0;
  const warn = console.warn;
  console.warn = () => {};
  scene.map.setView([52.4, 0.1], 9, { animate: false });
  scene.setGround(
    true,
    async () => {
      tries += 1;
      throw new Error('gone');
    },
    () => {},
  );
  await settled();
  const before = tries;
  scene.map.setView([52.5, 0.1], 9, { animate: false });
  await settled();
  console.warn = warn;
  assert.ok(tries > before);
  assert.equal(scene.features.length, AREAS.features.length);
});

test('a ground that is no longer asked for is taken away', async () => {
  scene.setGround(true, fetchRank, () => {});
  await settled();
  scene.setGround(false, fetchRank, () => {});
  assert.equal(scene.ground, null);
  assert.ok(!drawnOrder().includes('beneath'));
});
