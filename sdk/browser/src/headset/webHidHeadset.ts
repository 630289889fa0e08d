import type { HeadsetDevice } from '../core/wire/batch';
import type { HeadsetListener, HeadsetSession, HeadsetSource } from './headsetSource';
import { fieldsOf, type HidCollection, type HidField, type HidReport, isOn, reportOf } from './hidReport';

/** WebHID, as far as it is used (wicg.github.io/webhid): TypeScript's own library does not know it. */
export interface Hid extends EventTarget {
  getDevices(): Promise<HidDevice[]>;
  requestDevice(options: { filters: { usagePage: number }[] }): Promise<HidDevice[]>;
}

export interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array): Promise<void>;
}

/** HID Usage Tables: Telephony Device (11), Consumer (12) and LED (8). */
const TELEPHONY = 0x0b;
const HOOK_SWITCH = 0x0b0020;
const PHONE_MUTE = 0x0b002f;
const VOLUME_UP = 0x0c00e9;
const VOLUME_DOWN = 0x0c00ea;
const LED_MUTE = 0x080009;
const LED_OFF_HOOK = 0x080017;
const INPUTS = [HOOK_SWITCH, PHONE_MUTE, VOLUME_UP, VOLUME_DOWN];
const LEDS = [LED_MUTE, LED_OFF_HOOK];

/** How headsets are used. */
export interface WebHidOptions {
  /**
   * True: during a call the headset is told that it is off hook, and that it is muted when it said so; many tell nothing
   * without. Leave it false where the softphone or its plug-in does that: two that do it contradict each other.
   */
  control?: boolean;
}

/** Headsets of any maker that are telephones by USB's own rules: their mute switch, hook and volume. */
export interface WebHidHeadset extends HeadsetSource {
  /** False: the browser has no WebHID, or the page may not use it. */
  readonly isSupported: boolean;
  /**
   * Lets the agent choose a headset, once; the browser remembers it. Call it in a click. True when one was chosen.
   * Throws nothing.
   */
  request(): Promise<boolean>;
}

/** Headsets by WebHID. It needs Chromium and a secure page; elsewhere nothing is heard. */
export function webHidHeadset(
  options: WebHidOptions = {},
  hid: Hid | undefined = (navigator as { hid?: Hid }).hid,
): WebHidHeadset {
  let session: WebHidSession | undefined;
  return {
    isSupported: hid !== undefined,
    async request() {
      try {
        const chosen = (await hid?.requestDevice({ filters: [{ usagePage: TELEPHONY }] })) ?? [];
        // No event says that a device may now be used.
        await Promise.all(chosen.map((device) => session?.add(device)));
        return chosen.length > 0;
      } catch {
        return false; // Not in a click, or forbidden.
      }
    },
    async listen(listener) {
      if (!hid) {
        return { stop() {} };
      }

      session = new WebHidSession(hid, listener, options);
      await session.begin();
      return session;
    },
  };
}

class WebHidSession implements HeadsetSession {
  readonly #headsets = new Map<HidDevice, OpenHeadset>();
  #inCall = false;
  #stopped = false;

  readonly #hid: Hid;
  readonly #listener: HeadsetListener;
  readonly #options: WebHidOptions;

  constructor(hid: Hid, listener: HeadsetListener, options: WebHidOptions) {
    this.#hid = hid;
    this.#listener = listener;
    this.#options = options;
  }

  async begin(): Promise<void> {
    this.#hid.addEventListener('connect', this.#connected);
    this.#hid.addEventListener('disconnect', this.#disconnected);
    for (const device of await this.#hid.getDevices()) {
      await this.add(device);
    }
  }

