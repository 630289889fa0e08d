import type { HeadsetDevice } from '../core/wire/batch';
import type { HeadsetFact, HeadsetListener, HeadsetSession, HeadsetSource } from './headsetSource';

/** A device as `@gnaudio/jabra-browser-integration` 3.0.0 describes it; of its members those that are used. */
export interface JabraDevice {
  deviceID: number;
  deviceName: string;
  productID: number;
  serialNumber?: string;
  firmwareVersion?: string;
}

/** `jabra` of that package, as far as it is used. The page initialises it; nothing of it is part of this SDK. */
export interface JabraApi {
  readonly apiVersion: string;
  getDevices(): Promise<readonly JabraDevice[]>;
  // biome-ignore lint/suspicious/noExplicitAny: the package declares each name's event, and sends another (`data` is the device).
  addEventListener(name: any, callback: (event: any) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  removeEventListener(name: any, callback: (event: any) => void): void;
}

/** What a `devlog` event may hold. Values are texts: "TRUE", "FALSE", a number. */
type DevLog = Partial<Record<string, unknown>>;

/** GN Audio's number among USB makers. */
const VENDOR = '0b0e';

const FLAGS = {
  Speech_Analysis_TX: 'txSpeech',
  Speech_Analysis_RX: 'rxSpeech',
  'Boom Position Guidance OK': 'boomPosition',
  'Mute State': 'mute',
};

// Of the transmitting side: the noise that the microphone hears while the agent is silent. Of the receiving one: what
// reaches the ear.
const LEVELS = {
  'TX Acoustic Logging Level': 'backgroundNoise',
  'RX Acoustic Logging Level': 'audioExposure',
};

const TAPS = new Map([
  ['VOLUP TAP', 'volumeUp'],
  ['VOLDOWN TAP', 'volumeDown'],
]);

/**
 * Headsets of Jabra, through the extension and the program that `@gnaudio/jabra-browser-integration` speaks to. Call its
 * `init()` first. Only devices that log (feature 1014) tell anything.
 */
export function jabraHeadset(jabra: JabraApi): HeadsetSource {
  return { listen: (listener) => new JabraSession(jabra, listener).begin() };
}

/** What a devlog event tells; nothing when it is of a sort without a meaning here. */
export function factsIn(data: DevLog): HeadsetFact[] {
  const facts: HeadsetFact[] = [];
  for (const [name, type] of Object.entries(FLAGS)) {
    const text = String(data[name] ?? '').toLowerCase();
    if (text === 'true' || text === 'false') {
      facts.push({ type, on: text === 'true' });
    }
  }

  for (const [name, type] of Object.entries(LEVELS)) {
    const level = Number.parseFloat(String(data[name] ?? ''));
    if (Number.isFinite(level)) {
      facts.push({ type, level });
    }
  }

  const tap = TAPS.get(String(data.ID ?? ''));
  if (tap) {
    facts.push({ type: tap });
  }

  const at = Number(data.TimeStampMs);
  return at > 0 ? facts.map((fact) => ({ ...fact, at })) : facts;
}

class JabraSession implements HeadsetSession {
  readonly #devices = new Map<number, HeadsetDevice>();
  readonly #listeners: [string, (event: { data?: unknown } | undefined) => void][];
  #stopped = false;

  readonly #jabra: JabraApi;
  readonly #listener: HeadsetListener;

  constructor(jabra: JabraApi, listener: HeadsetListener) {
    this.#jabra = jabra;
    this.#listener = listener;
    this.#listeners = [
      ['device attached', (event) => this.#attached(deviceIn(event))],
      ['device detached', (event) => this.#detached(deviceIn(event))],
      ['devlog', (event) => this.#logged((event?.data ?? {}) as DevLog)],
    ];
  }

  async begin(): Promise<HeadsetSession> {
    // First, so that nothing is missed while it is asked; a device that is heard before it is named is named by its log.
    for (const [name, hear] of this.#listeners) {
      this.#jabra.addEventListener(name, hear);
    }

    try {
      for (const device of await this.#jabra.getDevices()) {
        this.#attached(device);
      }
    } catch (error) {
      this.stop();
      throw error;
    }

    return this;
  }

  stop(): void {
    this.#stopped = true;
    for (const [name, hear] of this.#listeners) {
      this.#jabra.removeEventListener(name, hear);
    }
  }

  #attached(found: JabraDevice | undefined): void {
    if (found && !this.#stopped && !this.#devices.has(found.deviceID)) {
      this.#add(found.deviceID, {
        name: found.deviceName ?? '',
        productId: productOf(found.productID),
        firmware: found.firmwareVersion ?? '',
        serial: found.serialNumber ?? '',
      });
    }
  }

  #detached(found: JabraDevice | undefined): void {
    const device = this.#devices.get(found?.deviceID ?? Number.NaN);
    if (found && device) {
      this.#devices.delete(found.deviceID);
      this.#listener.detached(device);
    }
  }

  #logged(data: DevLog): void {
    const facts = factsIn(data);
    if (facts.length === 0 || this.#stopped) {
      return;
    }

    const id = Number(data.deviceID);
    const device =
      this.#devices.get(id) ??
      this.#add(id, {
        name: String(data['Device Name'] ?? ''),
        productId: productOf(Number(data.Pid)),
        firmware: String(data.FW ?? ''),
        serial: String(data.ESN ?? ''),
      });
    for (const fact of facts) {
      this.#listener.told(device, fact);
    }
  }

  #add(id: number, described: HeadsetDevice): HeadsetDevice {
    const device = { ...described, apiVersion: this.#jabra.apiVersion };
    this.#devices.set(id, device);
    this.#listener.attached(device);
    return device;
  }
}

/** The declared event is the device; the one that comes has it in `data`. */
function deviceIn(event: { data?: unknown } | JabraDevice | undefined): JabraDevice | undefined {
  const device = (event && 'data' in event ? event.data : event) as JabraDevice | undefined;
  return typeof device?.deviceID === 'number' ? device : undefined;
}

function productOf(id: number): string {
  return id > 0 ? `${VENDOR}:${id.toString(16).padStart(4, '0')}` : '';
}
