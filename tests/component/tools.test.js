import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { drawn, makeRoot, Server, settle } from './dom.js';
import { makeMessage, serve } from './message.js';

const { default: load } = await import('../../mapping/component/loader.js');
const { Drawing } = await import('../../mapping/component/drawing.js');
const spans = await import('../../mapping/component/spans.js');
const { Measure, measured } = await import('../../mapping/component/measure.js');

let opened; // the measure of the map that was drawn last
const { open: openMeasure } = Measure.prototype;
Measure.prototype.open = function open() {
  opened = this;
  openMeasure.call(this);
};

const SQUARE = [
  [52, 0],
  [52, 1],
  [53, 1],
  [53, 0],
];
const BOW = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]];
const WAY = {
  ...{ limit: 20, most: 180, mode: 'walk', words: 'on foot', metresPerMin: 50, detour: 1.3 },
  ...{ paceKmh: 4, walkKmh: 4, streets: false, around: false, rural: false },
  own: { pace: '5', detour: '1.2', rural: 'drive-10' },
  modes: [
    ['walk', 'on foot'],
    ['drive', 'by car'],
  ],
};
const WITHIN = {
  ...{ at: [52.45, 0.15], name: 'here', heading: 'What?' },
  own: { do: 'within', at: '52.45000,0.15000', minutes: 20, mode: 'walk', rural: 'drive-10' },
  sentence: 'About 420 under-fives live within 20 minutes’ walk of here.',
  ...{ notes: ['A note.'], sources: ['A source'], illustrative: true },
  tables: [{ caption: 'Areas', heads: ['Area', 'Children'], rows: [['<b>Elm</b>', '420']] }],
  shape: {
    type: 'Polygon',
    coordinates: [SQUARE.map(([lat, lon]) => [lon, lat])],
  },
};

const bodyOf = (address) =>
  ({ way: WAY, within: WITHIN })[address.match(/\/(\w+)\.json\?/)?.[1] ?? ''];

let root;
let server;
let sent;
let edition = 1000;

async function open(changes = {}) {
  await load({
    data: { ...makeMessage(), component: `/drawing/${edition}`, own: [], ...changes },
    parentElement: root,
    setTriggerValue: (name, value) => sent.push([name, value]),
  });
  await drawn(root);
}

beforeEach(async () => {
  server = serve(new Server());
  const { fetch } = server;
  server.fetch = (address) => {
    server.bodies.set(address, bodyOf(address) ?? server.bodies.get(address));
    return fetch.call(server, address);
  };
  root = makeRoot();
  sent = [];
  edition += 1;
});

afterEach(() => root.host.remove());

const $ = (what) => root.querySelector(what);
const tool = (key) => $(`[data-tool=${key}]`);
const canvas = () => $('.canvas');
const answer = () => $('.tool-answer').textContent;
const press = (key) =>
  canvas().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const named = (words) =>
  [...root.querySelectorAll('.tool-panel button')].find((each) => each.textContent === words);
const field = (words) =>
  [...root.querySelectorAll('.tool-panel label')].find((each) => each.textContent === words)
    .control ?? $(`#${label(words).htmlFor}`);
const label = (words) =>
  [...root.querySelectorAll('.tool-panel label')].find((each) => each.textContent === words);

test('a length is that of the ground', () => {
  // Ordnance Survey's own: a degree north at 52.5° is 111,267 m, a degree east 67,910 m.
  assert.ok(Math.abs(spans.metresBetween([52, 0], [53, 0]) - 111_267) < 60);
  assert.ok(Math.abs(spans.metresBetween([52.5, 0], [52.5, 1]) - 67_910) < 60);
  assert.equal(spans.lengthOf([[52, 0]]), 0);
  assert.equal(spans.lengthWords(640), '640 m (0.40 miles)');
  assert.equal(spans.lengthWords(994), '990 m (0.62 miles)');
  assert.equal(spans.lengthWords(996), '1.00 km (0.62 miles)');
  assert.equal(spans.timeWords(1.2), '1 minute');
  assert.equal(spans.timeWords(119), '119 minutes');
  assert.equal(spans.timeWords(675), '11 hours 15 minutes');
  assert.equal(spans.timeWords(120), '2 hours');
});

