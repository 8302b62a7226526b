import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const { default: show } = await import('../../mapping/component/records.js');

const FIELDS = [
  { name: 'title', label: 'Name', as: 'line', value: 'First', most: 200, options: [], only: {} },
];
const WORDS = {
  ...{
    up: 'Up',
    down: 'Down',
    edit: 'Change',
    undo: 'Undo',
    save: 'Save',
    leave: 'Leave',
    cancel: 'Cancel',
  },
  nothing: 'none',
  doubt: 'Looks like {}.',
};
const item = (id, title, version = 1, more = {}) => ({
  ...{ id, version, title, badge: '', is_marked: false, lines: [], links: [], ticks: [] },
  fields: [{ ...FIELDS[0], value: title }],
  acts: [{ act: 'remove', label: 'Remove' }],
  ...more,
});
const BOTH = [item('a', 'First'), item('b', 'Second')];

let parent;
let sent;

beforeEach(() => {
  sessionStorage.clear();
  reload();
});

/** Make the place of the list anew, as a reload of the page does. */
function reload() {
  sent = [];
  parent = document.createElement('div');
  const root = document.createElement('div');
  root.className = 'records-root';
  parent.append(root);
  document.body.replaceChildren(parent);
}

function run(items, more = {}) {
  const data = {
    ...{ key: 'list of one', label: 'A list', none: 'Nothing.', is_ordered: true, items },
    ...{ add: null, answer: null, known: [], words: WORDS },
    ...more,
  };
  show({ data, parentElement: parent, setTriggerValue: (name, value) => sent.push([name, value]) });
}

const named = (name) => parent.querySelector(`[data-name="${name}"]`);
const press = (name) => named(name).click();
const text = (selector) => parent.querySelector(selector)?.textContent ?? null;
const button = (label) =>
  [...parent.querySelectorAll('button')].find((each) => each.textContent === label);

