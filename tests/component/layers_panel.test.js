import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRoot, settle } from './dom.js';
import { fill, LOOK, words } from './laid.js';

const { readLayers, toldOf, writeLayers } = await import('../../mapping/component/layers.js');
const { LayersPanel } = await import('../../mapping/component/layers_panel.js');

const FILTERS = { border: [['inside', 'inside this area']] };

function panel(list, catalogue = null) {
  const told = [];
  const made = new LayersPanel((asked) => told.push(writeLayers(asked)));
  makeRoot().append(made.element);
  const asked = readLayers(list);
  const bodies = new Map(asked.map((each) => [toldOf(each), fill('gap')]));
  bodies.set('doors.hospitals', { ...words('Hospitals'), points: [], filters: FILTERS });
  bodies.set('line', { ...words('<b>Lines</b>'), line: { kind: 'team', width: 1, dash: [4, 2] } });
  made.update({
    asked,
    bodies,
    problems: new Map([['out.far', 'Cannot.']]),
    look: LOOK,
    isDark: false,
    catalogue,
  });
  return { made, told };
}

test('the list has the top layer first, and each control tells what it asks for', async () => {
  const { made, told } = panel('fill.gap,-fill.need,line,out.far');
  const rows = [...made.element.querySelectorAll('.layer')];
  assert.deepEqual(
    rows.map((row) => row.dataset.key),
    ['out.far', 'line', 'fill.need', 'fill.gap'],
  );
  assert.equal(rows[1].querySelector('.layer-switch span').textContent, '<b>Lines</b>');
  assert.ok(rows[0].textContent.includes('Cannot.'));
  const box = rows[2].querySelector('input[type=checkbox]');
  box.checked = true;
  box.dispatchEvent(new Event('change'));
  rows[1].querySelector('[aria-label^="Move up"]').click();
  rows[1].querySelector('[aria-label^="Remove"]').click();
  const slider = rows[3].querySelector('input[type=range]');
  slider.value = '55';
  slider.dispatchEvent(new Event('input'));
  assert.deepEqual(told, [
    'fill.gap,fill.need,line,out.far',
    'fill.gap,fill.need,out.far,line',
    'fill.gap,fill.need,out.far',
    'fill.gap*55,fill.need,out.far',
  ]); // each keeps what was done before it, though nothing is drawn anew meanwhile
  assert.ok(made.element.querySelector('.layers-more').hidden);
  await settle();
});

test('a second filter and a second time keep the first, though nothing was drawn between', () => {
  const catalogue = { layers: [], sets: [], usual: 'fill.gap', filters: { border: 'Border' } };
  const { made, told } = panel('fill.gap,doors.hospitals', catalogue);
  const control = (name) => made.element.querySelector(`[data-at="doors.hospitals|${name}"]`);
  const say = (name, value) => {
    control(name).value = value;
    control(name).dispatchEvent(new Event('change'));
  };
  say('border', 'inside');
  say('age', '4');
  control('again').click();
  say('border', '');
  assert.deepEqual(told, [
    'fill.gap,doors.hospitals(border:inside)',
    'fill.gap,doors.hospitals(border:inside,age:4)',
    'fill.gap,doors.hospitals(border:inside,age:4),doors.hospitals~2',
    'fill.gap,doors.hospitals(age:4),doors.hospitals~2',
  ]);
});

test('what can be added is found by typing, and is not listed twice', () => {
  const catalogue = {
    layers: [
      ['doors.libraries', 'Services', 'Libraries', ''],
      ['line.ward', 'Boundaries', 'Wards', '119'],
      ['fill.gap', 'Colours of the answer', 'Need and reach together', ''],
    ],
    sets: [['whose-lines', 'Whose lines', 'about', 'fill.none,line.ward']],
    usual: 'fill.gap,line',
    filters: {},
  };
  const { made, told } = panel('fill.gap,line', catalogue);
  const find = (typed) => {
    made.search.input.value = typed;
    made.search.find();
    return [...made.search.found.querySelectorAll('button')].map((each) => each.dataset.add);
  };
  assert.deepEqual(find('LIBR'), ['doors.libraries']);
  assert.deepEqual(find('ward bound'), ['line.ward']);
  assert.deepEqual(find('need'), []);
  assert.deepEqual(find(''), []);
  find('librar');
  made.search.found.querySelector('button').click();
  made.search.sets.querySelector('[data-at="set|whose-lines"]').click();
  assert.deepEqual(told, ['fill.gap,line,doors.libraries', 'fill.none,line.ward']);
});

test('an opacity that was just changed outlives what is done to a layer by its buttons', () => {
  const catalogue = { layers: [], sets: [], usual: 'fill.gap', filters: {} };
  const { made, told } = panel('fill.gap,line,doors.a', catalogue);
  const { bodies } = made.laid;
  bodies.set('doors.a', { ...words('Doors'), points: [], filters: {} });
  made.update({ ...made.laid, bodies: new Map([...bodies, ['later', words('Later')]]) });
  const before = [...made.list.children];
  made.update({ ...made.laid, asked: readLayers('fill.gap*40,line,doors.a*70') });
  assert.deepEqual([...made.list.children], before); // no line is made anew
  const [, line] = before;
  line.querySelector('[aria-label^="Remove"]').click();
  before[0].querySelector('.layer-again').click();
  assert.deepEqual(told, ['fill.gap*40,doors.a*70', 'fill.gap*40,doors.a*70,doors.a~2*70']);
});
