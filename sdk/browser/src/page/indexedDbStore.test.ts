import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { Softphone } from '../../test/softphone';
import { World } from '../../test/world';
import type { BatchStore, StoredBatch } from '../core/outbox/batchStore';
import { MemoryStore } from '../core/outbox/memoryStore';
import { Sidetone } from '../core/sidetone';
import { IndexedDbStore } from './indexedDbStore';

const batch = (more: Partial<StoredBatch> = {}): StoredBatch => ({
  session: 's',
  sequence: 0,
  startedAt: 1000,
  open: false,
  touchedAt: 1000,
  size: 2,
  stamped: true,
  body: '{}',
  ...more,
});

describe.each<[string, () => BatchStore]>([
  ['memory', () => new MemoryStore()],
  ['IndexedDB', () => new IndexedDbStore(new IDBFactory(), 'sidetone test')],
])('a store in %s', (_, make) => {
  it('gives heads by session’s age and number', async () => {
    const store = make();
    await store.put(batch({ session: 'young', startedAt: 2000 }));
    await store.put(batch({ sequence: 10 }));
    await store.put(batch({ sequence: 2 }));
    expect((await store.heads()).map((head) => [head.session, head.sequence])).toEqual([
      ['s', 2],
      ['s', 10],
      ['young', 0],
    ]);
    expect(await store.heads()).not.toContainEqual(expect.objectContaining({ body: '{}' }));
  });

  it('writes over an older form, in the order of the calls', async () => {
    const store = make();
    void store.put(batch({ open: true, body: '{"a":1}' }));
    void store.put(batch({ body: '{"a":1,"b":2}' }));
    expect(await store.body('s', 0)).toBe('{"a":1,"b":2}');
    expect((await store.heads()).map((head) => head.open)).toEqual([false]);
    await store.remove('s', 0);
    expect(await store.body('s', 0)).toBeUndefined();
    expect(await store.heads()).toEqual([]);
  });
});

it('what one page left in IndexedDB, the next one sends', async () => {
  const factory = new IDBFactory();
  const first = new World();
  first.store = new IndexedDbStore(factory, 'shared') as never;
  first.answer = () => new Error('offline');
  const sidetone = new Sidetone({ url: 'https://s.example', key: 'k' }, first);
  sidetone.observe(new Softphone(first.now), { contactId: 'c', agent: 'a' });
  for (let turn = 0; turn < 15; turn++) {
    await first.pass(1000);
    await new Promise((resolve) => setTimeout(resolve, 5)); // The database works in real time.
  }

  // Killed: nothing is said, nothing is flushed.
  const second = new World();
  second.time = first.time + 120_000;
  second.newId = () => 'other';
  second.store = new IndexedDbStore(factory, 'shared') as never;
  new Sidetone({ url: 'https://s.example', key: 'k' }, second);
  await expect
    .poll(async () => {
      await second.pass(0);
      return second.batches.map((each) => each.sequence);
    })
    .toEqual([0, 1]);
  const times = second.batches.flatMap((each) => each.samples ?? []).map((sample) => sample.at - first.time);
  expect(times.at(-1)).toBeGreaterThan(-1500);
  expect(times.length).toBeGreaterThanOrEqual(15);
});
