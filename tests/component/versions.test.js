import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';

const { choicesOf, drawVersions } = await import('../../mapping/component/versions.js');

const saying = (of) => choicesOf(of).map(({ choice, words }) => [choice, words]);
const draw = (both, level) => {
  const chosen = [];
  const box = document.createElement('div');
  box.append(...drawVersions(both, (choice) => chosen.push(choice), level));
  return { box, chosen };
};

test('what can be chosen has the same words wherever it is chosen', () => {
  assert.deepEqual(saying({}), [
    ['mine', 'Keep mine'],
    ['theirs', 'Keep theirs'],
    ['both', 'Keep both'],
  ]);
  assert.deepEqual(saying({ canKeepBoth: false }), [
    ['mine', 'Keep mine'],
    ['theirs', 'Keep theirs'],
  ]);
});

test('of what one of the two removed, no more is offered than there is', () => {
  assert.deepEqual(saying({ isTheirsRemoved: true }), [
    ['both', 'Keep mine as a new one'],
    ['theirs', 'Leave it removed'],
  ]);
  assert.deepEqual(saying({ isTheirsRemoved: true, canKeepBoth: false }), [
    ['theirs', 'Leave it removed'],
  ]);
  assert.deepEqual(saying({ isMineRemoved: true }), [
    ['mine', 'Remove it all the same'],
    ['theirs', 'Keep theirs'],
  ]);
});

test('both versions are shown as text, under a heading that says what happened', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  const both = { mine: { title: hostile, lines: ['Made of two.'] }, theirs: { title: 'Theirs' } };
  const { box, chosen } = draw({ ...both, differs: ['Only yours is larger.'] }, 'h2');
  assert.equal(box.querySelector('img'), null);
  assert.equal(box.firstElementChild.tagName, 'H2');
  assert.match(box.textContent, /^Somebody else has changed it in the meantime.*Only yours/);
  assert.equal(box.querySelector('.mine').textContent, `Yours: ${hostile}Made of two.`);
  for (const each of box.querySelectorAll('button')) each.click();
  assert.deepEqual(chosen, ['mine', 'theirs', 'both']);
  const gone = draw({ mine: { title: 'Mine' }, theirs: { title: 'Old', isRemoved: true } });
  assert.match(gone.box.textContent, /^Somebody else has removed it.*now: removed\./);
  assert.doesNotMatch(gone.box.textContent, /Old/);
});
