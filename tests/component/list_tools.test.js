import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const { default: show } = await import('../../mapping/component/list_tools.js');

const WORDS = { copy: 'Copy', print: 'Print', copied: 'Copied.', failed: 'Not copied.' };
let parent;

beforeEach(() => {
  parent = document.createElement('div');
  const root = document.createElement('div');
  root.className = 'list_tools-root';
  parent.append(root);
  document.body.replaceChildren(parent);
});

const run = (data) => show({ data: { ...WORDS, ...data }, parentElement: parent });
const moment = () => new Promise((done) => setTimeout(done, 150));
const said = () => parent.querySelector('[role=status]').textContent;

test('how many were found is said in a place that stays', async () => {
  run({ text: 'a', said: '1 service found.' });
  const status = parent.querySelector('[role=status]');
  assert.equal(said(), ''); // the place is there first
  await moment();
  assert.equal(said(), '1 service found.');
  run({ text: 'b', said: '<b>2</b> services found.' });
  await moment();
  assert.equal(parent.querySelector('[role=status]'), status);
  assert.equal(said(), '<b>2</b> services found.');
  assert.equal(parent.querySelector('b'), null);
});

test('what is copied is the list that stands now, and a failure is said', async () => {
  const copied = [];
  const clipboard = { writeText: async (text) => copied.push(text) };
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  run({ text: 'first', said: 'x' });
  run({ text: 'second', said: 'x' });
  await moment();
  const [copy] = parent.querySelectorAll('button');
  copy.dispatchEvent(new window.Event('click'));
  await moment();
  assert.deepEqual(copied, ['second']);
  assert.equal(said(), 'Copied.');
  clipboard.writeText = async () => {
    throw new Error('no');
  };
  document.execCommand = () => false;
  copy.dispatchEvent(new window.Event('click'));
  await moment();
  assert.equal(said(), 'Not copied.');
  assert.equal(document.querySelector('textarea'), null);
});

test('folds are open for as long as the page is printed', () => {
  const help = document.createElement('div');
  help.className = 'kyp-help';
  const folds = [true, false].map((open) => {
    const fold = document.createElement('details');
    fold.open = open;
    return fold;
  });
  help.append(...folds);
  document.body.append(help);
  run({ text: 'a', said: 'x' });
  window.dispatchEvent(new window.Event('beforeprint'));
  assert.deepEqual(
    folds.map(({ open }) => open),
    [true, true],
  );
  window.dispatchEvent(new window.Event('afterprint'));
  assert.deepEqual(
    folds.map(({ open }) => open),
    [true, false],
  );
});
