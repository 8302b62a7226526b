import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { read } from './dom.js';

const {
  default: showTour,
  findDeep,
  freeCorner,
  LEFT,
  ASKED,
} = await import('../../mapping/component/tour.js');
const { COVERED } = await import('../../mapping/component/covering.js');
const { default: showGlossary } = await import('../../mapping/component/glossary.js');
const { Pointing } = await import('../../mapping/component/terms.js');
const { helpTool } = await import('../../mapping/component/help_tool.js');

/** What jsdom lacks: popovers, which are shown and hidden. */
const open = new WeakSet();
window.HTMLElement.prototype.showPopover = function showPopover() {
  open.add(this);
  this.removeAttribute('popover'); // jsdom takes focus from whatever has it
};
window.HTMLElement.prototype.hidePopover = function hidePopover() {
  open.delete(this);
};
const { matches, querySelector } = window.Element.prototype;
window.Element.prototype.matches = function isMatch(selector) {
  return selector === ':popover-open' ? open.has(this) : matches.call(this, selector);
};
window.Document.prototype.querySelector = function find(selector) {
  if (!selector.endsWith(':popover-open')) return querySelector.call(this.body, selector);
  const found = [...this.querySelectorAll(selector.replace(':popover-open', ''))];
  return found.find((each) => open.has(each)) ?? null;
};
const storage = (get) =>
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get });
storage(() => window.localStorage);
globalThis.CustomEvent = window.CustomEvent;
globalThis.addEventListener = window.addEventListener.bind(window);
globalThis.removeEventListener = window.removeEventListener.bind(window);
globalThis.innerWidth = 800;
globalThis.innerHeight = 600;

let parent;
let leave;

beforeEach(() => {
  leave?.();
  localStorage.clear();
  parent = document.createElement('div');
  parent.innerHTML = '<div class="tour-root"></div><div class="glossary-root"></div>';
  document.body.replaceChildren(parent);
});

afterEach(() => press('Escape')); // no tour goes on after its test

const data = (asked = '') => ({
  steps: ['one', 'two', 'three', 'four'].map((title) => ({ title, words: `${title}.`, at: [] })),
  labels: { next: 'Next', back: 'Back', not: 'Not now', done: 'Done', close: 'Leave' },
  asked,
});
const tour = (asked) => {
  leave = showTour({ data: data(asked), parentElement: parent, setTriggerValue: () => {} });
};
const card = () => parent.querySelector('.card');
const isShown = () => open.has(card());
const button = (text) =>
  [...parent.querySelectorAll('button')].find((each) => each.textContent === text && !each.hidden);
const title = () => parent.querySelector('.card h2').textContent;
const press = (key) =>
  document.dispatchEvent(new window.KeyboardEvent('keydown', { key, bubbles: true }));

test('maps are told where the tour’s card lies, and that it is gone', () => {
  const told = [];
  const listen = ({ detail }) => told.push(detail);
  document.addEventListener(COVERED, listen);
  leave = showTour({ data: data(), parentElement: parent });
  assert.ok(told.length > 0 && told.every((box) => box && 'left' in box));
  press('Escape');
  assert.equal(told.at(-1), null);
  document.removeEventListener(COVERED, listen);
});

test('the tour is shown to who was never here, four steps, and never again', () => {
  tour();
  assert.ok(isShown());
  assert.equal(button('Back'), undefined);
  for (const [label, next] of [
    ['Next', 'two'],
    ['Next', 'three'],
    ['Next', 'four'],
  ]) {
    button(label).click();
    assert.equal(title(), next);
  }
  assert.equal(button('Not now'), undefined);
  button('Done').click();
  assert.ok(!isShown());
  assert.equal(localStorage.getItem(LEFT), 'left');
  tour();
  assert.ok(!isShown());
});

for (const [name, act] of [
  ['Escape', () => press('Escape')],
  ['×', () => button('×').click()],
  ['Not now', () => button('Not now').click()],
]) {
  for (const steps of [0, 1, 2]) {
    test(`it can be left by ${name} after ${steps} steps, and stays away`, () => {
      tour();
      for (let each = 0; each < steps; each += 1) button('Next').click();
      act();
      assert.ok(!isShown());
      tour();
      assert.ok(!isShown());
    });
  }
}

test('it does not take the focus unless it was asked for, and gives it back', () => {
  const before = document.createElement('button');
  document.body.append(before);
  before.focus();
  tour();
  assert.equal(document.activeElement, before);
  press('Escape');
  tour('1');
  assert.ok(isShown());
  assert.equal(document.activeElement, card());
  press('Escape');
  assert.equal(document.activeElement, before);
});

test('asked for once it is shown once, however often the page runs', () => {
  localStorage.setItem(LEFT, 'left');
  tour('1');
  press('Escape');
  tour('1');
  assert.ok(!isShown());
  tour('2');
  assert.ok(isShown());
  assert.equal(title(), 'one');
});

test('a button elsewhere on the page shows it again', () => {
  localStorage.setItem(LEFT, 'left');
  tour();
  assert.ok(!isShown());
  document.dispatchEvent(new window.CustomEvent(ASKED));
  assert.ok(isShown());
});

test('the page running again leaves it at its step', () => {
  tour();
  button('Next').click();
  tour();
  assert.equal(title(), 'two');
  button('Back').click();
  assert.equal(title(), 'one');
});

test('Escape that closes a meaning does not leave the tour', () => {
  tour();
  const meaning = document.createElement('div');
  meaning.className = 'kyp-meaning';
  document.body.append(meaning);
  meaning.showPopover();
  press('Escape');
  assert.ok(isShown());
});

test('a browser that keeps nothing is not shown the tour on every page', () => {
  storage(() => assert.fail('nothing is kept'));
  try {
    tour();
    assert.ok(!isShown());
  } finally {
    storage(() => window.localStorage);
  }
});

