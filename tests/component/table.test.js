import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';
import { AREAS, FIGURES, makeMessage } from './message.js';

const { Table } = await import('../../mapping/component/table.js');

let table;
let picked;

beforeEach(() => {
  picked = [];
  table = new Table((index) => picked.push(index));
  document.body.replaceChildren(table.element);
  table.element.open = true;
  table.update({ message: makeMessage(), ...FIGURES, ...AREAS, points: [], places: [] });
});

const names = () => [...table.element.querySelectorAll('tbody th')].map((each) => each.textContent);
const head = (words) =>
  [...table.element.querySelectorAll('thead th')].find((each) => each.textContent.includes(words));
const sortBy = (words) => head(words).querySelector('button').click();

test('every area has a row, the largest gap first and what is not known last', () => {
  assert.deepEqual(names(), ['Waterlees', 'Élm Road', '=HYPERLINK("x")', 'March, east']);
  assert.equal(head('gap_children').getAttribute('aria-sort'), 'descending');
  const last = [...table.element.querySelectorAll('tbody tr:last-child td')];
  assert.deepEqual(last.map((each) => each.textContent).slice(3), [
    'not known',
    'not known',
    'not known',
    'not known',
    'not known',
    'not known',
  ]);
});

test('what is not known stays last whichever way a column is turned', () => {
  sortBy('gap_children');
  assert.equal(head('gap_children').getAttribute('aria-sort'), 'ascending');
  assert.deepEqual(names(), ['=HYPERLINK("x")', 'Élm Road', 'Waterlees', 'March, east']);
});

test('words are sorted as English sorts them, numbers in them as numbers', () => {
  sortBy('Neighbourhood');
  assert.deepEqual(names(), ['=HYPERLINK("x")', 'Élm Road', 'March, east', 'Waterlees']);
  assert.equal(head('Neighbourhood').getAttribute('aria-sort'), 'ascending');
  assert.equal(head('gap_children').getAttribute('aria-sort'), 'none');
});

test('a name chooses its area, in whatever order', () => {
  sortBy('Neighbourhood');
  table.element.querySelectorAll('tbody button')[2].click();
  assert.deepEqual(picked, [3]);
});

test('the order stays when the figures change', () => {
  sortBy('Neighbourhood');
  table.update({ ...table.state, heading: 'Another question?' });
  assert.equal(names()[0], '=HYPERLINK("x")');
  assert.equal(table.element.querySelector('caption').textContent, 'Another question?');
});

test('a table that is closed is not drawn', () => {
  const closed = new Table(() => {});
  closed.update(table.state);
  assert.equal(closed.element.querySelector('table'), null);
  assert.match(closed.element.textContent, /Table of the 4 neighbourhoods/);
});

test('the file is the one that the server writes, fetched by its own address', () => {
  const map = { ...makeMessage().map, figures: '/map/figures.json?age=0-4' };
  table.update({ ...table.state, message: makeMessage({ map }) });
  const fetched = [];
  const create = document.createElement.bind(document);
  document.createElement = (name) => {
    const node = create(name);
    if (name === 'a') node.click = () => fetched.push(node.getAttribute('href'));
    return node;
  };
  table.element.querySelector('button.quiet').click();
  document.createElement = create;
  assert.deepEqual(fetched, ['/map/areas.csv?age=0-4']);
});

test('figures in their own words are said so, and sorted by their numbers', () => {
  const said = ['9%', '10%', 'suppressed: a small count', 'not held'];
  const values = [9, 10, null, null];
  const figure = { key: 'value', label: 'Ready', kind: 'figure', values, said, unit: '%' };
  const about = { period: '2024/25', source: 'DfE', standing: 'published' };
  const features = AREAS.features.map(({ properties: { name }, ...rest }) => ({
    ...rest,
    properties: { name },
  }));
  const map = { ...makeMessage().map, figures: '/map/indicator.json?indicator=ready' };
  const message = makeMessage({ map, colourBy: 'indicator', area: 'ward', areas: 'wards' });
  table.update({ ...table.state, features, figures: [{ ...figure, ...about }], message });
  assert.match(table.element.textContent, /Table of the 4 wards/);
  const heads = [...table.element.querySelectorAll('thead th')].map((head) => head.textContent);
  assert.deepEqual(heads.slice(0, 2), ['Ward', 'Code']); // no district: none is given
  const cells = [...table.element.querySelectorAll('tbody tr')].map(
    (row) => row.lastElementChild.textContent,
  );
  assert.deepEqual(cells, ['10%', '9%', 'suppressed: a small count', 'not held']);
});
