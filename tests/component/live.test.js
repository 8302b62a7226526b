import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { settle } from './dom.js';

const { Asking } = await import('../../mapping/component/live_asking.js');
const { Chair } = await import('../../mapping/component/live_chair.js');
const { Following } = await import('../../mapping/component/live_following.js');
const { LiveNotes } = await import('../../mapping/component/live_notes.js');
const { ReadyScenes } = await import('../../mapping/component/live_scenes.js');

const WHERE = { base: '/m/one', find: '/find.json' };
const note = (id, words, version = 1) => ({
  ...{ id, version, sort: 'note', words, pin: null, owner: '', due: '' },
  ...{ is_done: false, shared: false },
});

let answers;
let asked;
let said;

/** Answer by what an address ends in: a status and a body, text or JSON; nothing is a dropped line. */
globalThis.fetch = async (address, { body } = {}) => {
  asked.push([address, body ? JSON.parse(body) : null]);
  const found = Object.entries(answers).find(([end]) => address.split('?')[0].endsWith(end));
  if (!found) throw new TypeError('no line');
  const [, [status, answer]] = found;
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return { ok: status < 400, status, text: async () => text, json: async () => JSON.parse(text) };
};

beforeEach(() => {
  answers = {};
  asked = [];
  said = [];
  document.body.replaceChildren();
});

const asking = () => new Asking(WHERE, (words) => said.push(words));

test('a change that cannot be made says why in the words of the server, or of a choice', async () => {
  answers = { '/a': [409, {}], '/b': [400, { problems: ['The scene: gone.'] }], '/c': [500, 'x'] };
  for (const path of ['/a', '/b', '/c', '/none'])
    assert.equal(await asking().change(path, {}), null);
  assert.match(said[0], /^Somebody else has changed it in the meantime\./);
  assert.equal(said[1], 'The scene: gone.');
  assert.equal(said[2], 'It could not be changed. Try again.');
  assert.match(said[3], /^The line is down/);
  answers = { '/a': [200, { scene: 1 }] };
  assert.deepEqual(await asking().change('/a', { before: 'x' }), { scene: 1 });
  assert.deepEqual(asked.at(-1), ['/m/one/a', { before: 'x' }]);
});

test('what has to be worked out is said at once, and waited for longer', async () => {
  answers = { '/a': [200, { scene: 1 }] };
  const answer = asking().workOut('/a', { words: 'x' });
  assert.deepEqual(said, ['Being worked out…']);
  assert.deepEqual(await answer, { scene: 1 });
});

test('names that two places share are told apart', async () => {
  const found = ['A', 'B', 'A'].map((name, n) => ({
    id: n,
    kind: 'place',
    name,
    detail: `in ${n}`,
  }));
  answers = { '/find.json': [200, { found: [...found, { id: 9, kind: 'asset', name: 'A' }] }] };
  assert.deepEqual(
    (await asking().find('a', 'place')).map(({ name }) => name),
    ['A, in 0', 'B', 'A, in 2'],
  );
});

/** What is told of a line, as it is told. */
function follow() {
  const told = [];
  const tell = (what) => (news, isFirst) => told.push(news ? [what, news.mark, isFirst] : [what]);
  const beside = {
    ...{ told: tell('told'), troubled: tell('troubled') },
    ...{ lost: tell('lost'), back: tell('back') },
  };
  return { line: new Following(document, asking(), beside), told };
}

test('a line that drops and holds again is told, and what was missed is asked for', async () => {
  const { line, told } = follow();
  answers = { '/state.json': [200, { mark: '1' }] };
  assert.equal(await line.fetchState(), true);
  answers = {};
  assert.equal(await line.fetchState(), false);
  answers = { '/state.json': [503, { problems: ['The store: away.'] }] };
  assert.equal(await line.fetchState(), false);
  assert.equal(line.why, 'The store: away.');
  answers = { '/state.json': [200, { mark: '2' }] };
  await line.look();
  const first = ['told', '1', true];
  assert.deepEqual(told, [first, ['lost'], ['lost'], ['back'], ['told', '2', false]]);
});

test('what was asked for before newer things were told is not laid over them', async () => {
  const { line, told } = follow();
  answers = { '/state.json': [200, { mark: 'old' }] };
  const coming = line.fetchState();
  line.heard += 1;
  line.take({ mark: 'new' });
  await coming;
  assert.equal(line.mark, 'new');
  assert.equal(told.length, 1);
});

test('a meeting that was removed is said, and nothing is taken from the screen', () => {
  const { line, told } = follow();
  line.take({ mark: '1', meeting: null });
  assert.match(line.trouble, /was removed\. What you wrote/);
  assert.deepEqual(told, [['troubled']]);
});

