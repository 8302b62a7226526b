import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { drawn, makeRoot, Server, settle } from './dom.js';
import { AREAS, makeMessage, serve } from './message.js';

const { draw } = await import('../../mapping/component/map.js');
const { Link } = await import('../../mapping/component/link.js');

let roots;
let links;
const follow = Link.prototype.follow;

beforeEach(() => {
  serve(new Server());
  links = [];
  // Every link that is told to follow, and how often: an echo would go on for ever.
  Link.prototype.follow = function told(...given) {
    links.push(this);
    return follow.apply(this, given);
  };
  roots = [makeRoot(), makeRoot()];
});

afterEach(() => {
  Link.prototype.follow = follow;
  for (const root of roots) root.host.remove();
});

/** Draw two maps; returns each with its scene, taken from Leaflet’s own element. */
async function two(first = {}, second = {}) {
  const link = { name: 'pair', held: false, legend: true };
  const removes = [first, second].map((changes, at) =>
    draw({
      data: makeMessage({ link: { ...link, legend: at === 0 }, ...changes }),
      parentElement: roots[at],
      setTriggerValue: () => {},
    }),
  );
  for (const root of roots) await drawn(root);
  await settle();
  return removes;
}

const touch = (root) =>
  root.querySelector('.patch-map').dispatchEvent(new Event('pointerdown', { bubbles: true }));
const press = (root, name) =>
  root
    .querySelector(`.buttons [aria-label="${name}"]`)
    .dispatchEvent(new window.MouseEvent('click'));
const noteOf = (root) => {
  const tip = root.querySelector('.tip');
  return tip.hidden ? '' : tip.querySelector('.name')?.textContent;
};
const key = (root, name) =>
  root
    .querySelector('.canvas')
    .dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));

/** The scale bar is what tells the zoom of a map from outside. */
const scaleOf = (root) => root.querySelector('.leaflet-control-scale-line').textContent;

test('a linked map follows the one that is touched, and nothing is sent back', async () => {
  const removes = await two();
  const before = scaleOf(roots[1]);
  touch(roots[0]);
  links.length = 0;
  press(roots[0], 'Zoom in');
  await settle();
  assert.notEqual(scaleOf(roots[0]), before);
  assert.equal(scaleOf(roots[1]), scaleOf(roots[0]));
  const followed = links.length;
  assert.ok(followed > 0 && followed < 6);
  assert.equal(new Set(links).size, 1); // only the other one follows
  await settle();
  assert.equal(links.length, followed);
  for (const remove of removes) remove();
});

test('the other one leads once it is touched', async () => {
  const removes = await two();
  touch(roots[0]);
  press(roots[0], 'Zoom in');
  touch(roots[1]);
  press(roots[1], 'Zoom in');
  await settle();
  assert.equal(scaleOf(roots[0]), scaleOf(roots[1]));
  for (const remove of removes) remove();
});

test('maps that share no name, and one that was taken down, are left alone', async () => {
  const removes = await two({}, { link: null });
  const before = scaleOf(roots[1]);
  touch(roots[0]);
  press(roots[0], 'Zoom in');
  await settle();
  assert.equal(scaleOf(roots[1]), before);
  assert.equal(links.length, 0);
  for (const remove of removes) remove();
  const again = await two();
  again[1]();
  touch(roots[0]);
  links.length = 0;
  press(roots[0], 'Zoom in');
  assert.equal(links.length, 0);
  again[0]();
});

test('what is pointed at by key is outlined, noted and told on both', async () => {
  const removes = await two();
  key(roots[0], 'n');
  const [name] = AREAS.features.map(({ properties }) => properties.name);
  assert.equal(noteOf(roots[0]), name);
  assert.equal(noteOf(roots[1]), name);
  const said = roots.map((root) => root.querySelector('[aria-live]').textContent);
  assert.match(said[0], /^1 of 4\. Waterlees/);
  assert.match(said[1], /^Waterlees/);
  key(roots[0], 'Escape');
  assert.equal(noteOf(roots[1]), '');
  for (const remove of removes) remove();
});

test('a legend for both brings a class forward on both', async () => {
  const removes = await two();
  const opacities = [];
  assert.equal(roots[1].querySelectorAll('.legend button').length, 0);
  assert.equal(roots[1].querySelectorAll('.legend .symbols li').length, 4); // its own doors
  const { Scene } = await import('../../mapping/component/scene.js');
  const highlight = Scene.prototype.highlight;
  Scene.prototype.highlight = function told(code) {
    opacities.push(code);
    return highlight.call(this, code);
  };
  roots[0].querySelector('.legend button').click();
  Scene.prototype.highlight = highlight;
  assert.deepEqual(opacities, [2, 2]);
  for (const remove of removes) remove();
});

test('maps held at places of their own share a scale, and move by the same way', async () => {
  const held = { name: 'pair', held: true, legend: true };
  const removes = await two(
    { link: held, focus: { kind: 'place', id: 'p1' } },
    { link: held, focus: { kind: 'area', id: 'A4' } },
  );
  assert.equal(scaleOf(roots[0]), scaleOf(roots[1]));
  const members = [];
  Link.prototype.follow = function told(leader, ...rest) {
    members.push([leader, this]);
    return follow.call(this, leader, ...rest);
  };
  touch(roots[0]);
  press(roots[0], 'Zoom in');
  await settle();
  const [[leader, other]] = members;
  const [a, b] = [leader, other].map(({ scene }) => scene.map.getCenter());
  assert.ok(Math.abs(a.lng - b.lng - (leader.anchor.lng - other.anchor.lng)) < 0.01);
  assert.ok(Math.abs(a.lng - b.lng) > 0.03);
  press(roots[0], 'Show the whole area');
  await settle();
  const [c, d] = [leader, other].map(({ scene }) => scene.map.getCenter());
  assert.ok(c.distanceTo(d) < 100);
  for (const remove of removes) remove();
});
