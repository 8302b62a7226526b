import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { AREAS, makeMessage, PLACES, POINTS } from './message.js';

const { Choice } = await import('../../mapping/component/choice.js');
const { buildFrame } = await import('../../mapping/component/frame.js');
const { Scene } = await import('../../mapping/component/scene.js');

const door = (id, lat, lon) => ({ ...POINTS.points[0], ids: [id], label: id, at: [lat, lon] });
let frame;
let scene;
let choice;
let told;

function make(points) {
  frame = buildFrame({ zoomIn() {}, zoomOut() {}, showAll() {} });
  document.body.replaceChildren(frame.root);
  told = [];
  const state = {
    ...{ message: makeMessage(), features: AREAS.features, places: PLACES.features, points },
    ...{ figures: [], factLabels: ['For ages'] },
  };
  choice = new Choice(frame, state, (pick) => told.push(pick));
  scene = new Scene(L, frame.canvas, {
    onHover: (about, at) => choice.follow(about, at),
    onPick: (pick, at) => choice.press(pick, at),
    onList: (members, at) => choice.doors.list(members, at),
  });
  choice.scene = scene;
  scene.setColours(makeMessage().colours.light);
  scene.setAreas(AREAS);
  scene.paint('8409', { unknown: 9, suppressed: 8 }, 8);
  scene.setPoints(points);
}

const key = (name, more = {}) =>
  frame.canvas.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, ...more }));
const said = () => frame.live.textContent;
const tip = () => frame.stage.querySelector('.tip');
const touch = () => {
  const event = new Event('pointerdown', { bubbles: true });
  event.pointerType = 'touch';
  frame.canvas.dispatchEvent(event);
};
const tap = (at) => {
  touch();
  scene.map.fire('click', { containerPoint: at, originalEvent: {} });
};

const [NORTH, MIDDLE, SOUTH] = [52.55, 52.5, 52.45];

beforeEach(() =>
  make([door('North', NORTH, 0.2), door('Middle', MIDDLE, 0.2), door('South', SOUTH, 0.2)]),
);

test('D goes through the doors in sight and round again, and Shift+D back', () => {
  for (const name of ['North', 'Middle', 'South', 'North']) {
    key('d');
    assert.match(said(), new RegExp(`of 3 in sight\\. ${name}\\.`));
  }
  key('D', { shiftKey: true });
  assert.match(said(), /^3 of 3 in sight\. South\./);
  assert.ok(!tip().hidden);
});

test('without a door in sight it says so, and Enter chooses none', () => {
  make([]);
  key('d');
  key('Enter');
  assert.equal(said(), 'No door is in sight.');
  assert.deepEqual(told, []);
});

test('Enter chooses the door that the keys came to, and no other once they went on', () => {
  key('d');
  key('Enter');
  assert.deepEqual(told, [{ kind: 'asset', id: 'North' }]);
  key('d');
  key('n');
  key('Enter');
  assert.equal(told.length, 1);
});

test('doors that never part are listed, and one of them is chosen from the list', () => {
  make([door('This', 52.5, 0.2), door('That', 52.5, 0.20001)]);
  key('d');
  assert.match(said(), /2 doors near each other/);
  key('Enter');
  assert.ok(tip().classList.contains('is-held'));
  const offers = [...tip().querySelectorAll('.offer')];
  assert.equal(offers.length, 2);
  assert.equal(document.activeElement, offers[0]);
  offers[1].click();
  assert.deepEqual(told, [{ kind: 'asset', id: 'That' }]);
  assert.ok(tip().hidden);
});

test('Escape closes a list, chooses nothing and gives the keys back to the map', () => {
  make([door('This', 52.5, 0.2), door('That', 52.5, 0.20001)]);
  key('d');
  key('Enter');
  tip()
    .querySelector('.offer')
    .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  assert.ok(tip().hidden);
  assert.deepEqual(told, []);
  assert.equal(document.activeElement, frame.canvas);
});

test('a tap holds the note; it moves with the map, and goes with another tap or its button', () => {
  const at = scene.services.middleOf({ kind: 'asset', index: 0 });
  tap(at);
  assert.deepEqual(told, [{ kind: 'asset', id: 'North' }]);
  assert.ok(tip().classList.contains('is-held'));
  choice.follow(null); // what a browser makes up after a tap
  assert.ok(!tip().hidden);
  const before = tip().style.transform;
  scene.map.panBy([60, 20], { animate: false });
  assert.notEqual(tip().style.transform, before);
  tap(scene.services.middleOf({ kind: 'asset', index: 1 }));
  assert.equal(tip().querySelector('.name').textContent, 'Middle');
  tip().querySelector('.close').click();
  assert.ok(tip().hidden);
  tap(scene.services.middleOf({ kind: 'asset', index: 0 }));
  scene.map.panBy([5000, 0], { animate: false });
  assert.ok(tip().hidden); // out of sight
});

test('a press with a mouse holds nothing, and its note goes with the pointer', () => {
  const at = scene.services.middleOf({ kind: 'asset', index: 0 });
  scene.map.fire('mousemove', { containerPoint: at, originalEvent: {} });
  scene.map.fire('click', { containerPoint: at, originalEvent: {} });
  assert.ok(!tip().hidden && !tip().classList.contains('is-held'));
  choice.follow(null);
  assert.ok(tip().hidden);
});
