import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { drawn, makeRoot, Server, settle } from './dom.js';
import { AREAS, byNeed, makeMessage, serve } from './message.js';

const { default: load } = await import('../../mapping/component/loader.js');

/** Streamlit, as far as a component sees it: calls anew with each message, cleans up as it does. */
class Streamlit {
  constructor(root) {
    this.root = root;
    this.sent = [];
  }

  /** Run the component; a call that is overtaken before it ends is cleaned up as soon as it ends. */
  run(message) {
    this.latest?.overtake();
    const call = { isOver: false, overtake: () => (call.isOver = true) };
    this.latest = call;
    const setTriggerValue = (name, value) => this.sent.push([name, value]);
    const coming = load({ data: message, parentElement: this.root, setTriggerValue });
    return coming.then((cleanUp) => {
      if (call.isOver) cleanUp();
      else this.cleanUp = cleanUp;
    });
  }

  unmount() {
    this.latest?.overtake();
    this.cleanUp?.();
  }
}

let server;
let root;
let app;
let edition = 0;

beforeEach(() => {
  server = serve(new Server());
  root = makeRoot();
  app = new Streamlit(root);
  edition += 1; // so that each test fetches its scripts anew
});

afterEach(() => root.host.remove());

const first = () => ({ ...makeMessage(), component: `/drawing/${edition}` });
const second = () => ({ ...byNeed(), component: `/drawing/${edition}` });
const maps = () => root.querySelectorAll('.patch-map');
const title = () => root.querySelector('.legend h2')?.textContent;

async function isOneMapOf(words) {
  await drawn(root);
  await settle();
  assert.equal(maps().length, 1);
  assert.equal(root.querySelectorAll('.canvas .leaflet-map-pane').length, 1);
  assert.equal(title(), words);
  assert.equal(root.querySelectorAll('.place-name').length, 2);
}

test('a message is drawn', async () => {
  await app.run(first());
  await isOneMapOf('Need and reach');
  assert.match(root.querySelector('.table-fold summary').textContent, /Table of the 4 /);
});

test('a later message recolours the map where it stands', async () => {
  await app.run(first());
  await drawn(root);
  const [map] = maps();
  const names = [...root.querySelectorAll('.place-name')];
  await app.run(second());
  await isOneMapOf('Need: low income');
  assert.equal(maps()[0], map);
  assert.ok(
    [...root.querySelectorAll('.place-name')].every((name, index) => name === names[index]),
  );
});

test('a word changed while the script is loading leaves one map, of the later word', async () => {
  const release = server.hold('map.js');
  const runs = [app.run(first()), app.run(second())];
  await settle();
  assert.equal(maps().length, 0);
  release();
  await Promise.all(runs);
  await isOneMapOf('Need: low income');
});

test('many words changed while the script is loading leave one map, of the last', async () => {
  const release = server.hold('map.js');
  const runs = [first(), second(), first(), second()].map((message) => app.run(message));
  await settle();
  release();
  await Promise.all(runs);
  await isOneMapOf('Need: low income');
});

test('a word changed while the map library is loading leaves one map, of the later word', async () => {
  const release = server.hold('areas.json');
  server.bodies.set(`/map/${edition}/areas.json`, AREAS);
  const map = { ...makeMessage().map, areas: `/map/${edition}/areas.json` };
  await app.run({ ...first(), map });
  await app.run({ ...second(), map });
  release();
  await isOneMapOf('Need: low income');
});

test('answers to an earlier word that come late are not drawn', async () => {
  const figures = `/map/${edition}/figures.json`;
  server.bodies.set(figures, { ...server.bodies.get('/map/figures.json'), heading: 'Too late' });
  const release = server.hold(figures);
  await app.run({ ...first(), map: { ...first().map, figures } });
  await settle();
  await app.run(second());
  await isOneMapOf('Need: low income');
  release();
  await settle();
  root.querySelector('.table-fold').open = true;
  await settle();
  assert.equal(root.querySelector('caption').textContent, 'Who is not reached?');
  assert.equal(title(), 'Need: low income');
});

test('a drawing that another overtakes before its frame is not said to be drawn', async () => {
  await app.run(first());
  await drawn(root);
  const [{ dataset }] = maps();
  const { drawn: before } = dataset;
  const { requestAnimationFrame: soon } = globalThis;
  const frames = [];
  globalThis.requestAnimationFrame = (draw) => frames.push(draw);
  await app.run(second());
  await settle(10);
  await app.run(first());
  await settle(10);
  globalThis.requestAnimationFrame = soon;
  assert.equal(frames.length, 2);
  frames[0]();
  assert.deepEqual([dataset.state, dataset.drawn], ['drawing', before]);
  frames[1]();
  assert.equal(dataset.state, 'drawn');
});

