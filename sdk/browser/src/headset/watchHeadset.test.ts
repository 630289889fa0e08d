import { expect, it } from 'vitest';
import { settle, World } from '../../test/world';
import { Sidetone } from '../core/sidetone';
import type { HeadsetEvent } from '../core/wire/batch';
import type { HeadsetListener, HeadsetSource } from './headsetSource';
import { type HeadsetOptions, watchHeadset } from './watchHeadset';

const DEVICE = { name: 'Engage', productId: '0b0e:4052', serial: 'A1' };

/** A maker's interface that says what a test says. */
class Maker implements HeadsetSource {
  listener: HeadsetListener | undefined;
  readonly calls: boolean[] = [];
  stops = 0;

  listen(listener: HeadsetListener) {
    this.listener = listener;
    return {
      inCall: (on: boolean) => void this.calls.push(on),
      stop: () => {
        this.stops++;
        this.listener = undefined;
      },
    };
  }
}

async function deskOf(headset: boolean, options: HeadsetOptions = {}) {
  const [world, maker, errors] = [new World(), new Maker(), [] as string[]];
  world.desk = () => ({ text: JSON.stringify({ headset }) });
  const sidetone = new Sidetone(
    { url: 'https://s.example', key: 'k', onError: (error) => errors.push(error.message) },
    world,
  );
  const stop = watchHeadset(sidetone, maker, options);
  await settle();
  return { world, maker, sidetone, stop, errors };
}

/** The events that came in of a call, those of each headset by themselves. */
function eventsOf(world: World, contactId: string): HeadsetEvent[] {
  return world.batches
    .filter((batch) => batch.contactId === contactId)
    .flatMap((batch) => batch.headset ?? [])
    .flatMap((report) => report.events);
}

it('does not listen while the group does not collect it, or that is not known', async () => {
  const off = await deskOf(false);
  expect(off.maker.listener).toBeUndefined();
  const [world, maker] = [new World(), new Maker()];
  world.desk = () => new Error('no network');
  watchHeadset(new Sidetone({ url: 'https://s.example', key: 'k' }, world), maker);
  await settle();
  expect(maker.listener).toBeUndefined();
});

it('begins and ends to listen as the group has it, asked with each call', async () => {
  const { world, maker, sidetone } = await deskOf(true);
  maker.listener?.attached(DEVICE);
  const call = sidetone.call({ contactId: 'c-1' });
  await world.pass(2000);
  world.desk = () => ({ text: '{"headset":false}' });
  await world.pass(60_000);
  expect(maker.stops).toBe(0);
  sidetone.call({ contactId: 'c-2' });
  await world.pass(0);
  expect(maker.stops).toBe(1);
  await call?.end();
  await world.pass(1000);
  expect(eventsOf(world, 'c-1').map((event) => event.type)).toEqual(['attached', 'detached']);
});

it('tells each call how the headset stands when it begins, and of what follows', async () => {
  const { world, maker, sidetone } = await deskOf(true);
  maker.listener?.attached(DEVICE);
  for (const fact of [{ type: 'mute', on: true }, { type: 'audioExposure', level: 60 }, { type: 'volumeUp' }]) {
    maker.listener?.told(DEVICE, fact);
  }

  await world.pass(5000);
  const call = sidetone.call({ contactId: 'c' });
  const began = world.time;
  await world.pass(1000);
  maker.listener?.told(DEVICE, { type: 'mute', on: false });
  void call?.end();
  await world.pass(1000);
  expect(world.batches[0]?.headset?.[0]?.device).toEqual(DEVICE);
  expect(eventsOf(world, 'c')).toEqual([
    { at: began, type: 'attached' },
    { at: began, type: 'audioExposure', level: 60 },
    { at: began, type: 'mute', on: true },
    { at: began + 1000, type: 'mute', on: false },
  ]);
});

it('says nothing of what came before consent, and counts no change that was none', async () => {
  const { world, maker, sidetone } = await deskOf(true);
  sidetone.consent(false);
  maker.listener?.attached(DEVICE);
  const call = sidetone.call({ contactId: 'c' });
  maker.listener?.told(DEVICE, { type: 'mute', on: true });
  maker.listener?.told(DEVICE, { type: 'txSpeech', on: true });
  await world.pass(3000);
  sidetone.consent(true);
  maker.listener?.told(DEVICE, { type: 'volumeDown' });
  const at = world.time;
  void call?.end();
  await world.pass(1000);
  expect(eventsOf(world, 'c')).toEqual([
    { at, type: 'attached' },
    { at, type: 'txSpeech', on: true },
    { at, type: 'volumeDown' },
  ]);
});

