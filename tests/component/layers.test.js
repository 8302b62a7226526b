import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server, settle } from './dom.js';
import { fill, HEIGHTS, LOOK, words } from './laid.js';
import { AREAS, FIGURES, makeMessage, PLACES, POINTS } from './message.js';

const layers = await import('../../mapping/component/layers.js');
const { Laying } = await import('../../mapping/component/laying.js');
const { byHeight, canMove, changed, keyOf, markOf, moved, onceMore } = layers;
const { readLayers, seenFill, toldOf } = layers;
const { withLayer, without, writeLayers } = layers;

const written = (list) => writeLayers(list);

test('a list is read and written back, whatever its names hold', () => {
  const lists = [
    'ground,fill.gap,line,doors',
    '-fill.need*60,out.far*0,doors.libraries(open:sat,provider:Elm%2C Oak %28east%29)*5',
    'line.a%2Cb,fill.indicator.need(period:2020/21)',
    'doors~2,doors.a,doors.a~2(open:sat)*40,-doors.a~3,doors.b%7E2',
  ];
  for (const list of lists) assert.equal(written(readLayers(list)), list);
  assert.equal(readLayers(lists[1])[2].parts[1][1], 'Elm, Oak (east)');
  assert.equal(readLayers('doors.b%7E2')[0].what, 'b~2');
  assert.deepEqual(readLayers('doors.a~4,doors.a~,doors.a~2~3'), []);
  assert.equal(readLayers('fill.gap*100')[0].opacity, 100);
  assert.deepEqual(readLayers(''), []);
  assert.equal(readLayers('line.%ZZ')[0].what, '%ZZ');
});

test('layers stand by their height and move only among those of the same', () => {
  const list = readLayers('doors.a,line.b,fill.gap,out.far,ground,doors.c');
  const ordered = 'ground,fill.gap,line.b,out.far,doors.a,doors.c';
  assert.equal(written(byHeight(list, HEIGHTS)), ordered);
  const up = moved(list, 'line.b', 1, HEIGHTS);
  assert.equal(written(up), 'ground,fill.gap,out.far,line.b,doors.a,doors.c');
  assert.equal(written(moved(list, 'fill.gap', 1, HEIGHTS)), ordered);
  assert.equal(written(moved(list, 'doors.c', 1, HEIGHTS)), ordered);
  assert.equal(canMove(list, 'line.b', -1, HEIGHTS), false);
  assert.equal(canMove(list, 'nothing', 1, HEIGHTS), false);
});

test('a layer is added above those of its height, once, and switched on', () => {
  const list = readLayers('ground,fill.gap,line,-fill.need*40');
  assert.equal(
    written(withLayer(list, 'fill.reach', HEIGHTS)),
    'ground,fill.gap,-fill.need*40,fill.reach,line',
  );
  assert.equal(written(withLayer(list, 'fill.need', HEIGHTS)), 'ground,fill.gap,fill.need*40,line');
  assert.equal(written(without(list, 'line')), 'ground,fill.gap,-fill.need*40');
  assert.equal(
    written(changed(list, 'line', { isOn: false })),
    'ground,fill.gap,-line,-fill.need*40',
  );
});

test('a service is laid once more under a name of its own, and each time then has a mark', () => {
  const one = readLayers('line,doors.a(open:sat),doors.b');
  assert.deepEqual(
    one.map((each) => markOf(each, one)),
    [0, 0, 0],
  );
  const two = [...one, onceMore(one[1], one)];
  assert.equal(written(two), 'line,doors.a(open:sat),doors.b,doors.a~2');
  assert.deepEqual(
    two.map((each) => markOf(each, two)),
    [0, 1, 0, 2],
  );
  const three = [...two, onceMore(two[3], two)];
  assert.equal(keyOf(three[4]), 'doors.a~3');
  assert.equal(onceMore(three[1], three), null);
  assert.equal(onceMore(one[0], one), null);
  // What is left of it keeps its name and its mark.
  const left = without(two, 'doors.a');
  assert.equal(written(left), 'line,doors.b,doors.a~2');
  assert.equal(markOf(left[2], left), 2);
});

test('of several colours that are on the highest is seen', () => {
  assert.equal(keyOf(seenFill(readLayers('fill.gap,fill.need,-fill.reach'))), 'fill.need');
  assert.equal(seenFill(readLayers('-fill.gap,line')), undefined);
  assert.equal(toldOf(readLayers('doors.a(open:sat)')[0]), 'doors.a(open:sat)');
});

function served() {
  const server = new Server();
  const put = (name, body) => server.bodies.set(`/m/${name}`, body);
  put('look.json', LOOK);
  put('layer?fill.gap', fill('gap'));
  put('layer?fill.none', fill('none'));
  put('layer?ground', words('Ground'));
  put('layer?doors', { ...words('Doors'), points: POINTS.points, notes: [] });
  put('layer?line', {
    ...words('Lines'),
    line: { kind: 'team', shapes: 'places.json', width: 1, dash: [] },
  });
  put('areas.json', AREAS);
  put('places.json', PLACES);
  put('figures.json', FIGURES);
  return server;
}

const message = (list) => {
  const { classes, colourBy, legend, colours, constants, ...rest } = makeMessage();
  return {
    ...rest,
    look: '/m/look.json',
    layers: list,
    layer: { other: '/m/layer?', catalogue: '/m/c' },
  };
};