test('a scene stands as it was until it is drawn anew, and then the older one is let go', async () => {
  const scenes = [{ id: 's', version: 1, title: 'Where?' }];
  const shown = [];
  const ready = new ReadyScenes(document, asking(), {
    ...{ scenes: () => scenes, isDown: () => false, ready: (id) => shown.push(id) },
    say: (words) => said.push(words),
  });
  answers = { '/s-1.html': [200, '<section class="scene">One</section>'] };
  assert.match(ready.section(scenes[0]).textContent, /Where\?The scene is being fetched\./);
  await settle();
  assert.deepEqual(shown, ['s']);
  assert.equal(ready.section(scenes[0]).textContent, 'One');
  scenes[0] = { ...scenes[0], version: 2 };
  answers = { '/s-2.html': [404, { problems: ['The scene: no such version.'] }] };
  ready.forget();
  assert.equal(ready.section(scenes[0]).textContent, 'One');
  await settle();
  assert.equal(ready.refused.get('s-2'), 'The scene: no such version.');
  scenes[0] = { ...scenes[0], version: 3 };
  answers = { '/s-3.html': [200, '<section class="scene">Three</section>'] };
  await ready.fetch(scenes[0]);
  assert.deepEqual([...ready.drawn.keys()], ['s-3']);
});

function written() {
  const box = document.createElement('dialog');
  box.className = 'stale';
  box.setAttribute('aria-labelledby', 'stale-title');
  box.showModal = () => box.setAttribute('open', '');
  box.close = () => box.removeAttribute('open');
  document.body.append(box);
  const notes = new LiveNotes(document, asking(), {
    ...{ changed: () => notes?.settle(), isInDialog: () => false },
    say: (words) => said.push(words),
  });
  return { notes, box };
}

test('how many others wrote is said once, and never of what was written here', () => {
  const { notes } = written();
  notes.hear([note('a', 'A')], true);
  notes.hear([note('a', 'A'), note('b', 'B')], false);
  notes.hear([note('a', 'A'), note('b', 'B')], false);
  notes.hear([note('c', 'C'), note('d', 'D')], false);
  assert.deepEqual(said, ['New: Note.', '2 new notes.']);
  notes.take(note('c', 'older', 0));
  notes.take({ ...note('d', 'D', 2), is_removed: true });
  assert.deepEqual(
    notes.all.map(({ words }) => words),
    ['C'],
  );
});

test('of a note that two changed both are shown, and the choice is sent', async () => {
  const { notes, box } = written();
  answers = { '/notes': [409, { theirs: note('a', '<b>Theirs', 2) }] };
  notes.outbox.save(note('a', 'Mine', 1));
  await settle();
  assert.equal(box.hasAttribute('open'), true);
  assert.equal(box.querySelector('#stale-title').tagName, 'H2');
  assert.match(box.querySelector('.theirs').textContent, /now: Note: <b>Theirs$/);
  answers = { '/notes': [200, { note: note('a', 'Mine', 3) }] };
  box.querySelector('button').click();
  await settle();
  assert.equal(box.hasAttribute('open'), false);
  assert.equal(asked.at(-1)[1].expected, 2);
  assert.equal(notes.all[0].words, 'Mine');
});

/** A book with its stage, for the chair: where it is shown, and what is said. */
function room(isLeading, at = 's1') {
  const scenes = ['s1', 's2', 's3'].map((id) => ({ id, version: 1, title: id.toUpperCase() }));
  const stage = { id: at, say: (words) => said.push(words), section: null };
  stage.show = (id) => {
    stage.id = id;
  };
  const following = { lost: () => said.push('lost') };
  const meeting = { scene: 's1' };
  const book = { page: document, stage, scenes, meeting, asking: asking(), following };
  return { book, chair: new Chair(book, isLeading) };
}

test('who follows goes with the chair, until they go elsewhere themselves', () => {
  const { book, chair } = room(false);
  book.meeting.scene = 's2';
  chair.follow();
  assert.equal(book.stage.id, 's2');
  assert.deepEqual(said, ['2 of 3: S2']);
  book.stage.id = 's3';
  chair.went(book.scenes[2]);
  book.meeting.scene = 's1';
  chair.follow();
  assert.equal(book.stage.id, 's3');
  chair.back();
  assert.equal(book.stage.id, 's1');
});

test('who leads tells the last step only, and is not taken back by an older one', async () => {
  const { book, chair } = room(true);
  answers = { '/at': [200, {}] };
  book.stage.id = 's3';
  chair.went(book.scenes[1]);
  chair.went(book.scenes[2]);
  chair.follow();
  assert.equal(book.stage.id, 's3');
  for (let n = 0; n < 200 && chair.wanted; n += 1) await settle();
  assert.deepEqual(
    asked.map(([, { scene }]) => scene),
    ['s2', 's3'],
  );
  assert.equal(chair.wanted, '');
});

test('who leads is not taken back by what was told before their step was known', async () => {
  const { book, chair } = room(true);
  answers = { '/at': [200, {}] };
  book.stage.id = 's3';
  chair.went(book.scenes[2]);
  chair.wentAt = -10_000; // the line was down for long
  for (let n = 0; n < 200 && chair.wanted; n += 1) await settle();
  chair.follow();
  assert.equal(book.stage.id, 's3');
});
