import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';
import { byNeed, makeMessage, POINTS } from './message.js';

const { Legend, readable } = await import('../../mapping/component/legend.js');

let shown;
let legend;

beforeEach(() => {
  shown = null;
  legend = new Legend((code) => {
    shown = code;
  });
  document.body.replaceChildren(legend.element);
  update(makeMessage());
});

const update = (message, points = POINTS.points) =>
  legend.update(message, message.colours.light, points);
const button = (words) =>
  [...legend.element.querySelectorAll('button')].find((each) =>
    (each.getAttribute('aria-label') ?? each.textContent).toLowerCase().includes(words),
  );
const pressed = () =>
  [...legend.element.querySelectorAll('[aria-pressed=true]')].map((each) => each.textContent);
const caption = () => legend.element.querySelector('.caption').textContent;
const USUAL = /^Needy and out of reach/i; // what is outlined, until a class is pointed at
const point = (element, type) => element.dispatchEvent(new Event(type));

test('a class pressed is brought forward, and let go when it is pressed again', () => {
  button('class 4').click();
  assert.equal(shown, 4);
  assert.deepEqual(pressed(), ['40']);
  assert.match(caption(), /^Class 4: about 40/);
  button('class 4').click();
  assert.equal(shown, null);
  assert.deepEqual(pressed(), []);
  assert.match(caption(), USUAL);
  assert.match(legend.element.querySelector('.how').textContent, /Each number: under-fives/);
  assert.match(legend.element.textContent, /A colour is one for a whole neighbourhood\./);
});

test('pressing a second class moves to it: what is pressed is what is shown', () => {
  button('class 4').click();
  button('class 7').click();
  assert.equal(shown, 7);
  assert.deepEqual(pressed(), ['70']);
  point(button('class 7'), 'pointerleave');
  point(button('class 7'), 'blur');
  assert.equal(shown, 7);
  assert.match(caption(), /^Class 7/);
});

test('pointing shows a class until the pointer leaves, then the pressed one again', () => {
  button('class 4').click();
  point(button('class 2'), 'pointerenter');
  assert.equal(shown, 2);
  assert.match(caption(), /^Class 2/);
  point(button('class 2'), 'pointerleave');
  assert.equal(shown, 4);
  assert.match(caption(), /^Class 4/);
  assert.deepEqual(pressed(), ['40']);
});

test('the class of what is not known is pressed as the others are', () => {
  button('class 4').click();
  button('not known').click();
  assert.equal(shown, 9);
  assert.equal(pressed().length, 1);
  assert.ok(button('not known').querySelector('.is-unknown'));
});

test('a pressed class stays pressed while the same colours stand, and goes with them', () => {
  button('class 4').click();
  update(makeMessage(), []); // only the services differ
  assert.equal(shown, 4);
  assert.deepEqual(pressed(), ['40']);
  button('class 1').click();
  update(byNeed(), []); // where the code stands for another class
  assert.equal(shown, null);
  assert.deepEqual(pressed(), []);
});

test('a pressed class that is there no longer is let go', () => {
  button('not known').click();
  const classes = makeMessage().legend.classes.slice(0, 9);
  update(makeMessage({ legend: { classes } }));
  assert.equal(shown, null);
  assert.deepEqual(pressed(), []);
});

test('the square is laid out as the message says, and the marked class is named', () => {
  const cells = [...legend.element.querySelectorAll('.square button')];
  assert.deepEqual(
    cells.map((each) => each.textContent),
    ['20', '50', '80', '10', '40', '70', '00', '30', '60'],
  );
  assert.ok(cells[2].classList.contains('is-marked'));
  assert.match(
    cells[2].getAttribute('aria-label'),
    /^needy and out of reach \(class 8\): about 80/,
  );
  assert.match(
    legend.element.querySelector('.caption').textContent,
    /^Needy and out of reach: about 80/,
  );
});

test('what has not changed is not drawn anew', () => {
  const [before] = legend.element.children;
  update(makeMessage());
  assert.equal(legend.element.children[0], before);
});

