import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts } from '../../mapping/component/drafts.js';
import { Lines } from '../../mapping/component/kept.js';
import { Keeps } from './keeps.js';

const readWords = (given) => (typeof given?.words === 'string' ? given : null);
const draftsIn = (keeps, stem = 'one|') => new Drafts(new Lines(() => keeps, stem), readWords);

test('a draft is there after a reload, and in no other list', () => {
  const keeps = new Keeps();
  draftsIn(keeps).set('b', { words: 'half' });
  draftsIn(keeps).set('a', { words: 'begun' });
  draftsIn(keeps, 'one more|').set('c', { words: 'of a list whose name begins alike' });
  const again = draftsIn(keeps);
  assert.deepEqual(again.all(), [
    ['a', { words: 'begun' }],
    ['b', { words: 'half' }],
  ]);
  assert.equal(draftsIn(keeps, 'two|').get('b'), null);
  again.drop('b');
  assert.equal(draftsIn(keeps).get('b'), null);
});

test('two windows keep their drafts beside one another', () => {
  const keeps = new Keeps();
  const [one, other] = [draftsIn(keeps), draftsIn(keeps)];
  one.set('a', { words: 'mine' });
  other.set('b', { words: 'theirs' });
  assert.deepEqual(
    one.all().map(([, { words }]) => words),
    ['mine', 'theirs'],
  );
});

test('what the browser does not keep stays in the window', () => {
  const keeps = new Keeps();
  const drafts = draftsIn(keeps);
  drafts.set('a', { words: 'kept' });
  keeps.isFull = true;
  drafts.set('a', { words: 'later' });
  drafts.set('b', { words: 'only here' });
  assert.deepEqual([drafts.get('a').words, drafts.get('b').words], ['later', 'only here']);
  assert.equal(drafts.all().length, 2);
  keeps.isFull = false;
  drafts.set('a', { words: 'last' });
  assert.equal(draftsIn(keeps).get('a').words, 'last');
  assert.equal(drafts.get('a').words, 'last');
  drafts.drop('b');
  assert.equal(drafts.get('b'), null);
  const none = new Drafts(
    new Lines(() => {
      throw new Error('told to keep nothing');
    }),
    readWords,
  );
  none.set('a', { words: 'here' });
  assert.deepEqual(none.all(), [['a', { words: 'here' }]]);
});

test('what is no draft is let go', () => {
  const keeps = new Keeps();
  for (const [id, text] of Object.entries({ a: '{', b: '4', c: '{"words": 4}', d: 'null' }))
    keeps.setItem(`one|${id}`, text);
  assert.deepEqual(draftsIn(keeps).all(), []);
});