test('an outline that crosses itself is told from one that does not', () => {
  assert.equal(spans.crossesItself(SQUARE), false);
  assert.equal(spans.crossesItself(BOW), true);
  const dent = [...SQUARE.slice(0, 3), [52.5, 0.5], SQUARE[3]];
  assert.equal(spans.crossesItself(dent), false);
  assert.match(spans.outlineFault(SQUARE.slice(0, 2)), /at least 3/);
});

test('a point is in a shape, in its hole, or beside it', () => {
  const ring = (size) =>
    SQUARE.map(([lat, lon]) => [0.5 + (lon - 0.5) * size, 52.5 + (lat - 52.5) * size]);
  const feature = { id: 'a', geometry: { type: 'Polygon', coordinates: [ring(1), ring(0.5)] } };
  assert.equal(spans.shapeAt([feature], [52.1, 0.1])?.id, 'a');
  assert.equal(spans.shapeAt([feature], [52.5, 0.5]), null);
  assert.equal(spans.shapeAt([feature], [54, 0.1]), null);
});

test('a drawing is ended by its last corner once more, and a fault loses nothing', () => {
  const drawing = new Drawing();
  for (const at of BOW) drawing.add(at);
  drawing.add(BOW[3]);
  assert.equal(drawing.isEnded, false);
  assert.match(drawing.words, /crosses itself/);
  assert.equal(drawing.corners.length, 4);
  drawing.back();
  drawing.back();
  drawing.back();
  for (const at of SQUARE.slice(1)) drawing.add(at);
  drawing.end();
  assert.equal(drawing.isEnded, true);
  assert.deepEqual(drawing.ring[1], [1, 52]);
  drawing.add([54, 3]);
  assert.equal(drawing.corners.length, 4);
  drawing.back();
  assert.equal(drawing.isEnded, false);
  assert.equal(drawing.corners.length, 4);
});

test('a way is told straight or along streets, or that there is none', () => {
  const points = [
    [52, 0],
    [52, 0.01],
  ];
  assert.match(measured([], null, WAY), /begins/);
  assert.match(measured(points.slice(1), null, WAY), /leads/);
  assert.match(
    measured(points, null, WAY),
    /^690 m .* in a straight line: about 14 minutes on foot\.$/,
  );
  const walk = { path: points, lineM: 687, pathM: 1200, minutes: 18, along: true, method: '' };
  assert.match(
    measured(points, walk, WAY),
    /^1\.20 km .* along streets: about 18 minutes on foot\.$/,
  );
  assert.match(
    measured(points, { ...walk, along: false, minutes: null }, WAY),
    /No way leads there/,
  );
});

test('by keys alone: the cross takes points, Backspace takes one back, Escape ends', async () => {
  await open();
  tool('measure').click();
  assert.ok(canvas().classList.contains('aiming'));
  named('To the map, by keys').click();
  press('Enter');
  assert.match(answer(), /where it leads/);
  press('Backspace');
  assert.match(answer(), /begins/);
  press('Escape');
  assert.equal(canvas().classList.contains('aiming'), false);
  assert.equal($('.tool-panel').hidden, true);
  assert.deepEqual(sent, []);
});

test('what was measured stays, ended and closed, until it is begun again', async () => {
  await open();
  tool('measure').click();
  const measure = opened;
  measure.add([52, 0]);
  named('Finish').click(); // nothing is measured yet
  assert.ok(canvas().classList.contains('aiming'));
  measure.add([52, 0.01]);
  assert.match(answer(), /^690 m/);
  measure.add([52, 0.01]); // as by a double click
  assert.equal(measure.points.length, 2);
  assert.equal(canvas().classList.contains('aiming'), false);
  assert.match($('.tool-note').textContent, /stays on the map until “Begin again”/);
  const drawn = () => measure.drawn.group.getLayers().length;
  const shapes = drawn();
  assert.equal(shapes, 3); // a line and two ends
  $('.tool-panel .close').click();
  assert.equal(drawn(), shapes);
  tool('measure').click();
  assert.match(answer(), /^690 m/);
  assert.equal(canvas().classList.contains('aiming'), false);
  named('Undo').click(); // takes the end back, and no point
  assert.ok(canvas().classList.contains('aiming'));
  assert.equal(drawn(), shapes);
  named('Finish').click();
  named('Begin again').click();
  assert.equal(drawn(), 0);
  assert.match(answer(), /begins/);
  measure.add([52, 0]);
  $('.tool-panel .close').click(); // one point measures nothing
  assert.equal(drawn(), 0);
});

