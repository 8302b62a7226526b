import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const { Finder } = await import('../../mapping/component/find.js');

const ITEMS = [
  { kind: 'place', id: 'p1', name: 'Wisbech', detail: 'One of the early-help teams' },
  { kind: 'area', id: 'A1', name: 'Waterlees', detail: 'Fenland 001A, Fenland' },
  { kind: 'area', id: 'A2', name: 'Élm Road', detail: 'Fenland 001B, Fenland' },
  { kind: 'asset', id: 'c1', name: 'St. Peter’s <b>centre</b>', detail: 'child and family centre' },
];

let picked;
let pointed;
let finder;
let input;

beforeEach(() => {
  [picked, pointed] = [[], []];
  finder = new Finder(
    (item) => picked.push(item.id),
    (item) => pointed.push(item?.id ?? null),
  );
  finder.setItems(ITEMS, 'Find a neighbourhood, place or service');
  document.body.replaceChildren(finder.element);
  input = finder.element.querySelector('input');
});

function type(words) {
  input.value = words;
  input.dispatchEvent(new Event('input'));
  return [...finder.element.querySelectorAll('li')].map((each) => each.firstChild.textContent);
}

function press(key) {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true });
  input.dispatchEvent(event);
  return event.defaultPrevented;
}

const status = () => finder.element.querySelector('[role=status]').textContent;
const isOpen = () => input.getAttribute('aria-expanded') === 'true';

test('names are found by any of their words, without accents, case or punctuation', () => {
  assert.deepEqual(type('elm'), ['Élm Road']);
  assert.deepEqual(type('ROAD élm'), ['Élm Road']);
  assert.deepEqual(type('st peter'), ['St. Peter’s <b>centre</b>']);
  assert.deepEqual(type('001b fen'), ['Élm Road']);
  assert.equal(type('').length, 4);
});

test('a name is shown as it is written, never as markup', () => {
  type('peter');
  assert.equal(finder.element.querySelector('b'), null);
});

test('what is not there is said', () => {
  assert.deepEqual(type('norwich'), []);
  assert.equal(status(), 'Nothing of that name');
  assert.ok(!isOpen());
});

test('of many, the first are shown and the rest are counted', () => {
  const many = Array.from({ length: 45 }, (_, id) => ({ ...ITEMS[1], id: `A${id}` }));
  finder.setItems(many, 'Find');
  assert.equal(type('water').length, 40);
  assert.equal(status(), '5 more: type more of the name');
});

test('the arrows move round the list, point at what they come to, and Enter chooses', () => {
  type('fen');
  assert.ok(press('ArrowDown'));
  assert.ok(press('ArrowDown'));
  press('ArrowDown');
  press('ArrowUp');
  assert.deepEqual(pointed, ['A1', 'A2', 'A1', 'A2']);
  const selected = finder.element.querySelectorAll('[aria-selected=true]');
  assert.equal(selected.length, 1);
  assert.equal(input.getAttribute('aria-activedescendant'), selected[0].id);
  assert.ok(press('Enter'));
  assert.deepEqual(picked, ['A2']);
  assert.equal(input.value, 'Élm Road');
  assert.ok(!isOpen());
  assert.equal(pointed.at(-1), null);
});

test('Enter without an arrow chooses the first, and nothing where nothing is found', () => {
  type('wis');
  press('Enter');
  assert.deepEqual(picked, ['p1']);
  type('norwich');
  press('Enter');
  assert.deepEqual(picked, ['p1']);
});

test('Escape closes the list, then empties the box; other keys are left alone', () => {
  type('wis');
  press('Escape');
  assert.equal(input.value, 'wis');
  assert.ok(!isOpen());
  press('Escape');
  assert.equal(input.value, '');
  assert.ok(!press('a'));
  assert.ok(!press('Enter'));
  assert.deepEqual(picked, []);
});

test('a pointer chooses without taking the keys away from the box', () => {
  type('fen');
  const event = new Event('pointerdown', { cancelable: true });
  finder.element.querySelectorAll('li')[1].dispatchEvent(event);
  assert.ok(event.defaultPrevented);
  assert.deepEqual(picked, ['A2']);
});

test('the box and its list have the same name', () => {
  assert.equal(finder.element.querySelector('label').htmlFor, input.id);
  const list = finder.element.querySelector('[role=listbox]');
  assert.equal(list.getAttribute('aria-label'), 'Find a neighbourhood, place or service');
  assert.equal(input.getAttribute('aria-controls'), list.id);
});
