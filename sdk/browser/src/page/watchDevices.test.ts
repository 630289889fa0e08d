// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { settle, World } from '../../test/world';
import { Sidetone } from '../core/sidetone';
import { watchDevices } from './watchDevices';

it('tells the speaker, its change, and does not contradict the page', async () => {
  const world = new World();
  const sidetone = new Sidetone({ url: 'https://s.example', key: 'k' }, world);
  const media = new EventTarget() as EventTarget & { enumerateDevices(): Promise<unknown[]> };
  let label = '';
  media.enumerateDevices = async () => [
    { kind: 'audioinput', label: 'Microphone', deviceId: 'm', groupId: '1' },
    { kind: 'audiooutput', label: 'Screen', deviceId: 's', groupId: '2' },
    { kind: 'audiooutput', label, deviceId: 'default', groupId: '1' },
  ];
  vi.stubGlobal('navigator', { mediaDevices: media });
  watchDevices(sidetone);
  const call = sidetone.call({ contactId: 'c' });
  await settle();
  label = 'Headset'; // The page was allowed to see labels.
  await world.pass(10_000);
  call?.device({ kind: 'audiooutput', label: 'Chosen', deviceId: 'x' });
  await world.pass(20_000);
  label = 'Dock';
  media.dispatchEvent(new Event('devicechange'));
  await settle();
  await sidetone.stop();
  media.dispatchEvent(new Event('devicechange'));
  await settle();

  const changes = world.batches
    .flatMap((batch) => batch.happenings ?? [])
    .filter((each) => each.type === 'deviceChange');
  expect(changes.map((each) => each.device?.label)).toEqual(['Chosen', 'Dock']);
  expect(world.batches[0]?.facts?.devices?.map((each) => each.label)).toEqual(['Headset']);
  vi.unstubAllGlobals();
});