  /** Begins to hear a device, when it is a telephone that can be opened. Another program may have it to itself. */
  async add(device: HidDevice): Promise<void> {
    if (this.#headsets.has(device) || !device.collections.some(isTelephony)) {
      return;
    }

    const headset = new OpenHeadset(device, this.#listener, this.#options.control === true);
    this.#headsets.set(device, headset);
    try {
      await headset.open();
    } catch {
      this.#headsets.delete(device);
      return;
    }

    if (this.#stopped) {
      headset.close();
    } else {
      headset.inCall(this.#inCall);
    }
  }

  inCall(on: boolean): void {
    this.#inCall = on;
    for (const headset of this.#headsets.values()) {
      headset.inCall(on);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#hid.removeEventListener('connect', this.#connected);
    this.#hid.removeEventListener('disconnect', this.#disconnected);
    for (const headset of this.#headsets.values()) {
      headset.close();
    }

    this.#headsets.clear();
  }

  readonly #connected = (event: Event) => {
    void this.add((event as Event & { device: HidDevice }).device);
  };

  readonly #disconnected = (event: Event) => {
    const { device } = event as Event & { device: HidDevice };
    this.#headsets.get(device)?.close();
    this.#headsets.delete(device);
  };
}

class OpenHeadset {
  readonly #description: HeadsetDevice;
  readonly #inputs: HidField[];
  readonly #lights: HidField[];
  readonly #before = new Map<HidField, boolean>();
  #isOurs = false;
  #heard = false;
  #muted = false;
  #inCall = false;

  readonly #device: HidDevice;
  readonly #listener: HeadsetListener;
  readonly #control: boolean;

  constructor(device: HidDevice, listener: HeadsetListener, control: boolean) {
    this.#device = device;
    this.#listener = listener;
    this.#control = control;
    this.#inputs = fieldsOf(device.collections, 'inputReports', INPUTS);
    this.#lights = fieldsOf(device.collections, 'outputReports', LEDS);
    this.#description = {
      name: device.productName,
      productId: `${hex(device.vendorId)}:${hex(device.productId)}`,
      firmware: '',
      serial: '', // WebHID does not tell it.
      apiVersion: 'webhid',
    };
  }

  async open(): Promise<void> {
    if (!this.#device.opened) {
      await this.#device.open();
      this.#isOurs = true;
    }

    this.#heard = true;
    this.#device.addEventListener('inputreport', this.#hear);
    this.#listener.attached(this.#description);
  }

  inCall(on: boolean): void {
    if (on !== this.#inCall) {
      this.#inCall = on;
      this.#muted = false; // Telephones open their microphone with each call.
      this.#light();
    }
  }

  close(): void {
    if (!this.#heard) {
      return;
    }

    this.#heard = false;
    this.#device.removeEventListener('inputreport', this.#hear);
    this.inCall(false);
    this.#listener.detached(this.#description);
    if (this.#isOurs) {
      this.#device.close().catch(() => {});
    }
  }

  readonly #hear = (event: Event) => {
    const { reportId, data } = event as Event & { reportId: number; data: DataView };
    for (const field of this.#inputs) {
      const on = field.reportId === reportId ? isOn(field, data) : undefined;
      if (on !== undefined && on !== (this.#before.get(field) ?? false)) {
        this.#before.set(field, on);
        this.#changed(field, on);
      }
    }
  };

  #changed({ usage, isState }: HidField, on: boolean): void {
    if (usage === HOOK_SWITCH) {
      this.#listener.told(this.#description, { type: 'hook', on });
    } else if (usage === PHONE_MUTE && (isState || on)) {
      // Most headsets say only that the button was pressed, and leave it to us to remember what that means.
      this.#muted = isState ? on : !this.#muted;
      this.#listener.told(this.#description, { type: 'mute', on: this.#muted });
      this.#light();
    } else if (on && usage === VOLUME_UP) {
      this.#listener.told(this.#description, { type: 'volumeUp' });
    } else if (on && usage === VOLUME_DOWN) {
      this.#listener.told(this.#description, { type: 'volumeDown' });
    }
  }

  #light(): void {
    const reports = this.#control && this.#device.opened ? outputsOf(this.#device.collections) : [];
    for (const report of reports.filter((each) =>
      this.#lights.some((field) => field.reportId === (each.reportId ?? 0)),
    )) {
      const data = reportOf(report, this.#lights, (usage) => (usage === LED_MUTE ? this.#muted : this.#inCall));
      this.#device.sendReport(report.reportId ?? 0, data).catch(() => {}); // Unplugged meanwhile.
    }
  }
}

function isTelephony(collection: HidCollection): boolean {
  return collection.usagePage === TELEPHONY;
}

function outputsOf(collections: readonly HidCollection[]): HidReport[] {
  const reports = collections.flatMap((each) => [...(each.outputReports ?? []), ...outputsOf(each.children ?? [])]);
  return reports.filter((report, index) => reports.findIndex((each) => each.reportId === report.reportId) === index);
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
