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

test('the file holds the same rows, safe to open, with its question and sources', () => {
  const lines = table.asCsv().split('\r\n');
  assert.match(lines[0], /^Neighbourhood,Official name,Code,District,Need and reach,/);
  assert.match(lines[0], /"children \(number, mid-2020\)"/);
  assert.equal(lines[1], 'Waterlees,Fenland 00A1,A1,Fenland,class 8,423,1,0,1,423');
  assert.match(lines[3], /^"'=HYPERLINK\(""x""\)",Fenland 00A3,A3,/);
  assert.match(lines[4], /^"March, east",.*,not known,,,,,$/);
  assert.deepEqual(lines.slice(5), [
    '# Who is not reached?',
    '# Illustrative figures: not real neighbourhoods',
    '"# Starter, November 2025"',
    '# limit: 20',
    '"# Source: People (ONS), mid-2020, OGL"',
    '',
  ]);
});

test('no cell of the file starts as a formula does', () => {
  const starts = ['=1', '+1', '-1', '@A1', '\t1', '\r1'];
  const features = starts.map((name, index) => ({
    ...AREAS.features[0],
    id: `A${index}`,
    properties: { name, code: name, district: name },
  }));
  const figures = FIGURES.figures.map((each) => ({ ...each, values: starts.map(() => 1) }));
  table.update({ ...table.state, features, figures });
  const cells = table.asCsv().split('\r\n').slice(1, 7);
  for (const line of cells) assert.match(line, /^"?'[=+\-@\t\r]/);
});