test('what a step is about is found inside other components', () => {
  const host = document.createElement('div');
  document.body.append(host);
  host.attachShadow({ mode: 'open' }).innerHTML = '<p class="inside"></p>';
  assert.equal(findDeep(document, '.inside').className, 'inside');
  assert.equal(findDeep(document, '.nowhere'), null);
});

test('the card leaves free what a step is about and the sentence of the answer', () => {
  const card = { width: 352, height: 220 };
  const room = { width: 1366, height: 768 };
  /** @param {number} left @param {number} top @param {number} right @param {number} bottom */
  const box = (left, top, right, bottom) => ({ left, top, right, bottom });
  const question = box(40, 60, 1326, 160);
  const map = box(40, 200, 940, 768);
  const answer = box(960, 500, 1326, 620);
  assert.deepEqual(freeCorner(card, room, [question, answer]), [12, 536]);
  assert.deepEqual(freeCorner(card, room, [map, box(960, 200, 1326, 320)]), [1002, 536]);
  assert.deepEqual(freeCorner(card, room, [box(0, 400, 1366, 768), answer]), [12, 12]);
  const phone = { width: 320, height: 568 };
  const small = { width: 296, height: 200 };
  assert.deepEqual(freeCorner(small, phone, [box(0, 60, 320, 200)]), [12, 356]);
  assert.deepEqual(freeCorner(small, phone, [box(0, 300, 320, 500)]), [12, 12]);
});

test('the button on the map asks for the tour by the name that the tour listens for', () => {
  assert.ok(read('help_tool.js').includes(`'${ASKED}'`));
  localStorage.setItem(LEFT, 'left');
  tour();
  let closed = 0;
  const tool = helpTool(() => {
    closed += 1;
  });
  tool.panel.querySelector('button').click();
  assert.ok(isShown());
  assert.equal(closed, 1);
  tool.onOpen();
  assert.ok(tool.panel.querySelector('button').hidden, 'no tour is on this page');
});

const glossary = () => {
  const terms = [
    { word: 'gap', meaning: '<b>Children</b> not reached.', source: '' },
    { word: 'LSOA', meaning: 'A small area.', source: 'ONS' },
  ];
  const groups = [
    { title: 'Words', terms: terms.slice(0, 1) },
    { title: 'Places', terms: terms.slice(1) },
  ];
  showGlossary({ data: { groups }, parentElement: parent, setTriggerValue: () => {} });
};
const shownWords = () =>
  [...parent.querySelectorAll('section:not([hidden]) dl > div:not([hidden]) dt')].map(
    (each) => each.textContent,
  );
const search = (text) => {
  const box = parent.querySelector('input[type=search]');
  box.value = text;
  box.dispatchEvent(new window.Event('input'));
};

test('a word of the glossary is found by itself or by what it means', () => {
  glossary();
  assert.deepEqual(shownWords(), ['gap', 'LSOA']);
  assert.equal(parent.querySelectorAll('b').length, 0);
  search(' lsoa ');
  assert.deepEqual(shownWords(), ['LSOA']);
  assert.equal(parent.querySelector('.count').textContent, '1 word with “lsoa”');
  search('reached');
  assert.deepEqual(shownWords(), ['gap']);
  search('nothing like it');
  assert.deepEqual(shownWords(), []);
  assert.equal(parent.querySelector('.count').textContent, 'No word here is like that.');
  glossary();
  assert.equal(parent.querySelector('input').value, 'nothing like it');
});

function word(t) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  document.body.innerHTML =
    '<button class="kyp-term" popovertarget="m">gap</button><div id="m" class="kyp-meaning">x</div>';
  const [term, meaning] = document.body.children;
  term.addEventListener('click', (event) => {
    if (!event.defaultPrevented) open.has(meaning) ? open.delete(meaning) : open.add(meaning);
  });
  const pointing = new Pointing();
  pointing.listen(document);
  const point = (type, target, pointerType = 'mouse') => {
    const event = new window.Event(type, { bubbles: true });
    Object.defineProperty(event, 'pointerType', { value: pointerType });
    target.dispatchEvent(event);
  };
  return { term, meaning, point, wait: (ms) => t.mock.timers.tick(ms) };
}

test('a meaning opens while its word is pointed at, and closes when both are left', (t) => {
  const { term, meaning, point, wait } = word(t);
  point('pointerover', term);
  assert.ok(!open.has(meaning));
  wait(300);
  assert.ok(open.has(meaning));
  point('pointerout', term);
  point('pointerover', meaning);
  wait(1000);
  assert.ok(open.has(meaning), 'it can be read in peace');
  point('pointerout', meaning);
  wait(250);
  assert.ok(!open.has(meaning));
});

test('a meaning that is opened by hand and closed at once stays closed', (t) => {
  const { term, meaning, point, wait } = word(t);
  point('pointerover', term);
  wait(100);
  term.click();
  assert.ok(open.has(meaning));
  meaning.hidePopover();
  wait(1000);
  assert.ok(!open.has(meaning));
});

test('a word that is passed over, or touched, opens nothing by itself', (t) => {
  const { term, meaning, point, wait } = word(t);
  point('pointerover', term);
  point('pointerout', term);
  wait(1000);
  assert.ok(!open.has(meaning));
  point('pointerover', term, 'touch');
  wait(1000);
  assert.ok(!open.has(meaning));
});

test('pressing a word whose meaning is open by pointing keeps it open', (t) => {
  const { term, meaning, point, wait } = word(t);
  point('pointerover', term);
  wait(300);
  term.click();
  assert.ok(open.has(meaning));
  point('pointerout', term);
  wait(1000);
  assert.ok(open.has(meaning));
});