test('while a tool aims nothing is chosen; once it is left, it is again', async () => {
  await open();
  tool('measure').click();
  press('Enter');
  assert.deepEqual(sent, []);
  press('Escape');
  press('n');
  press('Enter');
  assert.equal(sent[0][0], 'pick');
});

test('what is within reach is asked for with the question of the page, and told', async () => {
  await open();
  tool('within').click();
  await settle();
  press('Enter');
  await settle();
  const asked = new URL(
    server.asked.find((each) => each.includes('within.json')),
    'http://a',
  );
  assert.equal(asked.searchParams.get('limit'), null);
  assert.match(asked.searchParams.get('here'), /^5\d\.\d{5},0\.\d{5}$/);
  assert.equal(answer(), WITHIN.sentence);
  assert.match($('.tool-table').textContent, /<b>Elm<\/b>/);
  assert.equal($('.tool-table b'), null);
  const minutes = field('Minutes');
  minutes.value = '30';
  minutes.dispatchEvent(new Event('input'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  await settle();
  const again = new URL(server.asked.at(-1), 'http://a').searchParams;
  assert.deepEqual([again.get('limit'), again.get('rural'), again.get('mode')], ['30', '', 'walk']);
  named('Make this a place of your own').click();
  assert.deepEqual(sent, [['own', WITHIN.own]]);
});

test('who points before the question has come is answered all the same', async () => {
  await open();
  tool('within').click();
  press('Enter');
  await settle(10);
  assert.equal(answer(), WITHIN.sentence);
  assert.equal(field('Minutes').value, '20');
});

test('minutes that are typed before the question has come are those that are asked for', async () => {
  await open();
  const release = server.hold('way.json');
  tool('within').click();
  const minutes = field('Minutes');
  minutes.value = '35';
  minutes.dispatchEvent(new Event('input'));
  press('Enter');
  release();
  await settle(10);
  assert.equal(minutes.value, '35');
  const asked = server.asked.find((each) => each.includes('within.json'));
  assert.equal(new URL(asked, 'http://a').searchParams.get('limit'), '35');
});

test('a place is drawn by keys, named and asked for, and kept until it is made', async () => {
  await open();
  tool('draw').click();
  assert.match(answer(), /Click the corners/);
  press('Enter');
  assert.match(answer(), /^1 corner\./);
  named('Make the place').click();
  assert.match(answer(), /at least 3/);
  assert.deepEqual(sent, []);
  $('input[value=pick]').click();
  press('Enter');
  assert.match(answer(), /^1 neighbourhood|^1 area/);
  field('Its name').value = ' Our patch ';
  named('Make the place').click();
  const [name, asked] = sent.at(-1);
  assert.equal(name, 'own');
  assert.equal(asked.do, 'pick');
  assert.equal(asked.name, 'Our patch');
  assert.equal(asked.areas.length, 1);
  await open({ refused: ['1', 'It lies in the sea.'] });
  assert.equal(answer(), 'It could not be made; your drawing is kept. It lies in the sea.');
  named('Make the place').click();
  assert.deepEqual(sent.at(-1)[1].areas, asked.areas);
  await open({ own: [['own-1', 'Our patch']] });
  assert.match(answer(), /^Made/);
  assert.equal($('.own-places input').value, 'Our patch');
  named('Remove').click();
  assert.deepEqual(sent.at(-1), ['own', { do: 'remove', id: 'own-1' }]);
});

test('minutes around a point go by the page’s own question, and another time by no rural rule', async () => {
  await open();
  tool('draw').click();
  await settle();
  field('Around a point').click();
  field('Postcode').value = 'PE13 2AA';
  field('Of what').value = 'walk';
  const asked = (far, unit = 'walk') => {
    field('Within').value = far;
    field('Of what').value = unit;
    named('Make the place').click();
    return sent.at(-1)[1];
  };
  const here = { do: 'within', at: 'PE13 2AA', mode: 'walk' };
  assert.deepEqual(asked('20'), { ...here, minutes: 20, ...WAY.own });
  assert.deepEqual(asked('30'), { ...here, minutes: 30, pace: '5', detour: '1.2' });
  assert.deepEqual(asked('20', 'drive'), { ...here, mode: 'drive', minutes: 20, detour: '1.2' });
});

test('a page that takes no places of one’s own has no tool to make them', async () => {
  await open({ own: undefined });
  assert.equal(tool('draw').hidden, true);
  tool('within').click();
  await settle();
  press('Enter');
  await settle();
  assert.equal(named('Make this a place of your own').hidden, true);
});
