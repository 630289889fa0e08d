import type { Call } from '../core/calls/call';
import type { HeadsetDevice, HeadsetEvent } from '../core/wire/batch';

/** What holds until the next of its type, so that a call which begins later has to be told. */
const STATES = ['txSpeech', 'rxSpeech', 'backgroundNoise', 'audioExposure'];

/** What holds, too, but of which the changes are counted: told in mid-call it would be one. */
const SWITCHES = ['boomPosition', 'mute'];

/**
 * One attached headset, and which calls know of it. A session must hear `attached` before anything else: what it does not
 * hear was never said, and a session that begins in mid-call (consent that comes late) did not hear what went before.
 */
export class HeardHeadset {
  readonly #state = new Map<string, HeadsetEvent>();
  readonly #introduced = new WeakMap<Call, string>();

  readonly #device: HeadsetDevice;

  constructor(device: HeadsetDevice) {
    this.#device = device;
  }

  /** Tells a call that this headset is there and how it stands. */
  introduce(call: Call, at: number, beginning: boolean): void {
    if (call.session === '' || this.#introduced.get(call) === call.session) {
      return;
    }

    this.#introduced.set(call, call.session);
    const types = beginning ? [...STATES, ...SWITCHES] : STATES;
    const state = types.map((type) => this.#state.get(type)).filter((event) => event !== undefined);
    const events = [{ at, type: 'attached' }, ...state.map((event) => ({ ...event, at }))];
    call.headset({ device: this.#device, events });
  }

  tell(calls: readonly Call[], event: HeadsetEvent): void {
    for (const call of calls) {
      this.introduce(call, event.at, false);
      call.headset({ device: this.#device, events: [event] });
    }

    // Events of some makers come out of order: an older one does not say how things stand.
    if (event.at >= (this.#state.get(event.type)?.at ?? 0)) {
      this.#state.set(event.type, event);
    }
  }

  leave(calls: readonly Call[], at: number): void {
    for (const call of calls) {
      if (this.#introduced.get(call) === call.session) {
        call.headset({ device: this.#device, events: [{ at, type: 'detached' }] });
      }

      this.#introduced.delete(call);
    }
  }
}
