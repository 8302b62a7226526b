import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FetchProblem, getJson, Store } from '../../mapping/component/fetching.js';

/** Make a store whose answers are as large as their address says: "b30" has a size of 30. */
function makeStore(limits) {
  const asked = [];
  const store = new Store(async (address) => {
    asked.push(address);
    if (address.startsWith('bad')) throw new Error(address);
    return { value: { address }, size: Number(address.slice(1)) };
  }, limits);
  return { store, asked };
}

test('an address is asked for once, however many ask at once', async () => {
  const { store, asked } = makeStore();
  const [first, second] = await Promise.all([store.get('a1'), store.get('a1')]);
  assert.equal(first, second);
  assert.equal(await store.get('a1'), first);
  assert.deepEqual(asked, ['a1']);
});

test('a failure is told to all who asked, and asked for again', async () => {
  const { store, asked } = makeStore();
  const both = await Promise.allSettled([store.get('bad'), store.get('bad')]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.equal(store.kept.size, 0);
  await assert.rejects(store.get('bad'));
  assert.deepEqual(asked, ['bad', 'bad']);
});

test('beyond so many answers, what was used longest ago goes', async () => {
  const { store, asked } = makeStore({ most: 3 });
  for (const address of ['a1', 'b1', 'c1', 'a1', 'd1']) await store.get(address);
  assert.deepEqual([...store.kept.keys()], ['c1', 'a1', 'd1']);
  await store.get('b1');
  assert.deepEqual(asked, ['a1', 'b1', 'c1', 'd1', 'b1']);
  assert.equal(store.size, 3);
});

test('beyond so much text, what was used longest ago goes', async () => {
  const { store } = makeStore({ mostSize: 100 });
  for (const address of ['a40', 'b40', 'c40']) await store.get(address);
  assert.deepEqual([...store.kept.keys()], ['b40', 'c40']);
  assert.equal(store.size, 80);
});

test('the latest answer stays, however large it is', async () => {
  const { store, asked } = makeStore({ mostSize: 100 });
  await store.get('a40');
  await store.get('b5000');
  await store.get('b5000');
  assert.deepEqual([...store.kept.keys()], ['b5000']);
  assert.deepEqual(asked, ['a40', 'b5000']);
  await store.get('c10');
  assert.deepEqual([...store.kept.keys()], ['c10']);
  assert.equal(store.size, 10);
});

test('an answer that went before it came is still told, and counts for nothing', async () => {
  const { store } = makeStore({ most: 1 });
  const [first, second] = await Promise.all([store.get('a10'), store.get('b20')]);
  assert.deepEqual([first.address, second.address], ['a10', 'b20']);
  assert.deepEqual([...store.kept.keys()], ['b20']);
  assert.equal(store.size, 20);
});

test('what the server says is wrong is what the person reads', async (context) => {
  const answer = (status, body) => async () => new Response(body, { status });
  const says = async (fetched, words) => {
    context.mock.method(globalThis, 'fetch', fetched);
    await assert.rejects(getJson('/figures.json'), (error) => {
      assert.ok(error instanceof FetchProblem);
      assert.match(error.message, words);
      return true;
    });
  };
  await says(
    answer(404, '{"problems": ["The figures have changed.", "Open it again."]}'),
    /changed. Open/,
  );
  await says(answer(502, '<html>'), /error \(502\)/);
  await says(answer(500, 'null'), /error \(500\)/);
  await says(async () => {
    throw new TypeError('offline');
  }, /cannot be reached/);
  context.mock.method(globalThis, 'fetch', answer(200, '{"figures": [null, 0]}'));
  assert.deepEqual(await getJson('/figures.json'), { figures: [null, 0] });
});
