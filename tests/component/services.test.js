import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import './dom.js';
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { makeMessage } from './message.js';

const { groupsOf, lieOver, sizeOf, zoomApart } = await import(
  '../../mapping/component/clusters.js'
);
const { drawingKinds } = await import('../../mapping/component/canvas.js');
const { Services } = await import('../../mapping/component/services.js');

const { light } = makeMessage().colours;
const spot = (x, y, count = 1) => ({ x, y, count });

/** Spots that are the same each time. */
function scattered(number, size, seed) {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  return Array.from({ length: number }, () => spot(next() * size, next() * size));
}

test('doors apart stay apart, and those that would lie on one another become one', () => {
  const apart = groupsOf([spot(0, 0), spot(40, 0)]);
  assert.deepEqual(
    apart.map(({ members }) => members),
    [[0], [1]],
  );
  const [both] = groupsOf([spot(0, 0), spot(10, 0, 3)]);
  assert.deepEqual(both.members, [0, 1]);
  assert.deepEqual([both.x, both.y, both.count], [5, 0, 4]);
});

test('doors are put together until none lies on another, and none is lost', () => {
  for (let seed = 1; seed < 30; seed += 1) {
    const spots = scattered(200, 600, seed);
    const groups = groupsOf(spots);
    groups.forEach((a, i) => {
      for (const b of groups.slice(i + 1)) assert.ok(!lieOver(a, b), `seed ${seed}`);
    });
    const members = groups.flatMap((group) => group.members).sort((a, b) => a - b);
    assert.deepEqual(members, [...spots.keys()]);
    for (const { members: own, x, y, count } of groups) {
      const mean = (name) => own.reduce((sum, at) => sum + spots[at][name], 0) / own.length;
      assert.ok(Math.abs(x - mean('x')) < 1e-6 && Math.abs(y - mean('y')) < 1e-6);
      assert.equal(count, own.length);
    }
  }
});

test('doors are put together as they are in pictures', () => {
  const cases = readFileSync(new URL('clusters_cases.json', import.meta.url), 'utf-8');
  for (const { words, spots, groups } of JSON.parse(cases)) {
    const found = groupsOf(spots.map(([x, y, count]) => ({ x, y, count })));
    assert.deepEqual(found, groups, words);
  }
});

test('thousands of doors are each looked at beside their neighbours alone', (context) => {
  const { mock } = context.mock.method(Math, 'hypot'); // asked once for each two that are looked at
  const spots = scattered(5000, 3000, 3);
  groupsOf(spots);
  assert.ok(mock.callCount() >= spots.length);
  assert.ok(mock.callCount() < 20 * spots.length, `${mock.callCount()}`);
});

test('the disc of many is larger, up to a limit', () => {
  const size = (count) => sizeOf({ count });
  assert.ok(size(2) < size(20) && size(20) < size(300));
  assert.equal(size(1e5), size(1e9));
});

test('the zoom at which doors part is the least, and none where they never do', () => {
  const at = (metres) => (zoom) => [spot(0, 0), spot(metres * 2 ** (zoom - 10), 0)];
  const found = zoomApart(at(1), 10, 17);
  assert.ok(groupsOf(at(1)(found)).length === 2 && groupsOf(at(1)(found - 0.5)).length === 1);
  assert.equal(zoomApart(at(0.01), 10, 17), null);
});

let map;
let services;
const point = (id, lat, lon, rest = {}) => ({
  ids: [id],
  label: id,
  details: [id],
  at: [lat, lon],
  shape: 'circle',
  kind: 'library',
  hollow: false,
  colour: 0,
  ...rest,
});
const ONE_TOWN = [
  point('a', 52.5, 0),
  point('b', 52.5004, 0, { colour: 1 }),
  point('c', 52.5, 0.5),
  point('d', 52.6, 0.5, { ids: ['d', 'e'] }),
];

