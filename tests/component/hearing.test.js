import assert from 'node:assert/strict';
import { test } from 'node:test';
import './dom.js';

const { whileSeen } = await import('../../mapping/component/hearing.js');

test('what others write is asked for every 15 seconds, and at once when the page is seen again', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let heard = 0;
  const end = whileSeen(() => {
    heard += 1;
  });
  t.mock.timers.tick(15_000);
  assert.equal(heard, 1);
  Object.defineProperty(document, 'hidden', { configurable: true, value: true });
  t.mock.timers.tick(60_000);
  assert.equal(heard, 1);
  delete document.hidden;
  document.dispatchEvent(new window.Event('visibilitychange'));
  assert.equal(heard, 2);
  window.dispatchEvent(new window.Event('focus'));
  assert.equal(heard, 3);
  end();
  t.mock.timers.tick(60_000);
  window.dispatchEvent(new window.Event('focus'));
  document.dispatchEvent(new window.Event('visibilitychange'));
  assert.equal(heard, 3);
});
