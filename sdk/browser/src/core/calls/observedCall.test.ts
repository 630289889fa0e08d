import { beforeEach, describe, expect, it } from 'vitest';
import { Softphone } from '../../../test/softphone';
import { START, settle, World } from '../../../test/world';
import type { Options } from '../options';
import { Sidetone } from '../sidetone';
import type { Happening } from '../wire/batch';

const CALL = { contactId: 'contact-1', agent: 'ada' };

describe('a call that is observed', () => {
  let world: World;
  let errors: Error[];

  beforeEach(() => {
    world = new World();
    errors = [];
  });

  function start(options: Partial<Options> = {}): Sidetone {
    return new Sidetone(
      { url: 'https://sidetone.example', key: 'sk_1', onError: (error) => errors.push(error), ...options },
      world,
    );
  }

  const happenings = (): Happening[] => world.batches.flatMap((batch) => batch.happenings ?? []);
  const samples = () => world.batches.flatMap((batch) => batch.samples ?? []);

  it('is sampled once a second and sent every ten', async () => {
    start().observe(new Softphone(world.now), CALL);
    await world.pass(30_500);

    const times = samples().map((sample) => sample.at - START);
    expect(times.slice(0, 5)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(world.batches.map((batch) => batch.sequence)).toEqual([0, 1, 2]);
    expect(world.batches[0]).toMatchObject({ version: 1, ...CALL, session: 'session-1', clockOffsetMs: 0 });
    expect(errors).toEqual([]);
  });

  it('does not drift when timers are late', async () => {
    start().observe(new Softphone(world.now), CALL);
    await world.pass(2000);
    await world.sleep(1400); // The tick of 3000 runs at 3400, those after it at their time.
    await world.pass(7000);

    const times = samples().map((sample) => sample.at - START);
    expect(times).toEqual([0, 1000, 2000, 3400, 4000, 5000, 6000, 7000, 8000, 9000]);
  });

  it('does not make up for the seconds that a sleeping computer missed', async () => {
    start().observe(new Softphone(world.now), CALL);
    await world.pass(2000);
    await world.sleep(60_000);
    await world.pass(10_000);

    const late = samples().filter((sample) => sample.at - START > 2000);
    expect(late[0]?.at).toBe(START + 62_000);
    expect(late.length).toBeLessThan(12);
  });

  it('tells what happens at once, and its end with the last number', async () => {
    const call = start().observe(new Softphone(world.now), CALL);
    call?.connecting();
    await settle();
    call?.connected();
    call?.hold();
    call?.hold();
    await settle();
    call?.resume();
    await world.pass(3000);
    await Promise.all([call?.end({ endedBy: 'Customer' }), world.pass(0)]);
    await settle();

    expect(happenings().map((each) => each.type)).toEqual(['connecting', 'connected', 'hold', 'resume', 'ended']);
    const last = world.batches.at(-1);
    expect(happenings().at(-1)).toMatchObject({ endedBy: 'Customer', lastSequence: last?.sequence });
    expect(world.batches.map((batch) => batch.sequence)).toEqual(world.batches.map((_, index) => index));
  });

  it('reads its connection a last time when it ends', async () => {
    const softphone = new Softphone(world.now);
    const call = start().observe(softphone, CALL);
    await world.pass(2500);
    await Promise.all([call?.end(), world.pass(0)]);
    await settle();

    expect(samples().at(-1)?.inbound?.[0]?.packetsReceived).toBe(125);
    expect(call?.state.ended).toBe(true);
  });

  it('reads a connection that the page closes before it says that the call is over', async () => {
    const softphone = new Softphone(world.now);
    const call = start().observe(softphone, CALL);
    await world.pass(1700);
    softphone.gate = Promise.resolve();
    softphone.getStats = ((original) => {
      // A browser answers what was asked before the close.
      return () => (softphone.connectionState === 'closed' ? Promise.reject(new Error('closed')) : original());
    })(async () => new Map(softphone.stats(world.time).map((stat) => [String(stat.id), stat])));
    softphone.close();
    await Promise.all([call?.end(), world.pass(0)]);
    await settle();

    expect(softphone.connectionState).toBe('closed');
    expect(samples().at(-1)?.outbound?.[0]?.packetsSent).toBe(85);
  });

  it('ends though its connection never answers', async () => {
    const softphone = new Softphone(world.now);
    const call = start().observe(softphone, CALL);
    await world.pass(1500);
    softphone.gate = new Promise(() => {});
    void call?.end();
    await world.pass(600);

    expect(happenings().map((each) => each.type)).toEqual(['ended']);
  });

  it('ends with its connection when it was told to', async () => {
    const softphone = new Softphone(world.now);
    start().observe(softphone, { ...CALL, endsWithConnection: true });
    await world.pass(1500);
    softphone.close();
    await world.pass(600);

    expect(happenings().map((each) => each.type)).toEqual(['ended']);
  });

  it('names its connections from the second on', async () => {
    const call = start().observe(new Softphone(world.now, 1), CALL);
    await world.pass(500);
    const second = new Softphone(world.now, 2);
    call?.attach(second);
    second.ice('disconnected');
    await world.pass(11_000);

    const bySsrc = new Map(samples().map((sample) => [sample.inbound?.[0]?.ssrc, sample.connection]));
    expect(bySsrc).toEqual(
      new Map([
        [1, undefined],
        [2, 'pc-2'],
      ]),
    );
    expect(happenings()).toContainEqual(
      expect.objectContaining({ type: 'iceState', value: 'disconnected', connection: 'pc-2' }),
    );
  });

  it('notices a microphone that the page or the system closes', async () => {
    const softphone = new Softphone(world.now);
    const call = start().observe(softphone, CALL);
    await world.pass(1000);
    softphone.track.enabled = false;
    await world.pass(1000);
    call?.mute(); // Closed twice, by two: it opens when both have opened it.
    softphone.track.enabled = true;
    await world.pass(1000);
    expect(call?.state.muted).toBe(true);
    call?.unmute();
    softphone.track.muted = true;
    await world.pass(1000);
    softphone.track.muted = false;
    await world.pass(1000);

    expect(happenings().map((each) => each.type)).toEqual(['mute', 'unmute', 'mute', 'unmute']);
  });

  it('tells its microphone, and the change to another', async () => {
    const softphone = new Softphone(world.now);
    start().observe(softphone, CALL);
    await world.pass(1000);
    softphone.track.label = 'Built-in';
    await world.pass(12_000);

    const [first, second] = world.batches.map((batch) => batch.facts?.devices);
    expect(first).toEqual([expect.objectContaining({ label: 'Headset', sampleRate: 48000 })]);
    expect(second).toEqual([expect.objectContaining({ label: 'Built-in', at: START + 2000 })]);
    expect(happenings()).toEqual([
      expect.objectContaining({ type: 'deviceChange', device: expect.objectContaining({ label: 'Built-in' }) }),
    ]);
  });

  it('tells a fact once, and again when it changes', async () => {
    const sidetone = start();
    const call = sidetone.observe(new Softphone(world.now), { ...CALL, facts: { queueName: 'Support' } });
    await world.pass(10_000);
    call?.facts({ queueName: 'Support', direction: 'Inbound' });
    sidetone.facts({ networkType: 'lan' });
    await world.pass(20_000);

    expect(world.batches[0]?.facts).toMatchObject({ queueName: 'Support', sdkVersion: expect.any(String) });
    expect(world.batches[1]?.facts).toEqual({ direction: 'Inbound', networkType: 'lan' });
    expect(world.batches[2]?.facts).toBeUndefined();
  });

  it('carries the load of the computer once per reading', async () => {
    const sidetone = start();
    sidetone.observe(new Softphone(world.now), CALL);
    await world.pass(1500);
    sidetone.machineLoad({ cpuUtilization: 30 });
    await world.pass(10_000);

    expect(samples().filter((sample) => sample.machine)).toEqual([
      expect.objectContaining({ at: START + 2000, machine: { cpuUtilization: 30 } }),
    ]);
  });

  it('keeps the last half minute at hand', async () => {
    const sidetone = start();
    sidetone.observe(new Softphone(world.now), CALL);
    await world.pass(90_000);

    expect(sidetone.recent()).toHaveLength(30);
    expect(sidetone.current?.contactId).toBe('contact-1');
  });

  it('puts back what it wrapped', async () => {
    const sidetone = start();
    const softphone = new Softphone(world.now);
    sidetone.observe(softphone, CALL);
    expect(Object.hasOwn(softphone, 'close')).toBe(true);
    expect(softphone.listeners).toBe(1);
    await Promise.all([sidetone.stop(), world.pass(0)]);
    const readings = softphone.readings;
    await world.pass(20_000);

    expect(Object.hasOwn(softphone, 'close')).toBe(false);
    expect(softphone.listeners).toBe(0);
    expect(softphone.readings).toBe(readings);
    expect(world.listeners).toBe(0);
    expect(world.closed).toBe(true);
    expect(happenings().map((each) => each.type)).toEqual(['detached']);
    expect(sidetone.calls).toEqual([]);
  });

  it('throws nothing into the page', async () => {
    const sidetone = start({
      onError: () => {
        throw new Error('The page fails, too.');
      },
    });
    expect(sidetone.observe(new Softphone(world.now), { contactId: '' })).toBeUndefined();
    const broken = new Softphone(world.now);
    broken.addEventListener = () => {
      throw new Error('broken');
    };
    const call = sidetone.observe(broken, CALL);
    broken.fails = true;
    expect(() => call?.hold()).not.toThrow();
    await world.pass(2000);
  });

  describe('and consent', () => {
    it('records nothing until it is granted, and counts from there', async () => {
      const sidetone = start({ consent: false });
      const call = sidetone.observe(new Softphone(world.now), { ...CALL, facts: { callerId: '+31' } });
      call?.hold();
      await world.pass(30_000);
      expect(world.received).toEqual([]);
      expect(await world.store.heads()).toEqual([]);

      sidetone.consent(true);
      await world.pass(11_000);
      expect(world.batches[0]?.facts).toMatchObject({ baseline: true, callerId: '+31' });
      expect(happenings().map((each) => each.type)).toEqual(['hold']);
      expect(samples()[0]?.at).toBeGreaterThan(START + 30_000);
    });

    it('deletes what was not sent when it is withdrawn', async () => {
      world.answer = () => new Error('offline');
      const dropped: unknown[] = [];
      const sidetone = start({ onDropped: (each) => dropped.push(each) });
      sidetone.observe(new Softphone(world.now), CALL);
      await world.pass(15_000);
      sidetone.consent(false);
      await world.pass(5000);
      expect(await world.store.heads()).toEqual([]);
      expect(dropped).toEqual([expect.objectContaining({ reason: 'consent', session: 'session-1' })]);

      world.answer = () => ({});
      await world.pass(120_000);
      expect(world.received).toEqual([]);
    });
  });

  describe('and what the page lets through', () => {
    it('changes and leaves out', async () => {
      const sidetone = start({
        beforeSend: {
          facts: ({ callerId: _, ...rest }) => rest,
          happening: (each) => (each.type === 'hold' ? null : { ...each, message: 'seen' }),
        },
      });
      const call = sidetone.observe(new Softphone(world.now), { ...CALL, facts: { callerId: '+31', queueName: 'q' } });
      call?.hold();
      call?.connected();
      await world.pass(11_000);

      expect(JSON.stringify(world.batches)).not.toContain('+31');
      expect(world.batches[0]?.facts?.queueName).toBe('q');
      expect(happenings()).toEqual([expect.objectContaining({ type: 'connected', message: 'seen' })]);
    });

    it('lets nothing through when it fails', async () => {
      const sidetone = start({
        beforeSend: {
          facts: () => {
            throw new Error('broken');
          },
        },
      });
      sidetone.observe(new Softphone(world.now), { ...CALL, facts: { callerId: '+31' } });
      await world.pass(11_000);

      expect(world.batches[0]?.facts).toBeUndefined();
      expect(errors.length).toBeGreaterThan(0);
    });
  });
});
