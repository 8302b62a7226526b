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
let asked; // what the server was asked, and what it answers
let answers;

beforeEach(() => {
  [picked, pointed, asked, answers] = [[], [], [], new Map()];
  finder = new Finder(
    (item) => picked.push(item.id),
    (item) => pointed.push(item?.id ?? null),
    async (typed) => {
      asked.push(typed);
      const answer = answers.get(typed) ?? NOTHING;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  );
  finder.setItems(ITEMS, 'Find a place or postcode');
  document.body.replaceChildren(finder.element);
  input = finder.element.querySelector('input');
});

const NOTHING = { found: [], more: 0, note: '' };
const names = () =>
  [...finder.element.querySelectorAll('li')].map((each) => each.firstChild.textContent);

/** Type something, and wait for what is found. */
async function type(words, answer) {
  if (answer) answers.set(words, answer);
  input.value = words;
  input.dispatchEvent(new Event('input'));
  await new Promise((resolve) => setTimeout(resolve, 140));
  return names();
}

const found = (...ids) => ({ ...NOTHING, found: ITEMS.filter(({ id }) => ids.includes(id)) });

function press(key) {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true });
  input.dispatchEvent(event);
  return event.defaultPrevented;
}

const status = () => finder.element.querySelector('[role=status]').textContent;
const isOpen = () => input.getAttribute('aria-expanded') === 'true';

test('what is typed is asked of the server once typing rests, and listed as it answers', async () => {
  type('PE13');
  const listed = await type('PE13 2AA', {
    found: [{ kind: 'spot', id: 'PE13 2AA', name: 'PE13 2AA', detail: 'Postcode, Waterlees' }],
    more: 3,
    note: '',
  });
  assert.deepEqual(asked, ['PE13 2AA']);
  assert.deepEqual(listed, ['PE13 2AA']);
  assert.equal(status(), '3 more: type more of the name');
});

test('an answer that comes late does not replace a later one', async () => {
  let late;
  answers.set('wis', new Promise((resolve) => (late = resolve)));
  await type('wis');
  await type('wisbech', found('p1'));
  late(found('A1'));
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(names(), ['Wisbech']);
});

test('before anything is typed, what the map itself holds is listed', async () => {
  assert.equal((await type('')).length, 4);
  assert.deepEqual(asked, []);
  const many = Array.from({ length: 45 }, (_, id) => ({ ...ITEMS[1], id: `A${id}` }));
  finder.setItems(many, 'Find');
  assert.equal((await type('')).length, 12);
  assert.equal(status(), '33 more: type more of the name');
});

test('where the server does not answer, what the map itself holds is searched', async () => {
  for (const [words, name] of [
    ['elm', 'Élm Road'],
    ['ROAD élm', 'Élm Road'],
    ['st peters', 'St. Peter’s <b>centre</b>'],
    ['001b fen', 'Élm Road'],
  ]) {
    assert.deepEqual(await type(words, new Error('no line')), [name]);
  }
});

test('a name is shown as it is written, never as markup', async () => {
  await type('peter', found('c1'));
  assert.equal(names().length, 1);
  assert.equal(finder.element.querySelector('b'), null);
});

test('what is not there is said, by the server where it knows why', async () => {
  assert.deepEqual(await type('norwich'), []);
  assert.equal(status(), 'Nothing of that name, code or postcode');
  assert.ok(!isOpen());
  await type('NR1 1AA', { ...NOTHING, note: 'NR1 1AA is not here.' });
  assert.equal(status(), 'NR1 1AA is not here.');
});

test('Enter before the answer chooses the first of it', async () => {
  answers.set('elm', found('A2'));
  input.value = 'elm';
  input.dispatchEvent(new Event('input'));
  press('Enter');
  assert.deepEqual(picked, []);
  await new Promise((resolve) => setTimeout(resolve, 140));
  assert.deepEqual(picked, ['A2']);
});

test('the arrows move round the list, point at what they come to, and Enter chooses', async () => {
  await type('fen', found('A1', 'A2'));
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

test('Enter without an arrow chooses the first, and nothing where nothing is found', async () => {
  await type('wis', found('p1'));
  press('Enter');
  assert.deepEqual(picked, ['p1']);
  await type('norwich');
  press('Enter');
  assert.deepEqual(picked, ['p1']);
});

test('Escape closes the list, then empties the box; other keys are left alone', async () => {
  await type('wis', found('p1'));
  press('Escape');
  assert.equal(input.value, 'wis');
  assert.ok(!isOpen());
  press('Escape');
  assert.equal(input.value, '');
  assert.ok(!press('a'));
  assert.ok(!press('Enter'));
  assert.deepEqual(picked, []);
});

test('a pointer chooses without taking the keys away from the box', async () => {
  await type('fen', found('A1', 'A2'));
  const event = new Event('pointerdown', { cancelable: true });
  finder.element.querySelectorAll('li')[1].dispatchEvent(event);
  assert.ok(event.defaultPrevented);
  assert.deepEqual(picked, ['A2']);
});

test('the box and its list have the same name', () => {
  assert.equal(finder.element.querySelector('label').htmlFor, input.id);
  const list = finder.element.querySelector('[role=listbox]');
  assert.equal(list.getAttribute('aria-label'), 'Find a place or postcode');
  assert.equal(input.getAttribute('aria-controls'), list.id);
});
