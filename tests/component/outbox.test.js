import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lines } from '../../mapping/component/kept.js';
import { lineWords } from '../../mapping/component/line_words.js';
import { blankNote } from '../../mapping/component/note_words.js';
import { Outbox } from '../../mapping/component/outbox.js';
import { problemWords } from '../../mapping/component/problems.js';
import { freshUuid } from '../../mapping/component/uuid.js';
import { Keeps } from './keeps.js';

/** A server that keeps versions, as the real one does; `down` and `refuses` are set by tests. */
class Server {
  notes = new Map();
  sent = [];
  async send({ does, note, expected }) {
    await null;
    if (this.isDown) throw new TypeError('down');
    if (this.refuses) return this.refuses;
    this.sent.push([does, note.words, expected]);
    const held = this.notes.get(note.id);
    const version = held?.version ?? 0;
    if (expected !== version) return { status: 409, body: { mine: note, theirs: held } };
    const kept = { ...note, version: version + 1, is_removed: does === 'remove' };
    this.notes.set(note.id, kept);
    if (this.isDeaf) throw new TypeError('the answer was lost');
    return { status: 200, body: { note: kept } };
  }
}

let boxes = 0;

function outboxOf({ store = new Keeps(), server = new Server() } = {}) {
  const acts = [];
  const got = [];
  let made = 0;
  boxes += 1;
  const which = boxes;
  const outbox = new Outbox({
    lines: new Lines(() => store, 'm-out-'),
    send: (thing) => server.send(thing),
    sent: (_, { body }) => got.push(body.note),
    changed: () => {},
    later: (act) => acts.push(act),
    fresh: () => {
      made += 1;
      return `id${String(made).padStart(3, '0')}-${which}`;
    },
  });
  return { outbox, store, server, acts, got };
}

const note = (words, more = {}) => ({ ...blankNote('', 'note'), words, ...more });
const settled = () => new Promise((done) => setTimeout(done, 5));

test('what is written is sent, kept, and leaves nothing behind', async () => {
  const { outbox, store, server, got } = outboxOf();
  outbox.save(note('Saturdays'));
  assert.equal(outbox.waiting, 1);
  assert.equal(store.length, 1); // before any answer
  await settled();
  assert.deepEqual(server.sent, [['save', 'Saturdays', 0]]);
  assert.equal(got[0].version, 1);
  assert.equal(outbox.waiting, 0);
  assert.equal(store.length, 0);
});

test('while the line is down notes wait, over a reload as well, and are sent in their order', async () => {
  const server = new Server();
  server.isDown = true;
  const before = outboxOf({ server });
  before.outbox.save(note('one'));
  before.outbox.save(note('two'));
  await settled();
  assert.equal(before.outbox.isDown, true);
  assert.equal(before.outbox.waiting, 2);
  assert.deepEqual(
    before.outbox.over([]).map(({ words }) => words),
    ['one', 'two'],
  );
  const after = outboxOf({ store: before.store, server });
  assert.equal(after.outbox.waiting, 2);
  server.isDown = false;
  await after.outbox.flush();
  await settled();
  assert.deepEqual(
    server.sent.map(([, words]) => words),
    ['one', 'two'],
  );
  assert.equal(before.store.length, 0);
});

test('a note changed while it waits is sent once, as it was last', async () => {
  const { outbox, server, acts } = outboxOf();
  server.isDown = true;
  outbox.save(note('Saturdys'));
  await settled();
  const [waiting] = outbox.over([]);
  outbox.save({ ...waiting, words: 'Saturdays' });
  assert.equal(outbox.waiting, 1);
  server.isDown = false;
  for (const act of acts) act();
  await settled();
  assert.deepEqual(server.sent, [['save', 'Saturdays', 0]]);
});

test('a note changed while it is on its way is changed after it', async () => {
  const { outbox, server } = outboxOf();
  outbox.save(note('first'));
  const [underway] = outbox.over([]);
  outbox.save({ ...underway, words: 'second' });
  await settled();
  assert.deepEqual(server.sent, [
    ['save', 'first', 0],
    ['save', 'second', 1],
  ]);
  assert.equal(outbox.waiting, 0);
});

test('where another changed it as well, both are held until one is chosen', async () => {
  for (const [choice, words] of [
    ['mine', ['mine']],
    ['theirs', ['theirs']],
    ['both', ['theirs', 'mine']],
  ]) {
    const { outbox, server, store } = outboxOf();
    server.notes.set('a', note('theirs', { id: 'a', version: 2 }));
    outbox.save(note('mine', { id: 'a', version: 1 }));
    await settled();
    assert.equal(outbox.stale.theirs.words, 'theirs');
    assert.equal(store.length, 1);
    outbox.settle(outbox.stale, choice);
    await settled();
    assert.deepEqual(
      [...server.notes.values()].map((each) => each.words),
      words,
      choice,
    );
    assert.equal(outbox.waiting, 0);
  }
});