beforeEach(() => {
  const holder = document.createElement('div');
  document.body.replaceChildren(holder);
  const kinds = drawingKinds(L);
  map = L.map(holder, {
    renderer: new kinds.Canvas(),
    center: [52.5, 0.25],
    zoom: 10,
    maxZoom: 17,
    zoomAnimation: false,
  });
  services = new Services(L, map, kinds);
  services.set(ONE_TOWN, light, ['#111111', '#222222']);
});

const drawnGroups = () => services.groups.map(({ members }) => members);

test('doors near each other are one disc with their number, in the colours of their kinds', () => {
  assert.deepEqual(drawnGroups(), [[0, 1], [2], [3]]);
  const [disc, single, double] = services.group.getLayers().map(({ options }) => options);
  assert.deepEqual(disc.parts, [
    ['#111111', 1],
    ['#222222', 1],
  ]);
  assert.equal(disc.count, 2);
  assert.ok(!disc.hollow && !single.parts);
  assert.deepEqual([double.count, double.parts], [2, [['#111111', 2]]]); // two at one door
});

test('a group is hollow only where none of its doors is open', () => {
  const shut = ONE_TOWN.map((each) => ({ ...each, hollow: true }));
  services.set(shut, light);
  assert.ok(services.group.getLayers()[0].options.hollow);
  services.set([ONE_TOWN[0], ...shut.slice(1)], light);
  assert.ok(!services.group.getLayers()[0].options.hollow);
});

test('going into a group parts its doors, nearer they stay parted, and further they join', () => {
  const { centre, zoom } = services.viewInto([0, 1]);
  map.setView(centre, zoom, { animate: false });
  assert.deepEqual(drawnGroups(), [[0], [1], [2], [3]]);
  assert.ok(services.inSight().length >= 2);
  map.setView([52.5, 0.25], 5, { animate: false });
  assert.deepEqual(drawnGroups(), [[0, 1, 2, 3]]);
});

test('doors that never part have nowhere to go into', () => {
  services.set([point('a', 52.5, 0), point('b', 52.50001, 0)], light);
  assert.equal(services.viewInto([0, 1]), null);
});

test('the pointer finds the nearest door, a little beyond its edge too', () => {
  const { x, y } = services.middleOf({ kind: 'asset', index: 2 });
  assert.deepEqual(services.at({ x, y }), { kind: 'asset', index: 2 });
  assert.deepEqual(services.at({ x: x + 9, y }), { kind: 'asset', index: 2 });
  assert.equal(services.at({ x: x + 40, y }), null);
  const group = services.middleOf({ kind: 'asset', index: 0 });
  assert.deepEqual(services.at(group), { kind: 'cluster', index: 0, members: [0, 1] });
});

test('what is in sight is stepped through row by row, and what is not is left out', () => {
  assert.deepEqual(
    services.inSight().map(({ index }) => index),
    [3, 0, 2],
  );
  map.setView([52.6, 0.5], 13, { animate: false });
  assert.deepEqual(
    services.inSight().map(({ index }) => index),
    [3],
  );
});

test('what is chosen is ringed where it is drawn: its own symbol, or the group it is in', () => {
  const style = { radius: 1 };
  const ringed = services.ringAbout('b', style);
  assert.ok(ringed.getLatLng().equals(services.groups[0].at));
  assert.ok(services.ringAbout('e', style).getLatLng().equals([52.6, 0.5]));
  assert.equal(services.ringAbout('gone', style), null);
});

test('a pan draws no symbol anew', () => {
  const before = services.group.getLayers();
  map.panBy([100, 40], { animate: false });
  assert.ok(services.group.getLayers().every((each, at) => each === before[at]));
});

test('a frame that comes after the map went away draws nothing', () => {
  let drawn = 0;
  class Usual {
    _redraw() {
      drawn += 1;
    }
  }
  const L = {
    Canvas: Object.assign(Usual, { extend: (/** @type {any} */ own) => own }),
    CircleMarker: { extend: (/** @type {any} */ own) => own },
  };
  const { Canvas } = drawingKinds(L);
  Canvas._redraw.call({});
  assert.equal(drawn, 0);
  Canvas._redraw.call({ _ctx: {} });
  assert.equal(drawn, 1);
});