test('services have their symbols, and one that is not open says so', () => {
  const rows = [...legend.element.querySelectorAll('.symbols li > span')].map(
    (each) => each.textContent,
  );
  assert.deepEqual(rows, [
    'Child and family centre',
    'Library',
    'Hollow: not open to these ages',
    'A number: several services there; choose it to part them',
  ]);
  update(makeMessage(), []);
  assert.equal(legend.element.querySelector('.symbols'), null);
});

test('the card folds what it cannot hold, explanations first, and keeps what a person chose', () => {
  const card = legend.element.parentElement;
  const folds = () => [...legend.element.querySelectorAll('details')].map(({ open }) => open);
  let most = 400;
  const high = () => 200 + folds().reduce((sum, open) => sum + (open ? 100 : 0), 0);
  Object.defineProperty(card, 'scrollHeight', { configurable: true, get: high });
  Object.defineProperty(card, 'clientHeight', { configurable: true, get: () => most });
  const after = (height) => {
    most = height;
    legend.fit();
    return folds();
  };
  assert.deepEqual(after(400), [true, true]);
  assert.deepEqual(after(300), [false, true]);
  assert.deepEqual(after(250), [false, false]);
  legend.element.querySelector('.kinds summary').click(); // opens it, and it stays so
  legend.fit();
  assert.deepEqual(folds(), [false, true]);
  assert.equal(legend.element.querySelectorAll('.kinds summary svg').length, 4);
  window.dispatchEvent(new Event('beforeprint'));
  assert.deepEqual(folds(), [true, true]); // what is folded is not printed
  delete card.scrollHeight;
  delete card.clientHeight;
});

test('words stand out from their ground', () => {
  assert.equal(readable('#ffffff'), '#000');
  assert.equal(readable('#1d0821'), '#fff');
  assert.equal(readable('#7f7780'), '#000');
});

test('the corners of the square are named, in their places', () => {
  const corners = [
    [2, 'less needy, few reached'],
    [8, 'needier, few reached'],
    [0, 'less needy, most reached'],
    [6, 'needier, most reached'],
  ];
  update(makeMessage({ legend: { corners } }));
  const rows = [...legend.element.querySelectorAll('.corners')].map((row) =>
    [...row.children].map((each) => each.textContent),
  );
  assert.deepEqual(rows, [
    ['Less needy, few reached', 'Needier, few reached'],
    ['Less needy, most reached', 'Needier, most reached'],
  ]);
  const [top, , square, bottom] = legend.element.querySelector('.grid').children;
  assert.equal(top.className, 'corners');
  assert.equal(square.className, 'square');
  assert.equal(bottom.className, 'corners');
  update(byNeed());
  assert.equal(legend.element.querySelector('.corners'), null);
});

test('a tap holds a class, and a second tap lets it go', () => {
  const tap = (element) => {
    for (const type of ['pointerenter', 'pointerdown', 'pointerup', 'pointerleave']) {
      const event = new Event(type);
      event.pointerType = 'touch';
      element.dispatchEvent(event);
    }
    element.click();
  };
  tap(button('class 4'));
  assert.equal(shown, 4);
  tap(button('class 7'));
  assert.equal(shown, 7);
  tap(button('class 7'));
  assert.equal(shown, null);
});

test('each line has a sample as on the map, and a number after a name is explained', () => {
  const message = makeMessage();
  const told = (laid) => {
    legend.update(message, message.colours.light, POINTS.points, laid);
    return legend.element;
  };
  const line = { kind: 'team', words: 'teams', width: 1.2, dash: [2, 3] };
  const path = told({ lines: [line] }).querySelector('.line-row path');
  assert.equal(Number(path.getAttribute('stroke-width')).toFixed(2), '1.80');
  assert.equal(path.getAttribute('stroke-dasharray'), '2 3');
  assert.ok(Number(path.parentElement.getAttribute('width')) >= 32);
  assert.doesNotMatch(legend.element.textContent, /without a door/);
  assert.doesNotMatch(told({ lines: [line], counts: { p1: 0 } }).textContent, /without a door/);
  assert.match(told({ lines: [line], counts: { p1: 12 } }).textContent, /without a door/);
});
