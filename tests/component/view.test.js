import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';

const { View } = await import('../../mapping/component/view.js');

/** Make a view of something 400 by 400 pixels at zoom 0; returns it and what it was told to fit. */
function viewOf(width, height, left, right) {
  const size = () => ({ x: width, y: height });
  const told = {};
  const map = {
    options: {},
    on: () => {},
    getContainer: () => document.createElement('div'),
    getSize: size,
    getBoundsZoom: (_, __, { x, y }) => Math.log2(Math.min((width - x) / 400, (height - y) / 400)),
    project: ({ x }, zoom) => ({ x: x * 2 ** zoom }),
    fitBounds: (_, how) => Object.assign(told, how),
  };
  const view = new View(map);
  view.covered = () => left;
  view.coveredRight = () => right;
  view.showAll({
    isValid: () => true,
    getSouthWest: () => ({ x: 0 }),
    getNorthEast: () => ({ x: 400 }),
  });
  return told;
}

test('the whole stands between the legend and a panel, smaller if it must be', () => {
  const { paddingTopLeft, paddingBottomRight } = viewOf(930, 600, 260, 330);
  assert.deepEqual([paddingTopLeft[0], paddingBottomRight[0]], [272, 342]);
});

test('beside the legend alone it is no smaller for it', () => {
  const { paddingTopLeft } = viewOf(700, 600, 260, 0);
  assert.ok(paddingTopLeft[0] > 12 && paddingTopLeft[0] < 272);
  assert.equal(viewOf(1400, 600, 260, 0).paddingTopLeft[0], 272);
});

test('where too little would be left between them it keeps its size', () => {
  assert.equal(viewOf(600, 900, 260, 330).paddingTopLeft[0], 12);
});
