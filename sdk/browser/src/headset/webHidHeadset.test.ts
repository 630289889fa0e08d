import { expect, it, vi } from 'vitest';
import { settle } from '../../test/world';
import type { HeadsetDevice } from '../core/wire/batch';
import type { HeadsetFact, HeadsetListener } from './headsetSource';
import { fieldsOf, type HidCollection, isOn, reportOf } from './hidReport';
import { type Hid, type HidDevice, webHidHeadset } from './webHidHeadset';

const bit = (usage: number, isAbsolute: boolean) => ({
  usages: [usage],
  reportSize: 1,
  reportCount: 1,
  isAbsolute,
});
const pad = (reportSize: number) => ({ isConstant: true, reportSize, reportCount: 1, usages: [] });

/** A USB headset's descriptor as WebHID gives it: telephony with report 2, volume with report 1. */
const TELEPHONE: HidCollection[] = [
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [
      {
        reportId: 2,
        items: [bit(0x0b0020, true), bit(0x0b0097, true), pad(6), bit(0x0b002f, false), pad(7)],
      },
    ],
    outputReports: [{ reportId: 2, items: [bit(0x080017, true), bit(0x080009, true), bit(0x080018, true), pad(13)] }],
  },
  {
    usagePage: 0x0c,
    usage: 1,
    inputReports: [
      {
        reportId: 1,
        items: [{ usages: [0x0c00ea, 0x0c00e9], reportSize: 1, reportCount: 2, isAbsolute: true }, pad(6)],
      },
    ],
  },
];

class FakeDevice extends EventTarget implements HidDevice {
  opened = false;
  vendorId = 0x0b0e;
  productId = 0x30c;
  productName = 'Evolve2';
  collections = TELEPHONE;
  openable = true;
  readonly sent: [number, number[]][] = [];

  async open() {
    if (!this.openable) {
      throw new DOMException('NotAllowedError');
    }

    this.opened = true;
  }

  async close() {
    this.opened = false;
  }

  async sendReport(reportId: number, data: Uint8Array) {
    this.sent.push([reportId, [...data]]);
  }

  report(reportId: number, ...bytes: number[]) {
    this.dispatchEvent(
      Object.assign(new Event('inputreport'), { reportId, data: new DataView(Uint8Array.from(bytes).buffer) }),
    );
  }
}

class FakeHid extends EventTarget implements Hid {
  constructor(readonly devices: HidDevice[] = []) {
    super();
  }

  getDevices = async () => this.devices;
  requestDevice: Hid['requestDevice'] = async () => this.devices;

  emit(type: 'connect' | 'disconnect', device: HidDevice) {
    this.dispatchEvent(Object.assign(new Event(type), { device }));
  }
}

class Heard implements HeadsetListener {
  readonly facts: HeadsetFact[] = [];
  readonly changes: [string, HeadsetDevice][] = [];
  attached = (device: HeadsetDevice) => void this.changes.push(['attached', device]);
  detached = (device: HeadsetDevice) => void this.changes.push(['detached', device]);
  told = (_: HeadsetDevice, fact: HeadsetFact) => void this.facts.push(fact);
}

it('hears hook, mute and volume', async () => {
  const [device, heard] = [new FakeDevice(), new Heard()];
  const session = await webHidHeadset({}, new FakeHid([device])).listen(heard);
  device.report(2, 0b01, 0);
  device.report(2, 0b01, 0b01); // The mute button is pressed,
  device.report(2, 0b01, 0b00); // let go,
  device.report(2, 0b01, 0b01); // and pressed again.
  device.report(1, 0b10);
  device.report(1, 0b00);
  device.report(1, 0b01);
  device.report(2, 0b00, 0b01);
  device.report(2); // Cut short.
  device.report(9, 255);
  session.stop();
  device.report(1, 0b10);

  expect(heard.facts).toEqual([
    { type: 'hook', on: true },
    { type: 'mute', on: true },
    { type: 'mute', on: false },
    { type: 'volumeUp' },
    { type: 'volumeDown' },
    { type: 'hook', on: false },
  ]);
  expect(heard.changes.map(([what]) => what)).toEqual(['attached', 'detached']);
  expect(heard.changes[0]?.[1]).toMatchObject({ name: 'Evolve2', productId: '0b0e:030c', serial: '' });
  expect(device.opened).toBe(false);
  expect(device.sent).toEqual([]);
});

