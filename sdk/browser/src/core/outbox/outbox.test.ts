import { beforeEach, describe, expect, it } from 'vitest';
import { Softphone } from '../../../test/softphone';
import { START, settle, World } from '../../../test/world';
import type { DroppedBatches, Options, RefusedBatch } from '../options';
import { Sidetone } from '../sidetone';
import type { BatchStore, StoredBatch } from './batchStore';
import { FallbackStore } from './fallbackStore';

const CALL = { contactId: 'contact-1', agent: 'ada' };

describe('batches on their way', () => {
  let world: World;
  let errors: Error[];
  let refused: RefusedBatch[];
  let dropped: DroppedBatches[];

  beforeEach(() => {
    world = new World();
    errors = [];
    refused = [];
    dropped = [];
  });

  function start(options: Partial<Options> = {}): Sidetone {
    return new Sidetone(
      {
        url: 'https://sidetone.example/',
        key: 'sk_1',
        onError: (error) => errors.push(error),
        onRefused: (each) => refused.push(each),
        onDropped: (each) => dropped.push(each),
        ...options,
      },
      world,
    );
  }

  const leftBehind = (more: Partial<StoredBatch> = {}): StoredBatch => {
    const body = JSON.stringify({ version: 1, ...CALL, session: 'old', sequence: more.sequence ?? 0 });
    const head = { session: 'old', sequence: 0, startedAt: START - 60_000, open: false, touchedAt: START };
    return { ...head, size: body.length, stamped: false, body, ...more };
  };

  it('carry the key in a header, never in the address', async () => {
    start().observe(new Softphone(world.now), CALL);
    await world.pass(10_000);

    const { request } = world.received[0] as { request: { url: string; headers?: Record<string, string> } };
    expect(request.url).toBe('https://sidetone.example/v1/batches');
    expect(request.headers?.authorization).toBe('Bearer sk_1');
    expect(request).toMatchObject({ keepalive: true });
  });

  it('stay until they are acknowledged, and are the same when they are sent again', async () => {
    let tries = 0;
    const bodies = new Set<unknown>();
    world.answer = ({ request }) => {
      if (request.method === 'POST') {
        bodies.add(request.body);
        return ++tries < 4 ? new Error('offline') : {};
      }

      return {};
    };
    start().observe(new Softphone(world.now), CALL);
    await world.pass(10_000);
    expect(tries).toBe(1);
    expect((await world.store.heads()).filter((head) => !head.open)).toHaveLength(1);
    await world.pass(8000);

    expect(world.batches.map((batch) => batch.sequence)).toEqual([0]);
    expect(tries).toBe(4);
    expect(bodies.size).toBe(1);
    expect((await world.store.heads()).filter((head) => !head.open)).toEqual([]);
  });

  it('are sent later, in order, with nothing left out', async () => {
    world.answer = () => new Error('offline');
    start().observe(new Softphone(world.now), CALL);
    await world.pass(120_000);
    world.answer = () => ({});
    await world.page('online');
    await world.pass(1000);

    expect(world.batches.map((batch) => batch.sequence)).toEqual([...Array(12).keys()]);
    const times = world.batches.flatMap((batch) => batch.samples ?? []).map((sample) => sample.at);
    expect(times).toEqual([...times].sort((left, right) => left - right));
    expect(times.length).toBeGreaterThanOrEqual(120);
  });

  it('wait for as long as the server asks, even when there is a network again', async () => {
    const at: number[] = [];
    world.answer = ({ request }) => {
      if (request.method === 'POST') {
        at.push(world.time - START);
      }

      return at.length === 1 ? { status: 503, headers: { 'retry-after': '20' }, text: 'busy' } : {};
    };
    start().observe(new Softphone(world.now), CALL);
    await world.pass(12_000);
    await world.page('online');
    await world.pass(30_000);

    expect(at[0]).toBe(10_000);
    expect(at[1]).toBeGreaterThanOrEqual(30_000);
    expect(at[1]).toBeLessThan(31_000);
  });

  it('back off further and further, up to a bound', async () => {
    const at: number[] = [];
    world.answer = ({ request }) => {
      if (request.method === 'POST') {
        at.push(world.time);
      }

      return request.method === 'POST' ? new Error('offline') : {};
    };
    start({ retryMaxMs: 8000 }).observe(new Softphone(world.now), CALL);
    await world.pass(60_000);

    const waits = at.slice(1).map((each, index) => each - (at[index] as number));
    expect(waits.slice(0, 6)).toEqual([500, 1000, 2000, 4000, 4000, 4000]);
  });

  it.each([400, 409, 413, 422])(
    'that the server refuses with %d are set aside, and the rest goes on',
    async (status) => {
      world.answer = ({ batch }) => (batch.sequence === 1 ? { status, text: '{"reason":"no"}' } : {});
      start().observe(new Softphone(world.now), CALL);
      await world.pass(40_500);

      expect(refused).toEqual([
        expect.objectContaining({
          status,
          problem: '{"reason":"no"}',
          batch: expect.objectContaining({ sequence: 1 }),
        }),
      ]);
      expect(world.batches.map((batch) => batch.sequence)).toEqual([0, 1, 2, 3]);
      expect((await world.store.heads()).every((head) => head.open)).toBe(true);
    },
  );

  it.each([401, 403, 404, 500, 502])('are kept when the server answers %d', async (status) => {
    world.answer = ({ request }) => (request.method === 'POST' && world.time < START + 25_000 ? { status } : {});
    start().observe(new Softphone(world.now), CALL);
    await world.pass(180_000);

    expect(refused).toEqual([]);
    const taken = world.received.filter((each) => each.request.method === 'POST').map((each) => each.batch.sequence);
    expect(new Set(taken)).toEqual(new Set(Array(18).keys()));
  });

  it('are bounded: older sessions go first, as a whole, and the page hears of it', async () => {
    world.answer = () => new Error('offline');
    for (let sequence = 0; sequence < 3; sequence++) {
      await world.store.put(leftBehind({ sequence, size: 1000 }));
    }

    start({ queueBytesMax: 12_000 }).observe(new Softphone(world.now), CALL);
    await world.pass(120_000);

    expect(dropped[0]).toEqual({ reason: 'full', session: 'old', batches: 3, bytes: 3000 });
    const heads = await world.store.heads();
    expect(heads.reduce((sum, head) => sum + head.size, 0)).toBeLessThan(13_000);
    // Of the session that goes on, the oldest batches go: the newest counters tell its totals.
    expect(dropped.slice(1).every((each) => each.session === 'session-1')).toBe(true);
    const kept = heads.filter((head) => head.session === 'session-1').map((head) => head.sequence);
    expect(kept.at(-1)).toBeGreaterThanOrEqual(11);
    expect(kept).not.toContain(0);
  });

  describe('when the page goes away', () => {
    it('are handed to the browser with the key in the body, and kept until someone knows that they came', async () => {
      start().observe(new Softphone(world.now), CALL);
      await world.pass(14_500);
      await world.page('gone');

      expect(world.beacons).toEqual([
        expect.objectContaining({ key: 'sk_1', sequence: 1, clockOffsetMs: 0, session: 'session-1' }),
      ]);
      expect(world.beacons[0]?.samples).toHaveLength(5);
      expect(world.beacons[0]?.happenings).toEqual([expect.objectContaining({ type: 'detached' })]);
    });

    it('say the end when the page goes while it is being said', async () => {
      const softphone = new Softphone(world.now);
      const call = start().observe(softphone, CALL);
      await world.pass(3500);
      softphone.gate = new Promise(() => {});
      void call?.end({ endedBy: 'Agent' });
      await world.page('gone');

      expect(world.beacons[0]?.happenings).toEqual([
        expect.objectContaining({ type: 'ended', lastSequence: 0, endedBy: 'Agent' }),
      ]);
    });

    it('are not handed over before their clock offset is known', async () => {
      world.answer = () => new Error('offline');
      start().observe(new Softphone(world.now), CALL);
      await world.pass(3500);
      await world.page('gone');

      expect(world.beacons).toEqual([]);
      expect((await world.store.heads()).map((head) => head.open)).toEqual([false]);
    });

    it('are sent at once when the tab is hidden, and sampling goes on', async () => {
      start().observe(new Softphone(world.now), CALL);
      await world.pass(3500);
      await world.page('hidden');
      await world.pass(10_000);

      expect(world.batches.map((batch) => batch.samples?.length)).toEqual([4, 9]);
      expect(world.beacons).toEqual([]);
    });
  });

  describe('that another page left behind', () => {
    it('are sent first, an open one when nobody adds to it any more', async () => {
      await world.store.put(leftBehind());
      await world.store.put(leftBehind({ sequence: 1, open: true }));
      start().observe(new Softphone(world.now), CALL);
      await world.pass(130_000);

      const old = world.batches.filter((batch) => batch.session === 'old');
      expect(old).toEqual([
        expect.objectContaining({ sequence: 0, clockOffsetMs: 0 }),
        expect.objectContaining({ sequence: 1, clockOffsetMs: 0 }),
      ]);
    });

    it('are no refusal when their page had handed them over as it went', async () => {
      world.answer = ({ batch }) => (batch?.session === 'old' ? { status: 409, text: '{"reason":"taken"}' } : {});
      await world.store.put(leftBehind({ open: true }));
      await world.store.put(leftBehind({ sequence: 1 }));
      start().observe(new Softphone(world.now), CALL);
      await world.pass(130_000);

      expect(refused).toEqual([]);
      expect((await world.store.heads()).some((head) => head.session === 'old')).toBe(false);
    });

    it('wait while their page lives and holds its lock', async () => {
      const held = new Set(['sidetone session old']);
      world.locks = {
        run: (_name, work) => work(),
        hold: (name) => {
          held.add(name);
          return () => held.delete(name);
        },
        held: async () => held,
      };
      await world.store.put(leftBehind({ open: true }));
      start().observe(new Softphone(world.now), CALL);
      await world.pass(30_000);
      expect(world.batches.some((batch) => batch.session === 'old')).toBe(false);

      held.delete('sidetone session old');
      await world.pass(20_000);
      expect(world.batches.some((batch) => batch.session === 'old')).toBe(true);
    });

    it('are sent by one page at a time', async () => {
      let running = 0;
      let most = 0;
      let last: Promise<void> = Promise.resolve();
      const locks = {
        run: (_name: string, work: () => Promise<void>) => {
          last = last.then(work);
          return last;
        },
        hold: () => () => {},
        held: async () => new Set<string>(),
      };
      const other = new World();
      other.store = world.store;
      for (const each of [world, other]) {
        each.locks = locks;
        const request = each.request.bind(each);
        each.request = async (outgoing) => {
          most = Math.max(most, ++running);
          await settle();
          running--;
          return request(outgoing);
        };
      }

      for (let sequence = 0; sequence < 5; sequence++) {
        await world.store.put(leftBehind({ sequence }));
      }

      start();
      const second = new Sidetone({ url: 'https://sidetone.example', key: 'sk_1' }, other);
      for (let turn = 0; turn < 60; turn++) {
        await settle();
      }

      expect(most).toBe(1);
      expect([...world.batches, ...other.batches].map((batch) => batch.sequence)).toEqual([0, 1, 2, 3, 4]);
      await second.stop();
    });
  });

  describe('and the clock', () => {
    it('is measured against the server, and travels in each batch', async () => {
      world.serverAhead = 86_400_000;
      start().observe(new Softphone(world.now), CALL);
      await world.pass(20_500);

      expect(world.batches.map((batch) => batch.clockOffsetMs)).toEqual([86_400_000, 86_400_000]);
      expect(world.timesAsked).toBe(3);
    });

    it('is measured before anything that was recorded without a network is sent', async () => {
      world.serverAhead = -5000;
      world.answer = () => new Error('offline');
      start().observe(new Softphone(world.now), CALL);
      await world.pass(25_000);
      world.answer = () => ({});
      await world.page('online');
      await world.pass(1000);

      expect(world.batches.map((batch) => batch.clockOffsetMs)).toEqual([-5000, -5000]);
    });

    it('is measured again when it was set or the computer slept, without changing what came before', async () => {
      start().observe(new Softphone(world.now), CALL);
      await world.pass(12_500);
      // The page's clock stood for an hour while the computer slept.
      world.wallAhead += 3_600_000;
      world.serverAhead += 3_600_000;
      await world.pass(20_000);

      expect(world.batches.map((batch) => batch.clockOffsetMs)).toEqual([0, 0, 3_600_000]);
      const sent = world.batches.flatMap((batch) =>
        (batch.samples ?? []).map((each) => each.at + (batch.clockOffsetMs ?? 0)),
      );
      const steps = sent.slice(1).map((each, index) => each - (sent[index] as number));
      expect(steps.filter((step) => step > 2000)).toEqual([3_601_000]);
    });
  });

  it('that a slow disk has not taken yet are waited for when observing stops', async () => {
    const put = world.store.put.bind(world.store);
    world.store.put = async (batch) => {
      await settle();
      return put(batch);
    };
    const sidetone = start();
    sidetone.observe(new Softphone(world.now), CALL);
    await world.pass(3500);
    await sidetone.stop();

    expect(world.batches.flatMap((batch) => batch.happenings ?? []).map((each) => each.type)).toEqual(['detached']);
  });

  it('go through memory when the disk is blocked', async () => {
    const broken: BatchStore = {
      put: () => Promise.reject(new Error('QuotaExceededError')),
      body: () => Promise.reject(new Error('blocked')),
      remove: () => Promise.reject(new Error('blocked')),
      heads: () => Promise.reject(new Error('blocked')),
      close: () => {},
    };
    const told: unknown[] = [];
    world.store = new FallbackStore(broken, (error) => told.push(error)) as never;
    start().observe(new Softphone(world.now), CALL);
    await world.pass(30_500);

    expect(world.batches.map((batch) => batch.sequence)).toEqual([0, 1, 2]);
    expect(told).toHaveLength(1);
  });
});
