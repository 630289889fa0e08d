import { expect, it } from 'vitest';
import { settle } from '../../test/world';
import type { HeadsetDevice } from '../core/wire/batch';
import type { HeadsetFact, HeadsetListener } from './headsetSource';
import { factsIn, type JabraDevice, jabraHeadset } from './jabraHeadset';

const ENGAGE: JabraDevice = {
  deviceID: 7,
  deviceName: 'Jabra Engage 50',
  productID: 0x4052,
  serialNumber: 'A1',
  firmwareVersion: '1.24.0',
};

/** The package's events, in the form in which it gives them: `message` and `data`. */
class FakeJabra {
  readonly apiVersion = '3.0.0';
  readonly listeners: [string, (event: unknown) => void][] = [];
  devices: () => Promise<JabraDevice[]> = async () => [ENGAGE];
  getDevices = () => this.devices();
  addEventListener = (name: string, hear: (event: unknown) => void) => void this.listeners.push([name, hear]);
  removeEventListener = (name: string, hear: (event: unknown) => void) => {
    this.listeners.splice(
      this.listeners.findIndex(([each, known]) => each === name && known === hear),
      1,
    );
  };

  emit(message: string, data: unknown) {
    for (const [name, hear] of [...this.listeners]) {
      if (name === message) {
        hear({ message, data });
      }
    }
  }
}

class Heard implements HeadsetListener {
  readonly events: [string, HeadsetDevice, HeadsetFact?][] = [];
  attached = (device: HeadsetDevice) => void this.events.push(['attached', device]);
  detached = (device: HeadsetDevice) => void this.events.push(['detached', device]);
  told = (device: HeadsetDevice, fact: HeadsetFact) => void this.events.push(['told', device, fact]);
}

it.each([
  [{ Speech_Analysis_TX: 'TRUE', TimeStampMs: 5 }, [{ type: 'txSpeech', on: true, at: 5 }]],
  [{ Speech_Analysis_RX: 'False' }, [{ type: 'rxSpeech', on: false }]],
  [{ 'TX Acoustic Logging Level': '47' }, [{ type: 'backgroundNoise', level: 47 }]],
  [{ 'RX Acoustic Logging Level': '62.5' }, [{ type: 'audioExposure', level: 62.5 }]],
  [{ 'Boom Position Guidance OK': 'FALSE' }, [{ type: 'boomPosition', on: false }]],
  [{ 'Mute State': 'TRUE' }, [{ type: 'mute', on: true }]],
  [{ ID: 'VOLUP TAP' }, [{ type: 'volumeUp' }]],
  [{ ID: 'VOLDOWN TAP' }, [{ type: 'volumeDown' }]],
  [{ 'TX Acoustic Logging Peak': '90', 'Bad_Mic_detect Flag': 'TRUE', 'Raw data': 'x' }, []],
  [{ Speech_Analysis_TX: '', 'TX Acoustic Logging Level': 'loud', ID: 'constructor' }, []],
])('reads a devlog event %#', (data, facts) => {
  expect(factsIn(data)).toEqual(facts);
});

it('names each headset once, the same each time, and tells of the one that logs', async () => {
  const [jabra, heard] = [new FakeJabra(), new Heard()];
  await jabraHeadset(jabra).listen(heard);
  jabra.emit('device attached', ENGAGE);
  jabra.emit('devlog', { deviceID: 7, 'Mute State': 'TRUE' });
  jabra.emit('devlog', { deviceID: 8, 'Device Name': 'Evolve', Pid: 0x30c, FW: '2', ESN: 'B2', ID: 'VOLUP TAP' });
  jabra.emit('device detached', ENGAGE);

  const device = heard.events[0]?.[1];
  expect(device).toEqual({
    name: 'Jabra Engage 50',
    productId: '0b0e:4052',
    firmware: '1.24.0',
    serial: 'A1',
    apiVersion: '3.0.0',
  });
  expect(heard.events.map(([what, , fact]) => [what, fact?.type])).toEqual([
    ['attached', undefined],
    ['told', 'mute'],
    ['attached', undefined],
    ['told', 'volumeUp'],
    ['detached', undefined],
  ]);
  expect(heard.events[1]?.[1]).toBe(device);
  expect(heard.events[4]?.[1]).toBe(device);
  expect(heard.events[2]?.[1]).toMatchObject({ name: 'Evolve', productId: '0b0e:030c', serial: 'B2' });
});

it('lets go of everything, and bears events that hold nothing', async () => {
  const [jabra, heard] = [new FakeJabra(), new Heard()];
  const session = await jabraHeadset(jabra).listen(heard);
  const [, logged] = jabra.listeners.find(([name]) => name === 'devlog') ?? [];
  for (const name of ['device attached', 'device detached', 'devlog']) {
    jabra.emit(name, undefined);
  }

  session.stop();
  logged?.({ data: { deviceID: 7, 'Mute State': 'TRUE' } });
  expect(jabra.listeners).toEqual([]);
  expect(heard.events).toHaveLength(1);
});

it('does not listen where the extension does not answer', async () => {
  const jabra = new FakeJabra();
  jabra.devices = () => Promise.reject(new Error('You need to use this <a href=…>Extension</a>'));
  await expect(jabraHeadset(jabra).listen(new Heard())).rejects.toThrow('Extension');
  await settle();
  expect(jabra.listeners).toEqual([]);
});