it('lights the headset only where it is asked to', async () => {
  const device = new FakeDevice();
  const session = await webHidHeadset({ control: true }, new FakeHid([device])).listen(new Heard());
  session.inCall?.(true);
  device.report(2, 0, 0b01);
  session.inCall?.(false);
  await settle();
  expect(device.sent).toEqual([
    [2, [0b01, 0]],
    [2, [0b11, 0]],
    [2, [0b00, 0]],
  ]);
});

it('takes a headset that is plugged in or chosen later, and leaves what is none or is not to be had', async () => {
  const [mouse, taken, plugged, chosen] = [new FakeDevice(), new FakeDevice(), new FakeDevice(), new FakeDevice()];
  mouse.collections = [{ usagePage: 1, usage: 2 }];
  taken.openable = false;
  const [hid, heard] = [new FakeHid([mouse, taken]), new Heard()];
  const source = webHidHeadset({}, hid);
  const session = await source.listen(heard);
  hid.emit('connect', plugged);
  hid.requestDevice = async (options) => {
    expect(options).toEqual({ filters: [{ usagePage: 0x0b }] });
    return [chosen];
  };
  expect(await source.request()).toBe(true);
  await settle();
  hid.emit('disconnect', plugged);
  hid.requestDevice = () => Promise.reject(new DOMException('SecurityError'));
  expect(await source.request()).toBe(false);
  expect(heard.changes.map(([what]) => what)).toEqual(['attached', 'attached', 'detached']);
  expect([mouse, taken, plugged, chosen].map((each) => each.opened)).toEqual([false, false, false, true]);
  session.stop();
  hid.emit('connect', plugged);
  await settle();
  expect([plugged.opened, chosen.opened]).toEqual([false, false]);
});

it('does nothing where the browser has no WebHID', async () => {
  vi.stubGlobal('navigator', {});
  const source = webHidHeadset();
  vi.unstubAllGlobals();
  expect(source.isSupported).toBe(false);
  expect(await source.request()).toBe(false);
  (await source.listen(new Heard())).stop();
});

it('finds a control behind a range, in an array and across bytes', () => {
  const collections: HidCollection[] = [
    {
      children: [
        {
          inputReports: [
            {
              reportId: 3,
              items: [
                pad(5),
                {
                  isRange: true,
                  usageMinimum: 0x0b0020,
                  usageMaximum: 0x0b002f,
                  reportSize: 1,
                  reportCount: 16,
                  isAbsolute: true,
                },
                {
                  isArray: true,
                  isAbsolute: true,
                  usages: [0x0c00e9, 0x0c00ea],
                  reportSize: 8,
                  reportCount: 2,
                  logicalMinimum: 1,
                },
              ],
            },
          ],
        },
      ],
    },
  ];
  const [mute, up] = fieldsOf(collections, 'inputReports', [0x0b002f, 0x0c00e9]);
  expect(mute).toMatchObject({ reportId: 3, bit: 20, isState: true });
  expect(isOn(mute as never, new DataView(Uint8Array.of(0, 0, 0b10000).buffer))).toBe(true);
  expect(up).toMatchObject({ place: 1, bit: 21 });
  expect(isOn(up as never, new DataView(Uint8Array.of(0, 0, 0b00100000, 0, 0).buffer))).toBe(true);
  expect(isOn(up as never, new DataView(Uint8Array.of(0, 0, 0b01000000, 0, 0).buffer))).toBe(false);
  expect(isOn(up as never, new DataView(new ArrayBuffer(1)))).toBeUndefined();
});

it('survives a descriptor that means harm', () => {
  const collections: HidCollection[] = [
    {
      inputReports: [
        { items: [{ isRange: true, usageMinimum: 0, usageMaximum: 2 ** 32 - 1, reportSize: 1, reportCount: 8 }] },
      ],
    },
  ];
  expect(fieldsOf(collections, 'inputReports', [0x0b002f])).toEqual([]);
  expect(reportOf({}, [], () => true)).toEqual(new Uint8Array());
});