test('what is taken down is gone, with its styles', async () => {
  await app.run(first());
  await drawn(root);
  assert.ok(root.querySelectorAll('link').length > 1);
  app.unmount();
  assert.equal(root.childNodes.length, 0);
});

test('what is taken down while it loads does not come back', async () => {
  const release = server.hold('map.js');
  const run = app.run(first());
  await settle();
  app.unmount();
  release();
  await run;
  await settle(20);
  assert.equal(maps().length, 0);
});

test('what is taken down while its shapes load does not come back', async () => {
  const areas = `/map/${edition}/areas.json`;
  server.bodies.set(areas, AREAS);
  const release = server.hold(areas);
  await app.run({ ...first(), map: { ...first().map, areas } });
  app.unmount();
  release();
  await settle(20);
  assert.equal(maps().length, 0);
});

test('a root that is used again holds one new map', async () => {
  await app.run(first());
  await drawn(root);
  app.unmount();
  app = new Streamlit(root);
  await app.run(second());
  await isOneMapOf('Need: low income');
});

test('a newer edition of the script takes the place of the older', async () => {
  await app.run(first());
  await drawn(root);
  await app.run({ ...second(), component: '/drawing/newer' });
  await isOneMapOf('Need: low income');
});

test('a script that cannot be fetched is said, and asked for again by a press', async (context) => {
  context.mock.method(console, 'error', () => {});
  const release = server.hold('map.js');
  const run = app.run(first());
  await settle();
  release(new Error('offline'));
  await run;
  const alert = root.querySelector('[role=alert]');
  assert.match(alert.textContent, /could not be fetched/);
  alert.querySelector('button').click();
  await isOneMapOf('Need and reach');
  assert.equal(root.querySelector('[role=alert]'), null);
});

test('an earlier script that comes late draws nothing over the later map', async () => {
  const release = server.hold('drawing/slow');
  const slow = app.run({ ...first(), component: '/drawing/slow' });
  await app.run(second());
  await drawn(root);
  const [map] = maps();
  release();
  await slow;
  await isOneMapOf('Need: low income');
  assert.equal(maps()[0], map);
});

test('an earlier script that fails late says nothing over the later map', async (context) => {
  context.mock.method(console, 'error', () => {});
  const release = server.hold('drawing/broken');
  const broken = app.run({ ...first(), component: '/drawing/broken' });
  await app.run(second());
  await drawn(root);
  release(new Error('offline'));
  await broken;
  await isOneMapOf('Need: low income');
  assert.equal(root.querySelector('[role=alert]'), null);
});

test('shapes that cannot be fetched are said, and asked for again by a press', async (context) => {
  context.mock.method(console, 'error', () => {});
  const areas = `/map/${edition}/areas.json`;
  await app.run({ ...first(), map: { ...first().map, areas } });
  await settle(20);
  const alert = root.querySelector('.problem');
  assert.match(alert.textContent, /There is no such file/);
  server.bodies.set(areas, AREAS);
  alert.querySelector('button').click();
  await isOneMapOf('Need and reach');
  assert.equal(root.querySelector('.problem'), null);
});

test('a choice is told to the page once, and let go by its button', async () => {
  await app.run(first());
  await drawn(root);
  const input = root.querySelector('.finder input');
  const item = { kind: 'area', id: 'A2', name: 'Élm Road', detail: '', at: [52.45, 0.25] };
  const { find } = first().map;
  server.bodies.set(`${find}&q=elm`, { found: [item], more: 0, note: '' });
  input.value = 'elm';
  input.dispatchEvent(new Event('input'));
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  await new Promise((resolve) => setTimeout(resolve, 160));
  assert.deepEqual(app.sent, [['pick', { kind: 'area', id: 'A2' }]]);
  assert.equal(root.querySelector('.chosen span').textContent, 'Élm Road');
  root.querySelector('.chosen button').click();
  assert.deepEqual(app.sent.at(-1), ['pick', { kind: 'none', id: '' }]);
  assert.ok(root.querySelector('.chosen').hidden);
});

test('the page’s answer to an earlier choice does not undo a later one', async () => {
  await app.run(first());
  await drawn(root);
  const step = (key) =>
    root
      .querySelector('.canvas')
      .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  for (const key of ['n', 'Enter', 'n', 'Enter']) step(key);
  assert.deepEqual(
    app.sent.map(([, pick]) => pick.id),
    ['A1', 'A2'],
  );
  await app.run({ ...first(), selected: { kind: 'area', id: 'A1' } });
  assert.equal(root.querySelector('.chosen span').textContent, 'Élm Road');
  await app.run({ ...first(), selected: { kind: 'area', id: 'A2' } });
  assert.equal(root.querySelector('.chosen span').textContent, 'Élm Road');
  await app.run({ ...first(), selected: { kind: 'place', id: 'p1' } });
  await drawn(root);
  assert.equal(root.querySelector('.chosen span').textContent, 'Wisbech');
});