test('layers are put together, and one that cannot be drawn is told and left out', async () => {
  const server = served();
  const laying = new Laying(() => {});
  const bad = server.fetch.bind(server);
  globalThis.fetch = async (address) => {
    if (!address.includes('fill.broken')) return bad(address);
    return {
      ok: false,
      status: 400,
      json: async () => ({ problems: ['Too few areas.'] }),
      text: async () => '',
    };
  };
  const { message: whole, over } = await laying.put(
    message('ground,fill.gap,fill.broken,line*50,-doors'),
  );
  assert.equal(whole.colourBy, 'gap');
  assert.equal(whole.ground, true);
  assert.equal(whole.map.areas, '/m/areas.json');
  assert.equal(laying.problems.get('fill.broken'), 'Too few areas.');
  const laid = await over;
  assert.deepEqual(
    laid.lines.map(({ kind, opacity }) => [kind, opacity]),
    [['team', 0.5]],
  );
  assert.deepEqual(laid.points, []);
  assert.equal(laid.ground, 1);
});

test('all that is most often drawn is asked for at once, before anything has come', () => {
  const server = served();
  server.hold('/ahead/');
  const text = JSON.stringify(message('ground,-fill.gap,fill.need*50,line.team,line.own,-doors'));
  const ahead = JSON.parse(text.replaceAll('/m/', '/ahead/'));
  ahead.map = { ...ahead.map, places: '/ahead/places/team.json?v=1', figures: '/ahead/f' };
  ahead.look += '?v=1';
  new Laying(() => {}).askAhead(ahead);
  assert.deepEqual(server.asked, [
    '/ahead/look.json?v=1',
    '/ahead/layer?ground',
    '/ahead/ground/1.json?v=1',
    '/ahead/layer?line.team',
    '/ahead/places/team.json?v=1',
    '/ahead/layer?line.own',
    '/ahead/layer?fill.need',
    '/ahead/f',
  ]);
});

test('figures that are not the page’s own are not asked for ahead, nor what a guess would miss', async () => {
  const server = served();
  const text = JSON.stringify(message('fill.amount'));
  const laying = new Laying(() => {});
  laying.askAhead(JSON.parse(text.replaceAll('/m/', '/gone/')));
  assert.deepEqual(server.asked, ['/gone/look.json', '/gone/layer?fill.amount']);
  await settle(); // neither is there, and nobody is told
});

test('the same layers of another question are others, and of the same question the same', async () => {
  const server = served();
  for (const [name, body] of [...server.bodies])
    server.bodies.set(name.replace('layer?', 'other?'), body);
  const put = async (list, root = '/m/layer?') => {
    const asked = { ...message(list), layer: { other: root, catalogue: '/m/c' } };
    const { over } = await new Laying(() => {}).put(asked);
    return (await over).written;
  };
  const first = await put('fill.gap,line,doors');
  assert.deepEqual(await put('fill.none,line,doors'), first);
  const other = await put('fill.gap,line,doors', '/m/other?');
  assert.notEqual(other.doors, first.doors);
  assert.notEqual(other.lines, first.lines);
  assert.equal((await put('fill.gap,doors')).doors, first.doors);
  assert.notEqual((await put('fill.gap*50,line,doors')).lines, first.lines);
});

test('where no colours are on the areas are drawn without any', async () => {
  served();
  const { message: whole } = await new Laying(() => {}).put(message('line,-fill.gap'));
  assert.equal(whole.colourBy, 'none');
});

test('what the page says late of what it was told is not taken again', () => {
  const laying = new Laying(() => {});
  laying.take('fill.gap,line');
  laying.lay(readLayers('fill.need,line'));
  laying.lay(readLayers('fill.reach,line'));
  clearTimeout(laying.waiting);
  laying.take('fill.need,line');
  assert.equal(written(laying.asked), 'fill.reach,line');
  laying.take('fill.none');
  assert.equal(written(laying.asked), 'fill.none');
});

test('the layers stay in the address, whatever is written over it, until the page says others', () => {
  const laying = new Laying(() => {});
  const { history } = window;
  const query = () => window.location.search;
  const push = (words) => history.pushState(null, '', `/map?${words}`);
  push('service=gp&colour=need&at=1,2,3');
  laying.take('fill.gap,line');
  laying.lay(readLayers('fill.need*60,-doors.a(open:sat)'));
  clearTimeout(laying.waiting);
  const mine = 'layers=fill.need%2A60%2C-doors.a%28open%3Asat%29';
  assert.equal(query(), `?service=gp&at=1,2,3&${mine}`);
  push('service=library&layers=fill.gap&colour=need');
  assert.equal(query(), `?service=library&${mine}`);
  laying.take('fill.reach');
  push('service=library&layers=fill.reach&colour=need');
  assert.equal(query(), '?service=library&layers=fill.reach&colour=need');
  laying.lay(readLayers('fill.none'));
  clearTimeout(laying.waiting);
  laying.leave();
  push('indicator=imd');
  assert.equal(query(), '?indicator=imd');
});

test('what people said is asked for anew each time, not as it was', async () => {
  const server = served();
  const ask = server.fetch.bind(server);
  let count = 0;
  globalThis.fetch = async (address, how) => {
    if (!address.includes('notes.json')) return ask(address);
    assert.equal(how.cache, 'no-store');
    count += 1;
    const rows = Array.from({ length: count }, (_, at) => [
      at + 1,
      [52, 0],
      'Note',
      'x',
      '',
      '',
      true,
    ]);
    const body = { title: 'Said', said: `${count} notes`, credits: [], said_by_people: rows };
    return { ok: true, status: 200, text: async () => JSON.stringify(body) };
  };
  const laying = new Laying(() => {});
  for (const length of [1, 2]) {
    const { over } = await laying.put(message('fill.gap,notes'));
    const { noted } = await over;
    assert.equal(noted.rows.length, length);
  }
  laying.askAhead(message('fill.gap,notes'));
  assert.equal(count, 2);
});
