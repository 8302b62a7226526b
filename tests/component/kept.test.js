import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { settle } from './dom.js';

const { KeptList } = await import('../../mapping/component/kept_list.js');
const { changedWords } = await import('../../mapping/component/keeper.js');
const { freshUuid } = await import('../../mapping/component/uuid.js');

const AT = '2026-11-22T09:40:00.000000Z';
const HOSTILE = '<img src=x onerror=alert(1)>';
const item = (changes = {}) => ({
  ...{ id: 'one', version: 1, title: 'Waterlees', at: AT, by: 'health visiting lead' },
  ...{ isRemoved: false, fault: '', words: 'areas.A1', place: 'own-1' },
  ...changes,
});

let answers;
let asked;
let opened;
let list;

/** Answer as a server: what was posted by `answers.post`, the rest by `answers.list`. */
globalThis.fetch = async (address, { method = 'GET', body } = {}) => {
  if (method === 'POST') asked.push(JSON.parse(body));
  const [status, said] = method === 'POST' ? answers.post(asked.at(-1)) : [200, answers.list];
  if (status === 0) throw new TypeError('no line');
  return {
    ok: status < 400,
    status,
    json: async () => (address.includes('/one.json') ? answers.history : said),
  };
};

beforeEach(() => {
  sessionStorage.clear();
  asked = [];
  opened = [];
  answers = {
    list: { kept: [item()], removed: [], others: 0 },
    post: () => [200, { kept: item({ version: 2 }) }],
    history: { versions: [] },
  };
  list = new KeptList({
    ...{ base: '', kind: 'place' },
    open: (each, answered) => {
      opened.push(each.words);
      answered('');
    },
    isHere: ({ place }) => place === 'own-9',
  });
  document.body.replaceChildren(list.element);
});

const press = async (words) => {
  const found = [...document.querySelectorAll('button')].filter(
    (each) => each.textContent === words && !each.closest('[hidden]'),
  );
  assert.ok(found.length, `no button “${words}”`);
  found[0].click();
  await settle();
  await settle();
};
const said = () => document.querySelector('[role=status]').textContent;
const seen = () => document.body.textContent;

test('what is kept is listed as text, and opened with one press', async () => {
  answers.list.kept = [item({ title: HOSTILE })];
  await list.load();
  assert.match(seen(), /<img src=x/);
  assert.equal(document.querySelector('img'), null);
  assert.match(seen(), /Kept 22 November 2026.*by health visiting lead/);
  await press('Open');
  assert.deepEqual(opened, ['areas.A1']);
});

test('a new one is kept, with an id of its own', async () => {
  await list.load();
  await list.keep({ title: 'Riverside', own: 'x', place: 'own-2' }, () => false);
  assert.equal(asked[0].expected, 0);
  assert.match(
    asked[0].id,
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.equal(said(), '“Riverside” is kept for everybody here.');
});

test('after a dropped line it is sent once more by the same id', async () => {
  await list.load();
  answers.post = () => [0];
  const riverside = { title: 'Riverside', own: 'x', place: 'own-2' };
  await list.keep(riverside, () => false);
  assert.match(said(), /cannot be reached.*still in this page’s address/);
  answers.post = () => [200, { kept: item() }];
  await list.keep(riverside, () => false);
  assert.equal(asked[0].id, asked[1].id);
});

test('what is kept already is not kept again', async () => {
  await list.load();
  await list.keep({ title: 'X', place: 'own-1' }, ({ place }) => place === 'own-1');
  assert.deepEqual(asked, []);
  assert.equal(said(), 'It is kept already, as “Waterlees”.');
});

const both = () => ({
  mine: item({ title: 'Waterlees', said: ['Made of an outline.'], words: 'draw.mine' }),
  theirs: item({ version: 2, said: ['Made of 3 neighbourhoods.'], words: 'areas.theirs' }),
  differs: ['Only yours holds people of Elm Road.'],
});

async function change() {
  await list.load();
  await press('Open'); // version 1 is seen
  answers.list.kept = [item({ version: 2 })];
  await list.load();
  await list.keep({ title: 'waterlees', own: 'x', place: 'own-3' }, () => false);
  assert.deepEqual(asked, []);
  answers.post = ({ expected }) =>
    expected === 1 ? [409, both()] : [200, { kept: item({ version: 3 }) }];
  await press('Change the kept one to mine');
  assert.equal(asked[0].expected, 1); // what was opened, not what was listed since
}

test('what another person has changed is refused, and both are shown', async () => {
  await change();
  assert.match(seen(), /Somebody else has changed it in the meantime/);
  assert.match(seen(), /Only yours holds people of Elm Road\./);
  assert.match(seen(), /Theirs, as it is kept now: Waterlees.*Made of 3 neighbourhoods\./);
  assert.equal(document.activeElement.tagName, 'H4');
  await press('Keep mine');
  assert.deepEqual(asked[1], { ...asked[0], expected: 2 });
  assert.doesNotMatch(seen(), /in the meantime/);
});

test('theirs is opened, and nothing is kept', async () => {
  await change();
  opened = [];
  await press('Keep theirs');
  assert.deepEqual(opened, ['areas.theirs']);
  assert.equal(asked.length, 1);
});

test('both are kept: mine is a new one', async () => {
  await change();
  answers.post = () => [200, { kept: item({ id: 'two' }) }];
  await press('Keep both');
  const { id, expected, words, do: what } = asked[1];
  assert.notEqual(id, 'one');
  assert.deepEqual({ expected, words, what }, { expected: 0, words: 'draw.mine', what: 'save' });
});

test('one that was removed meanwhile can be kept as a new one only', async () => {
  answers.post = () => [409, { ...both(), theirs: { ...both().theirs, isRemoved: true } }];
  await list.load();
  await list.change({ do: 'rename', id: 'one', expected: 1, title: 'X' }, 'Renamed.');
  assert.match(seen(), /removed it in the meantime/);
  assert.match(seen(), /now: removed\..*Keep mine as a new oneLeave it removed/);
});

test('removing what another person has changed is refused and said', async () => {
  answers.post = () => [409, both()];
  await list.load();
  await press('Remove for everybody');
  assert.match(
    said(),
    /Somebody else has changed it in the meantime\. Nothing was changed: look at it/,
  );
});

test('a fault of the store is one message, and the list can be asked for again', async () => {
  answers.post = () => [503, { problems: ['The store: found no room left.'] }];
  await list.load();
  await list.keep({ title: 'New', place: 'own-5' }, () => false);
  assert.match(said(), /^The store: found no room left\. Nothing was changed/);
  assert.match(seen(), /Waterlees/);
});

test('who and when are said, also where the role is not', () => {
  assert.match(changedWords({ at: AT, by: 'not stated' }), /somebody whose role is not stated$/);
  assert.notEqual(freshUuid(), freshUuid());
});
