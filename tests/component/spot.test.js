import './dom.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCorners, spotAt } from '../../mapping/component/spot.js';
import { changedWords } from '../../mapping/component/stage.js';

test('a share of a picture is a spot on the ground between its corners', () => {
  const corners = readCorners('52.7,0.1 52.8,0.3 52.5,0.2 52.6,0.4');
  assert.equal(spotAt(corners, 0, 0), '52.70000,0.10000');
  assert.equal(spotAt(corners, 1, 0), '52.80000,0.30000');
  assert.equal(spotAt(corners, 0, 1), '52.50000,0.20000');
  assert.equal(spotAt(corners, 1, 1), '52.60000,0.40000');
  assert.equal(spotAt(corners, 0.5, 0.5), '52.65000,0.25000');
});

test('corners that are none are none', () => {
  for (const text of [undefined, '', '1,2 3,4', '1,2 3,4 5,6 x,8', '1,2 3,4 5,6 7', '1 2 3 4'])
    assert.equal(readCorners(text), null, text);
});

test('a word of a question is changed, what goes with it goes, all else stays', () => {
  assert.equal(changedWords('place=T1&age=0-4', 'age=5-9', ''), 'place=T1&age=5-9');
  assert.equal(
    changedWords('place=T1', 'need=idaci&deciles=2', ''),
    'place=T1&need=idaci&deciles=2',
  );
  assert.equal(
    changedWords('mode=walk&pace=5&at=1,2', 'mode=drive', 'pace detour'),
    'mode=drive&at=1%2C2',
  );
});