test('what another removed meanwhile is kept anew where mine is chosen, and never over it', async () => {
  const { outbox, server } = outboxOf();
  server.notes.set('a', note('gone', { id: 'a', version: 2, is_removed: true }));
  outbox.save(note('mine', { id: 'a', version: 1 }));
  await settled();
  assert.equal(outbox.stale.theirs, null);
  outbox.settle(outbox.stale, 'mine');
  await settled();
  assert.equal(server.notes.get('a').is_removed, true);
  assert.deepEqual(
    [...server.notes.values()].map((each) => each.words),
    ['gone', 'mine'],
  );
});

test('what two have removed is removed, and nothing is left to choose', async () => {
  const { outbox, server, store } = outboxOf();
  server.notes.set('a', note('gone', { id: 'a', version: 2, is_removed: true }));
  outbox.remove(note('seen', { id: 'a', version: 1 }));
  await settled();
  assert.equal(outbox.stale, null);
  assert.equal(outbox.waiting, 0);
  assert.equal(store.length, 0);
});

test('a store that is full is waited for; what is refused waits for whoever wrote it', async () => {
  const problems = ['the store: found no room; expected some. Free some room.'];
  const { outbox, server, acts } = outboxOf();
  server.refuses = { status: 503, body: { problems } };
  outbox.save(note('kept'));
  await settled();
  assert.equal(outbox.things[0].state, 'waiting');
  assert.equal(outbox.things[0].said, problems[0]);
  server.refuses = { status: 400, body: { problems } };
  acts.shift()();
  await settled();
  assert.equal(outbox.things[0].state, 'refused');
  assert.equal(outbox.waiting, 1);
  server.refuses = null;
  outbox.save({ ...outbox.over([])[0], words: 'shorter' });
  await settled();
  assert.deepEqual(server.sent, [['save', 'shorter', 0]]);
  assert.equal(outbox.waiting, 0);
});

test('one that is refused or stale holds up no other', async () => {
  const { outbox, server } = outboxOf();
  server.notes.set('a', note('theirs', { id: 'a', version: 2 }));
  outbox.save(note('mine', { id: 'a', version: 1 }));
  await settled();
  outbox.save(note('other'));
  await settled();
  assert.equal(outbox.waiting, 1);
  assert.ok([...server.notes.values()].some(({ words }) => words === 'other'));
});

test('a removal is sent once its note is kept; what was never sent is gone at once', async () => {
  const { outbox, server } = outboxOf();
  server.isDown = true;
  outbox.save(note('slip'));
  await settled();
  outbox.remove(outbox.over([])[0]);
  assert.equal(outbox.waiting, 0);
  server.isDown = false;
  outbox.save(note('sent'));
  const [underway] = outbox.over([]);
  outbox.remove(underway);
  assert.deepEqual(outbox.over([]), []);
  await settled();
  assert.deepEqual(
    server.sent.map(([does, , expected]) => [does, expected]),
    [
      ['save', 0],
      ['remove', 1],
    ],
  );
});

test('a browser that keeps nothing loses nothing as long as the page is open', async () => {
  const store = new Keeps();
  store.isFull = true;
  const { outbox, server, acts } = outboxOf({ store });
  server.isDown = true;
  outbox.save(note('kept'));
  await settled();
  assert.equal(outbox.isKept, false);
  assert.equal(outbox.waiting, 1);
  server.isDown = false;
  acts.shift()();
  await settled();
  assert.deepEqual(server.sent, [['save', 'kept', 0]]);
});

test('lines that are none are let go; ids are UUIDs where the browser makes none', () => {
  const store = new Keeps();
  for (const [n, text] of ['no', '{}', '{"note":{"sort":"x"},"does":"save"}', 'null'].entries())
    store.setItem(`m-out-${n}`, text);
  store.setItem('another', '{}');
  assert.deepEqual(outboxOf({ store }).outbox.things, []);
  assert.match(
    freshUuid(),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
  );
  assert.notEqual(freshUuid(), freshUuid());
});

test('what is wrong is read from one form, whatever a server sends', () => {
  assert.equal(problemWords({ problems: ['One.', 'Two.'] }), 'One. Two.');
  for (const none of [null, {}, { problems: 'x' }, { problems: [{ where: 'x' }, 7] }, 'x', []])
    assert.equal(problemWords(none), '');
});

test('the line says why it is down, and how many notes wait', () => {
  const fine = { isDown: false, why: '', trouble: '', waiting: 0, stuck: '', isTried: false };
  const says = (line) => lineWords({ ...fine, isKept: true, ...line });
  assert.equal(says({}), '');
  assert.equal(says({ waiting: 1 }), ''); // it has just been sent
  assert.equal(says({ waiting: 1, isTried: true }), '1 note waits here.');
  assert.equal(
    says({ isDown: true, waiting: 2 }),
    'The line is down. 2 notes wait here and will be sent when the line is back.',
  );
  assert.equal(says({ isDown: true, why: 'the pack: found none.' }), 'The pack: found none.');
  assert.equal(
    says({ waiting: 1, stuck: 'the store: found no room. Make room.' }),
    '1 note waits here. The store: found no room. Make room.',
  );
  assert.equal(
    says({ isDown: true, waiting: 1, stuck: 'No room.' }),
    'The line is down. 1 note waits here.',
  );
  assert.equal(
    says({ trouble: 'no store', waiting: 1, isKept: false }),
    'No store 1 note waits here. Keep this page open: this browser keeps nothing.',
  );
});