it('believes a time of the computer’s clock that is a little late, and no other', async () => {
  const { world, maker, sidetone } = await deskOf(true);
  world.wallAhead = 3_600_000;
  maker.listener?.attached(DEVICE);
  const call = sidetone.call({ contactId: 'c' });
  await world.pass(20_000);
  for (const late of [300, -5, 60_000]) {
    maker.listener?.told(DEVICE, { type: 'volumeUp', at: world.wall() - late });
  }

  const now = world.time;
  void call?.end();
  await world.pass(1000);
  expect(
    eventsOf(world, 'c')
      .slice(1)
      .map((event) => event.at),
  ).toEqual([now - 300, now, now]);
});

it('bears a headset that talks without end, levels that are none, and hooks that throw', async () => {
  const { world, maker, sidetone, errors } = await deskOf(true);
  maker.listener?.attached(DEVICE);
  const call = sidetone.call({ contactId: 'c' });
  for (const level of [Number.NaN, -1, 201]) {
    maker.listener?.told(DEVICE, { type: 'audioExposure', level });
  }

  for (let index = 0; index < 1000; index++) {
    maker.listener?.told(DEVICE, { type: 'volumeUp' });
  }

  void call?.end();
  await world.pass(1000);
  expect(eventsOf(world, 'c')).toHaveLength(51);
  expect(errors).toEqual([expect.stringContaining('more than 50 things a second')]);
  const other = await deskOf(true, {
    device: () => {
      throw new Error('hook');
    },
  });
  other.maker.listener?.attached(DEVICE);
  expect(other.errors).toEqual(['hook']);
});

it('leaves out what a hook takes out', async () => {
  const { world, maker, sidetone } = await deskOf(true, { device: ({ serial: _, ...rest }) => rest });
  maker.listener?.attached(DEVICE);
  void sidetone.call({ contactId: 'c' })?.end();
  await world.pass(1000);
  expect(world.batches[0]?.headset?.[0]?.device).toEqual({ name: 'Engage', productId: '0b0e:4052' });
});

it('says when a call is on, and stops with the SDK', async () => {
  const { world, maker, sidetone } = await deskOf(true);
  const call = sidetone.call({ contactId: 'c' });
  void call?.end();
  await world.pass(2000);
  expect(maker.calls).toEqual([true, false]);
  await sidetone.stop();
  expect(maker.stops).toBe(1);
});

it.each([1, 2, 3, 4, 5])(
  'hands on every event once, in order, in batches that the server takes (%i)',
  async (seed) => {
    let state = seed * 2_654_435_761;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    const { world, maker, sidetone } = await deskOf(true);
    const devices = [DEVICE, { name: 'Evolve' }, { name: 'Voyager' }];
    for (const device of devices) {
      maker.listener?.attached(device);
    }

    const call = sidetone.call({ contactId: 'c' });
    const told = devices.map(() => [] as HeadsetEvent[]);
    for (let index = 0; index < 2000; index++) {
      const which = random(3);
      const fact = { type: ['txSpeech', 'rxSpeech', 'mute', 'other'][random(4)] ?? '', on: random(2) === 1 };
      maker.listener?.told(devices[which] ?? DEVICE, fact);
      told[which]?.push({ at: world.time, ...fact });
      await world.pass(random(3) * 40);
    }

    void call?.end();
    await world.pass(2000);
    for (const [index, device] of devices.entries()) {
      const reports = world.batches.flatMap((batch) => batch.headset ?? []);
      const events = reports.filter((report) => report.device.name === device.name).flatMap((report) => report.events);
      expect(events[0]?.type).toBe('attached');
      expect(events.slice(1).length).toBeLessThanOrEqual(told[index]?.length ?? 0);
      expect(events.slice(1)).toEqual(told[index]);
    }

    expect(
      Math.max(...world.batches.map((batch) => (batch.headset ?? []).flatMap((each) => each.events).length)),
    ).toBeLessThanOrEqual(2000);
    expect(Math.max(...world.batches.map((batch) => batch.headset?.length ?? 0))).toBeLessThanOrEqual(8);
  },
  20_000,
);
