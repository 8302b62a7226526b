import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const steps = [];
const { history } = window;
const push = history.pushState.bind(history);
history.pushState = (state, unused, address) => {
  steps.push(address);
  push(state, unused, address);
};
history.replaceState(null, '', '/map');
await import('../../mapping/component/steps.js');

const write = (address) => history.pushState({}, '', address);
const act = (what = 'click') => document.body.dispatchEvent(new Event(what, { bubbles: true }));

beforeEach(() => {
  history.replaceState(null, '', '/map');
  act();
  write('/map?service=gp');
  steps.length = 0;
});

test('what a page writes of itself is no step', () => {
  write('/map?service=gp&limit=20');
  assert.deepEqual(steps, []);
  assert.equal(window.location.search, '?service=gp&limit=20');
});

test('an action is one step, however many words of the address it changes', () => {
  act('change');
  write('/map?service=gp&own=a');
  write('/map?service=gp&own=a&kind=own');
  write('/map?service=gp&own=a&kind=own&place=own-1');
  assert.deepEqual(steps, ['/map?service=gp&own=a']);
  assert.equal(window.location.search, '?service=gp&own=a&kind=own&place=own-1');
  act();
  write('/map?service=gp');
  assert.equal(steps.length, 2);
});

test('a field within a component acts as any other', () => {
  const host = document.createElement('div');
  document.body.append(host);
  const select = document.createElement('select');
  host.attachShadow({ mode: 'open' }).append(select);
  select.dispatchEvent(new Event('input', { bubbles: true, composed: true })); // as a browser sends them
  select.dispatchEvent(new Event('change', { bubbles: true }));
  write('/map?service=gp&limit=45');
  assert.equal(steps.length, 1);
  host.remove();
});

test('where a map is looked at, and its layers, are no step', () => {
  act();
  write('/map?service=gp&at=52,0,10');
  write('/map?layers=ground&at=52,0,10&service=gp');
  assert.deepEqual(steps, []);
  write('/map?layers=ground&at=52,0,10&service=library');
  assert.equal(steps.length, 1); // the action was not used up
});

test('another page is a step, and what it then writes is none', () => {
  write('/places');
  write('/places?service=gp');
  assert.deepEqual(steps, ['/places']);
});

test('what follows a step back is none', () => {
  act();
  window.dispatchEvent(new Event('popstate'));
  write('/map?service=library');
  assert.deepEqual(steps, []);
});
