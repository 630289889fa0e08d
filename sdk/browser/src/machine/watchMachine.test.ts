// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { Softphone } from '../../test/softphone';
import { World } from '../../test/world';
import { Sidetone } from '../core/sidetone';
import { readingIn } from './protocol';
import { watchMachine } from './watchMachine';

it.each([
  [null],
  ['machine'],
  [{ sidetone: 'machine', version: 2, cpuUtilization: 1 }],
  [{ sidetone: 'watch', version: 1 }],
])('takes %j for no reading', (message) => expect(readingIn(message)).toBeUndefined());

it('leaves out what cannot be', () => {
  const message = { sidetone: 'machine', version: 1, cpuUtilization: 101, memoryUtilization: '3', memoryGb: -1 };
  expect(readingIn(message)).toEqual({ sidetone: 'machine', version: 1 });
});

describe('a page with an extension', () => {
  let world: World;
  let sidetone: Sidetone;
  let asked: unknown[];

  beforeEach(() => {
    world = new World();
    sidetone = new Sidetone({ url: 'https://s.example', key: 'k' }, world);
    asked = [];
    window.postMessage = ((message: unknown) => asked.push(message)) as never;
  });

  const tell = (data: unknown, origin = location.origin, source: Window | null = window) =>
    window.dispatchEvent(new MessageEvent('message', { data, origin, source }));

  it('asks it while a call is on, and records what it says', async () => {
    const stop = watchMachine(sidetone);
    expect(asked).toEqual([]);
    const call = sidetone.observe(new Softphone(world.now), { contactId: 'c' });
    expect(asked).toEqual([{ sidetone: 'watch', version: 1, on: true }]);
    await world.pass(500);
    tell({
      sidetone: 'machine',
      version: 1,
      cpuUtilization: 30.123,
      memoryUtilization: 92,
      cpuModel: 'Z1',
      memoryGb: 16,
    });
    await world.pass(10_000);
    await Promise.all([call?.end(), world.pass(0)]);
    await world.pass(10_000);

    expect(world.batches.flatMap((batch) => batch.samples ?? []).filter((each) => each.machine)).toEqual([
      expect.objectContaining({ machine: { cpuUtilization: 30.12, memoryUtilization: 92 } }),
    ]);
    expect(Object.assign({}, ...world.batches.map((batch) => batch.facts))).toMatchObject({
      cpuModel: 'Z1',
      memoryGb: 16,
    });
    expect(asked.at(-1)).toEqual({ sidetone: 'watch', version: 1, on: false });
    stop();
  });

  it('takes nothing from other windows and other origins', async () => {
    const stop = watchMachine(sidetone);
    sidetone.observe(new Softphone(world.now), { contactId: 'c' });
    tell({ sidetone: 'machine', version: 1, cpuUtilization: 30 }, 'https://evil.example');
    tell({ sidetone: 'machine', version: 1, cpuUtilization: 30 }, location.origin, null);
    await world.pass(10_000);
    expect(JSON.stringify(world.batches)).not.toContain('machine');
    stop();
  });
});
