import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const load = async (name) => (await import(`../../mapping/component/${name}.js`)).default;
const showQuestion = await load('question_bar');
const showRanking = await load('ranking');
const showTable = await load('places_table');
const showPicture = await load('picture');

let parent;
let sent;

beforeEach(() => {
  sent = [];
  parent = document.createElement('div');
  for (const name of ['question_bar', 'ranking', 'places_table', 'picture']) {
    const root = document.createElement('div');
    root.className = `${name}-root`;
    parent.append(root);
  }
  document.body.replaceChildren(parent);
});

const run = (show, data) =>
  show({ data, parentElement: parent, setTriggerValue: (...each) => sent.push(each) });
const all = (selector) => [...parent.querySelectorAll(selector)];
const textOf = (selector) => all(selector).map((each) => each.textContent);

const question = (value = '0-4', extra = {}) => ({
  label: 'The question',
  parts: [
    { text: 'How well do ' },
    {
      setting: 'age',
      label: 'Ages',
      options: [
        ['0-4', 'under-fives'],
        ['5-9', '<b>5–9</b>'],
      ],
      value,
    },
    { text: ' reach a centre?' },
  ],
  more: {
    label: 'More words',
    method: 'How it is worked out.',
    fields: [
      { setting: 'minutes', label: 'Minutes', number: true, value: '20', step: 5, min: 5, max: 60 },
    ],
  },
  ...extra,
});

test('the question’s words are its controls, and a change is told', () => {
  run(showQuestion, question());
  assert.deepEqual(textOf('.sentence span'), ['How well do ', ' reach a centre?']);
  const [select] = all('select');
  assert.equal(select.value, '0-4');
  select.value = '5-9';
  select.dispatchEvent(new Event('change'));
  assert.deepEqual(sent, [['word', { setting: 'age', value: '5-9' }]]);
  assert.equal(all('b').length, 0);
});

test('the question is brought up to date where it stands', () => {
  run(showQuestion, question());
  const [select] = all('select');
  parent.querySelector('details').open = true;
  run(showQuestion, question('5-9'));
  assert.equal(all('select')[0], select);
  assert.equal(select.value, '5-9');
  run(showQuestion, question('5-9', { parts: [{ text: 'Other words' }] }));
  assert.deepEqual(textOf('.sentence span'), ['Other words']);
  assert.ok(parent.querySelector('details').open);
});

test('a number that cannot be used is not told', () => {
  run(showQuestion, question());
  const [input] = all('input');
  assert.deepEqual([input.value, input.min, input.max], ['20', '5', '60']);
  for (const value of ['', '900']) {
    input.value = value;
    input.dispatchEvent(new Event('change'));
  }
  assert.deepEqual(sent, []);
  input.value = '30';
  input.dispatchEvent(new Event('change'));
  assert.deepEqual(sent, [['word', { setting: 'minutes', value: '30' }]]);
});

const ranking = (chosen = null) => ({
  key: 'k',
  label: 'Show',
  list_label: 'Places in order',
  show: 'gaps',
  switch: [
    ['gaps', 'Largest gaps'],
    ['best', 'Best reached'],
  ],
  rows: [
    { id: 'p1', name: 'Wisbech', said: 'about 540', part: 540, whole: 1080 },
    { id: 'p2', name: 'Nowhere', said: 'none', part: 0, whole: 0 },
  ],
  largest: 2160,
  chosen,
  note: 'About.',
});

test('places stand in order with a bar on one scale', () => {
  run(showRanking, ranking());
  assert.deepEqual(textOf('.name'), ['Wisbech', 'Nowhere']);
  assert.deepEqual(
    all('.track').map((each) => each.style.width),
    ['50%', '0%'],
  );
  assert.deepEqual(
    all('.part').map((each) => each.style.width),
    ['50%', '0%'],
  );
});

test('a place is chosen and let go, and its actions are told', () => {
  run(showRanking, ranking());
  all('button')[0].click();
  run(
    showRanking,
    ranking({ id: 'p1', sentences: ['One.', 'Two.'], actions: [['profile', 'Profile']] }),
  );
  assert.deepEqual(textOf('.chosen p'), ['One.', 'Two.']);
  assert.equal(all('[aria-expanded=true]').length, 1);
  all('.actions button')[0].click();
  all('button[data-id=p1]')[0].click();
  all('input[value=best]')[0].dispatchEvent(new Event('change'));
  assert.deepEqual(sent, [
    ['choose', 'p1'],
    ['act', { action: 'profile', id: 'p1' }],
    ['choose', ''],
    ['show', 'best'],
  ]);
});

test('the focus stays where it was when the order is drawn anew', () => {
  run(showRanking, ranking());
  all('button[data-id=p2]')[0].focus();
  run(showRanking, ranking());
  assert.equal(document.activeElement, all('button[data-id=p2]')[0]);
  all('input[value=best]')[0].focus();
  run(showRanking, ranking());
  assert.equal(document.activeElement, all('input[value=best]')[0]);
});

const places = (values) => ({
  caption: 'Places',
  name_label: 'Place',
  sort: 0,
  columns: [{ key: 'gap', label: 'Gap', note: 'estimate' }],
  rows: values.map((value, index) => ({
    id: `p${index}`,
    name: 'CABD'[index],
    cells: [
      { value, said: value === null ? 'not known' : `about ${value}`, share: index ? 0.25 : null },
    ],
  })),
});

test('the table of places sorts by any column, what is not known last', () => {
  run(showTable, places([10, null, 40, 0]));
  const order = () => textOf('tbody .open').join('');
  assert.equal(order(), 'BCDA');
  const head = (index) => all('thead button')[index].click();
  head(1);
  assert.equal(order(), 'DCBA');
  assert.deepEqual(
    all('thead th').map((each) => each.getAttribute('aria-sort')),
    ['none', 'ascending'],
  );
  head(0);
  assert.equal(order(), 'ABCD');
  assert.equal(document.activeElement, all('thead button')[0]);
  run(showTable, places([1, 2, 3, 4]));
  assert.equal(order(), 'ABCD');
  all('.open')[1].click();
  assert.deepEqual(sent, [['open', 'p2']]);
});

test('a bar is drawn where there is a share, none included', () => {
  run(showTable, places([10, 0]));
  assert.deepEqual(
    all('.part').map((each) => each.style.width),
    ['25%'],
  );
});

test('only drawing elements and attributes of a picture are copied', () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)">
    <title>One &lt;b&gt;</title><script>alert(1)</script>
    <a href="javascript:alert(1)"><text>link</text></a>
    <g class="mark" style="x:y"><circle r="1" onclick="alert(1)"/></g></svg>`;
  run(showPicture, { svg });
  const [picture] = all('.picture-root > *');
  assert.deepEqual(
    [...picture.querySelectorAll('*')].map((each) => each.localName),
    ['title', 'g', 'circle'],
  );
  assert.equal(picture.querySelector('title').textContent, 'One <b>');
  const names = [picture, ...picture.querySelectorAll('*')].flatMap((each) =>
    [...each.attributes].map(({ name }) => name),
  );
  assert.deepEqual(names.sort(), ['class', 'r', 'viewBox']);
});
