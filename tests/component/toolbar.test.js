import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const { buildFrame } = await import('../../mapping/component/frame.js');

const nothing = () => {};
let frame;
let told;

/** A panel with a control and, where asked, none. */
function panel(words, hasControl = true) {
  const made = document.createElement('div');
  made.append(words);
  if (hasControl) made.append(document.createElement('button'));
  return made;
}

function add(key, changes = {}) {
  return frame.addTool({
    key,
    label: `Tool ${key}`,
    icon: 'M0 0',
    panel: panel(`panel of ${key}`),
    onOpen: () => told.push(`open ${key}`),
    onClose: () => told.push(`close ${key}`),
    ...changes,
  });
}

beforeEach(() => {
  told = [];
  sessionStorage.clear();
  frame = buildFrame({ zoomIn: nothing, zoomOut: nothing, showAll: nothing });
  document.body.replaceChildren(frame.root);
});

const names = () =>
  [...frame.root.querySelectorAll('.tools button')].map((each) => each.dataset.tool);
const expanded = () =>
  [...frame.root.querySelectorAll('.tools [aria-expanded=true]')].map((each) => each.dataset.tool);
const press = (element, key) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  element.dispatchEvent(event);
  return event;
};

test('a map without tools shows no toolbar', () => {
  assert.equal(frame.root.querySelector('.tools').hidden, true);
  assert.equal(frame.panelHolder.hidden, true);
});

test('tools stand in one order, whoever was added first', () => {
  for (const key of ['help', 'own thing', 'measure', 'layers']) add(key);
  assert.deepEqual(names(), ['layers', 'measure', 'help', 'own thing']);
  assert.throws(() => add('help'), /already/);
});

test('a button is named by its label, written on it or not', () => {
  const [plain, written] = [add('measure'), add('layers', { text: true })];
  assert.equal(plain.getAttribute('aria-label'), 'Tool measure');
  assert.equal(plain.textContent, '');
  assert.equal(written.textContent, 'Tool layers');
  assert.equal(written.getAttribute('aria-label'), null);
});

test('one panel is open at a time, and its button says so', () => {
  const [layers, measure] = [add('layers'), add('measure')];
  layers.click();
  assert.deepEqual(expanded(), ['layers']);
  assert.equal(frame.panelHolder.hidden, false);
  assert.equal(frame.panelHolder.querySelector('h2').textContent, 'Tool layers');
  measure.click();
  assert.deepEqual(expanded(), ['measure']);
  assert.match(frame.panelHolder.textContent, /panel of measure/);
  assert.doesNotMatch(frame.panelHolder.textContent, /panel of layers/);
  assert.deepEqual(told, ['open layers', 'close layers', 'open measure']);
  measure.click();
  assert.deepEqual(expanded(), []);
  assert.equal(frame.panelHolder.hidden, true);
  assert.deepEqual(told.slice(3), ['close measure']);
});

test('opening what is open takes the focus into it and tells nobody again', () => {
  const layers = add('layers');
  frame.openTool('layers');
  layers.focus();
  frame.openTool('layers');
  assert.equal(frame.panelHolder.contains(document.activeElement), true);
  assert.deepEqual(told, ['open layers']);
  assert.throws(() => frame.openTool('gone'), /no tool gone/);
});

test('the focus goes into a panel and comes back, by Escape and by its cross', () => {
  const layers = add('layers');
  for (const close of [
    () => press(document.activeElement, 'Escape'),
    () => frame.panelHolder.querySelector('.close').click(),
  ]) {
    layers.click();
    assert.equal(document.activeElement, frame.panelHolder.querySelector('.tool-body button'));
    close();
    assert.equal(frame.panelHolder.hidden, true);
    assert.equal(document.activeElement, layers);
  }
});

test('Escape on the button of an open tool closes it; with none open it is nobody’s', () => {
  const layers = add('layers');
  layers.click();
  layers.focus();
  assert.equal(press(layers, 'Escape').defaultPrevented, true);
  assert.equal(frame.panelHolder.hidden, true);
  assert.equal(press(layers, 'Escape').defaultPrevented, false);
});

test('an Escape that something inside a panel has used leaves the panel open', () => {
  add('layers').click();
  const inside = frame.panelHolder.querySelector('.tool-body button');
  inside.addEventListener('keydown', (event) => event.preventDefault());
  press(inside, 'Escape');
  assert.equal(frame.panelHolder.hidden, false);
});

test('a panel without a control takes the focus itself', () => {
  add('help', { panel: panel('words', false) }).click();
  assert.equal(document.activeElement, frame.panelHolder);
});

test('a control that takes no focus, as one that is hidden, is passed over', () => {
  const held = panel('words');
  const first = document.createElement('button');
  first.disabled = true;
  held.prepend(first);
  add('layers', { panel: held }).click();
  assert.equal(document.activeElement, held.querySelector('button:not([disabled])'));
});

test('opening a tool scrolls to a map that is not whole in sight, and to no other', () => {
  const stage = frame.root.querySelector('.stage');
  const layers = add('layers');
  let to;
  stage.scrollIntoView = ({ block }) => {
    to = block;
  };
  const standing = (top, height) => {
    to = undefined;
    stage.getBoundingClientRect = () => ({ top, height, bottom: top + height, left: 0, right: 0 });
    layers.click();
    frame.closeTools();
    return to;
  };
  assert.equal(window.innerHeight, 768);
  assert.equal(standing(60, 700), undefined);
  assert.equal(standing(500, 400), 'nearest');
  assert.equal(standing(20, 400), 'nearest'); // under the bar of pages
  assert.equal(standing(60, 760), 'start'); // higher than the window: its tools and panel first
});

test('closing from elsewhere leaves the focus where it is', () => {
  const [layers, elsewhere] = [add('layers'), document.createElement('button')];
  document.body.append(elsewhere);
  layers.click();
  elsewhere.focus();
  frame.closeTools();
  assert.equal(document.activeElement, elsewhere);
  assert.deepEqual(told, ['open layers', 'close layers']);
  frame.closeTools();
  assert.deepEqual(told, ['open layers', 'close layers']);
});

test('the legend folds to a line and back, and the next map remembers', () => {
  const [fold, body] = ['.legend-fold', '.side'].map((name) => frame.root.querySelector(name));
  assert.equal(fold.getAttribute('aria-expanded'), 'true');
  assert.equal(fold.getAttribute('aria-controls'), body.id);
  fold.click();
  assert.equal(body.hidden, true);
  assert.equal(fold.getAttribute('aria-expanded'), 'false');
  const next = buildFrame({ zoomIn: nothing, zoomOut: nothing, showAll: nothing });
  assert.equal(next.side.hidden, true);
  fold.click();
  assert.equal(body.hidden, false);
});