function type(name, value) {
  const box = named(name);
  box.value = value;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

const save = () =>
  parent.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
const answer = (is, more = {}) => ({
  answer: { token: sent.at(-1)[1].token, is, lines: [], undo: null, ends_draft: true, ...more },
});

test('an empty list says so, and what is kept is text', () => {
  run([]);
  assert.equal(text('.none'), 'Nothing.');
  run([item('a', '<b>x</b>')]);
  assert.equal(text('.title'), '<b>x</b>');
  assert.equal(parent.querySelector('b'), null);
});

test('a move tells before what it goes, and an end is no way', () => {
  run([...BOTH, item('c', 'Third')]);
  press('a|up');
  assert.equal(sent.length, 0);
  assert.equal(named('a|up').getAttribute('aria-disabled'), 'true');
  press('a|down');
  press('b|down');
  press('c|up');
  assert.deepEqual(
    sent.map(([, { act, id, before, expected }]) => [act, id, before, expected]),
    [
      ['move', 'a', 'c', 1],
      ['move', 'b', '', 1],
      ['move', 'c', 'b', 1],
    ],
  );
});

test('the keyboard stays with what was moved, and goes to undo from what was removed', () => {
  run(BOTH);
  named('b|up').focus();
  press('b|up');
  run([item('b', 'Second', 2), BOTH[0]], answer('kept'));
  assert.equal(document.activeElement.dataset.name, 'b|up');
  press('b|remove');
  named('b|remove').focus();
  run([BOTH[0]], answer('kept', { lines: ['Removed.'], undo: { id: 'b', version: 3 } }));
  assert.equal(document.activeElement.textContent, 'Undo');
  assert.equal(text('.answer p'), 'Removed.');
  document.activeElement.click();
  const { act, id, expected } = sent.at(-1)[1];
  assert.deepEqual([act, id, expected], ['undo', 'b', 3]);
});

test('what is typed outlives a new drawing and a reload, until it is kept', () => {
  run(BOTH);
  press('a|edit');
  type('a|field', 'Mine');
  run(BOTH);
  assert.equal(named('a|field').value, 'Mine');
  reload();
  run(BOTH);
  assert.equal(named('a|field').value, 'Mine');
  save();
  const [, act] = sent.at(-1);
  assert.deepEqual([act.act, act.id, act.expected], ['save', 'a', 1]);
  assert.deepEqual(act.values, { title: 'Mine' });
  run([item('a', 'Mine', 2), BOTH[1]], answer('kept'));
  assert.equal(parent.querySelector('form'), null);
  reload();
  run([item('a', 'Mine', 2), BOTH[1]]);
  assert.equal(parent.querySelector('form'), null);
});

test('where it could not be kept, why stands in the form and what was typed stays', () => {
  run(BOTH);
  press('a|edit');
  type('a|field', 'Mine');
  save();
  run(BOTH, answer('refused', { lines: ['The disk is full.'], ends_draft: false }));
  assert.equal(text('form .trouble'), 'The disk is full.');
  assert.equal(named('a|field').value, 'Mine');
});

test('what somebody else changed meanwhile stands beside mine, and nothing is sent over it', () => {
  run(BOTH);
  press('a|edit');
  type('a|field', 'Mine');
  save();
  const theirs = [item('a', 'Theirs', 2), BOTH[1]];
  run(theirs, answer('stale', { lines: ['Changed.'], ends_draft: false }));
  assert.equal(sent.length, 1);
  assert.equal(text('.theirs dd'), 'Theirs');
  assert.equal(named('a|field').value, 'Mine');
  reload(); // they stand beside one another still
  run(theirs);
  assert.equal(text('.theirs dd'), 'Theirs');
  assert.equal(button('Keep mine').type, 'submit');
  save();
  assert.deepEqual([sent.at(-1)[1].expected, sent.at(-1)[1].values.title], [2, 'Mine']);
  run(theirs, answer('refused', { ends_draft: false }));
  button('Keep theirs').click();
  assert.equal(parent.querySelector('form'), null);
});

test('a removal of what somebody else changed is refused and said, and no draft is sent for it', () => {
  run(BOTH);
  press('a|edit');
  type('a|field', 'Mine');
  press('a|remove');
  run([item('a', 'First', 2), BOTH[1]], answer('stale', { ends_draft: false }));
  assert.deepEqual(
    sent.map(([, { act }]) => act),
    ['remove'],
  );
  assert.match(text('.answer p'), /^Somebody else has changed it in the meantime\. Nothing was/);
  assert.equal(named('a|field').value, 'Mine');
});

test('where somebody else only moved it, mine is saved with no question', () => {
  run(BOTH);
  press('a|edit');
  type('a|field', 'Mine');
  save();
  run([BOTH[1], item('a', 'First', 2)], answer('stale', { ends_draft: false }));
  assert.equal(sent.length, 2);
  assert.deepEqual([sent[1][1].expected, sent[1][1].values.title], [2, 'Mine']);
});

test('what they changed beside what I changed stays theirs', () => {
  const two = (title, on, version) =>
    item('a', title, version, {
      fields: [
        { ...FIELDS[0], value: title },
        { ...FIELDS[0], name: 'on', value: on },
      ],
    });
  run([two('First', '', 1)]);
  press('a|edit');
  type('a|field', 'Mine');
  run([two('First', '2026-11-22', 2)]);
  assert.equal(text('.theirs dd'), '2026-11-22');
  save();
  assert.deepEqual(sent.at(-1)[1].values, { title: 'Mine', on: '2026-11-22' });
});

test('both are kept, mine as a new one with one id however often it is sent', () => {
  const add = { label: 'Add', fields: FIELDS };
  run(BOTH, { add });
  press('a|edit');
  type('a|field', 'Mine');
  const theirs = [item('a', 'Theirs', 2), BOTH[1]];
  run(theirs, { add });
  button('Keep both').click();
  const [, first] = sent.at(-1);
  assert.deepEqual([first.act, first.expected, first.values.title], ['add', 0, 'Mine']);
  run(theirs, { add, ...answer('refused', { lines: ['Busy.'], ends_draft: false }) });
  button('Keep both').click();
  assert.equal(sent.at(-1)[1].id, first.id);
  run([...theirs, item(first.id, 'Mine')], { add, ...answer('kept') });
  assert.equal(parent.querySelector('form'), null);
});

test('what was removed while I wrote is shown, and can be kept anew', () => {
  const add = { label: 'Add', fields: FIELDS };
  run(BOTH, { add });
  press('a|edit');
  type('a|field', 'Mine');
  run([BOTH[1]], { add });
  assert.equal(text('.lost .mine'), 'Mine');
  button('Keep mine as a new one').click();
  assert.equal(sent.at(-1)[1].values.title, 'Mine');
  run([BOTH[1], item(sent.at(-1)[1].id, 'Mine')], { add });
  assert.equal(parent.querySelector('.lost'), null);
});

test('what looks like a name is asked about once, and kept where it is meant', () => {
  run(BOTH);
  press('a|edit');
  type('a|field', 'Spoke to Mrs Archer');
  save();
  assert.equal(sent.length, 0);
  assert.equal(text('.doubt'), 'Looks like a person’s name.');
  save();
  assert.equal(sent.length, 1);
});

test('a tick is sent, and a field that hangs on another is asked for only then', () => {
  const kinds = [
    ['note', 'Note'],
    ['action', 'Action'],
  ];
  const fields = [
    { ...FIELDS[0], name: 'sort', as: 'choice', value: 'note', options: kinds },
    { ...FIELDS[0], name: 'owner', value: '', only: { sort: 'action' } },
  ];
  run([item('a', 'First', 1, { fields, ticks: [{ name: 'done', label: 'Done', is: false }] })]);
  named('a|done').checked = true;
  named('a|done').dispatchEvent(new Event('change'));
  assert.deepEqual(sent.at(-1)[1].values, { done: 'yes' });
  press('a|edit');
  const owner = named('a|field owner').parentElement;
  assert.equal(owner.hidden, true);
  type('a|field', 'action');
  assert.equal(owner.hidden, false);
});

test('the drafts of one meeting are not those of another', () => {
  run(BOTH);
  press('a|edit');
  type('a|field', 'Mine');
  run(BOTH, { key: 'list of two' });
  assert.equal(parent.querySelector('form'), null);
  run(BOTH);
  assert.equal(named('a|field').value, 'Mine');
});

test('what nobody kept as a draft is let go', () => {
  for (const text of ['{"id": 3}', '4', 'null', '{'])
    sessionStorage.setItem(`know-your-patch-draft-list of one|${text.length}`, text);
  sessionStorage.setItem('know-your-patch-draft-list of one|a', '{"id": 3}');
  run(BOTH);
  assert.equal(parent.querySelector('form'), null);
});
