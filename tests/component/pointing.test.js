import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { makeScene } from './drawn.js';

let scene;
let told;

beforeEach(() => {
  ({ scene, told } = makeScene());
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
