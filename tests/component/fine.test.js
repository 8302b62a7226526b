import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { settle } from './dom.js';
import { AREAS, CONSTANTS, makeMessage, PLACES } from './message.js';

const L = await import('leaflet/dist/leaflet-src.esm.js');
const { Fine } = await import('../../mapping/component/fine.js');
const { Scene } = await import('../../mapping/component/scene.js');

const TERMS = { from: 10.5, size: 2, areas: true, places: ['team'] };
const finer = (feature) => ({
  type: 'Polygon',
  coordinates: [[...feature.geometry.coordinates[0].slice(0, -1), [0.09, 52.45], [0.1, 52.4]]],
});
let scene;
let fine;
let asked;
let answers;

beforeEach(() => {
  const holder = document.createElement('div');
  document.createElement('div').append(holder);
  scene = new Scene(L, holder, { onHover: () => {}, onPick: () => {} });
  scene.setColours(makeMessage().colours.light);
  scene.setAreas(AREAS);
  scene.setPlaces(PLACES);
  scene.paint('0123', CONSTANTS, 2);
  asked = [];
  answers = {
    'fine/areas/0': { shapes: [finer(AREAS.features[0]), null] },
    'fine/areas/1': { shapes: AREAS.features.slice(2).map(finer) },
    'fine/places/team': { shapes: { p1: finer(PLACES.features[0]) } },
  };
  fine = new Fine(scene, async (which) => {
    asked.push(which);
    if (!answers[which]) throw new Error('no line');
    return answers[which];
  });
  scene.map.setView([52.45, 0.2], 8, { animate: false });
});

const near = () => scene.map.setView([52.45, 0.2], 11, { animate: false });
const far = () => scene.map.setView([52.45, 0.2], 8, { animate: false });
/** How many corners an area is drawn with now. */
function corners(index) {
  const { map, drawnAreas } = scene;
  const path = new Path2D();
  drawnAreas.trace(index, { zoom: map.getZoom(), origin: map.getPixelOrigin() }, path);
  return path.corners;
}

test('nothing is asked for while the map is far, or where there is nothing finer', async () => {
  fine.set(TERMS);
  await settle();
  assert.deepEqual(asked, []);
  fine.set(null);
  near();
  await settle();
  assert.deepEqual(asked, []);
});

test('near, what is in sight is asked for once and drawn; far, it is as it was', async () => {
  fine.set(TERMS);
  const before = corners(0);
  near();
  await settle();
  assert.deepEqual(asked.sort(), ['fine/areas/0', 'fine/areas/1', 'fine/places/team']);
  assert.ok(corners(0) > before);
  assert.equal(corners(1), before); // it has none
  const [place] = scene.groups.places.getLayers();
  assert.ok(place.getLatLngs().flat(2).length > before);
  far();
  assert.equal(corners(0), before);
  near();
  await settle();
  assert.ok(corners(0) > before);
  assert.equal(asked.length, 3);
});

test('all that was asked for is drawn at once, and nothing finer of too many areas', async (context) => {
  fine.set(TERMS);
  const drawn = [];
  context.mock.method(scene, 'refine', (indexes) => drawn.push([...indexes].sort()));
  near();
  await settle();
  assert.deepEqual(drawn.at(-1), [0, 2, 3]);
  assert.ok(drawn.slice(0, -1).every((each) => each.length === 0)); // of places
  context.mock.method(scene.drawnAreas, 'within', () => new Array(2001).fill(0));
  scene.map.setView([52.46, 0.2], 12, { animate: false });
  assert.equal(scene.drawnAreas.isNear, false);
});

test('what does not come is asked for again when the map next moves', async (context) => {
  context.mock.method(console, 'warn', () => {});
  const held = answers['fine/areas/0'];
  delete answers['fine/areas/0'];
  fine.set(TERMS);
  near();
  await settle();
  answers['fine/areas/0'] = held;
  scene.map.setView([52.46, 0.2], 11, { animate: false });
  await settle();
  assert.equal(asked.filter((each) => each === 'fine/areas/0').length, 2);
  assert.ok(corners(0) > 4);
});

test('other shapes begin anew', async () => {
  fine.set(TERMS);
  near();
  await settle();
  scene.setAreas({ features: AREAS.features.map((each) => ({ ...each })) });
  scene.view.isMoved = true;
  near();
  fine.set(TERMS);
  await settle();
  assert.ok(asked.filter((each) => each === 'fine/areas/0').length > 1);
});

test('places that are drawn anew keep their finer outlines, and are not asked for again', async () => {
  fine.set(TERMS);
  near();
  await settle();
  const before = scene.groups.places.getLayers()[0].getLatLngs().flat(2).length;
  scene.setPlaces({ features: PLACES.features.map((each) => ({ ...each })) });
  fine.set(TERMS);
  assert.equal(scene.groups.places.getLayers()[0].getLatLngs().flat(2).length, before);
  assert.equal(asked.filter((each) => each === 'fine/places/team').length, 1);
});

test('a chosen place of a kind that is not drawn is outlined as finely as all else', async () => {
  answers['fine/places/ward'] = { shapes: { w1: finer(PLACES.features[0]) } };
  fine.set(TERMS);
  near();
  await settle();
  const ward = { ...PLACES.features[0], id: 'w1' };
  const cornersOfChosen = () => scene.groups.chosen.getLayers()[0].getLatLngs().flat(2).length;
  scene.outlining.choose({ kind: 'place', id: 'w1', of: 'ward' }, ward);
  const before = cornersOfChosen();
  await settle();
  assert.equal(asked.filter((each) => each === 'fine/places/ward').length, 1);
  assert.ok(cornersOfChosen() > before);
  far();
  assert.equal(cornersOfChosen(), before);
});
