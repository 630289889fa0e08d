import type { Call } from '../core/calls/call';
import type { Sidetone } from '../core/sidetone';
import type { HeadsetDevice, HeadsetEvent } from '../core/wire/batch';
import { boundedTexts, HEADSETS_MAX } from '../core/wire/limits';
import { DeskSource } from '../desk/deskSettings';
import type { HeadsetFact, HeadsetListener, HeadsetSession, HeadsetSource } from './headsetSource';
import { HeardHeadset } from './heardHeadset';

const LEVEL_MAX = 200;
const TYPE_MAX = 64;

/** How late a headset's event may come. What claims to be older, or to come, has a clock that is not the computer's. */
const LATE_MS = 10_000;

/** A headset that talks faster than this is broken: a batch must not grow beyond what the server takes. */
const EVENTS_PER_SECOND_MAX = 50;

const LOOK_EVERY_MS = 1000;

/** How headsets are watched. */
export interface HeadsetOptions {
  /** Sees a headset before it is named to the server: gives it back, a changed one, or null for none of it. */
  device?(device: HeadsetDevice): HeadsetDevice | null;
  /** True or false whatever the group says; by default the group's switch decides. */
  collect?: boolean;
}

/**
 * Takes what headsets tell into the calls that are on. Listens only while the group collects it: when that is not known,
 * because the server was never reached, it does not. The server adds the figures up (docs/using/desk.md).
 */
export function watchHeadset(sidetone: Sidetone, source: HeadsetSource, options: HeadsetOptions = {}): () => void {
  const watch = new HeadsetWatch(sidetone, source, options);
  sidetone.onStop(watch.stop);
  return watch.stop;
}

class HeadsetWatch implements HeadsetListener {
  readonly #headsets = new Map<HeadsetDevice, HeardHeadset>();
  readonly #desk: DeskSource;
  #session: HeadsetSession | undefined;
  #starting = false;
  #stopped = false;
  #inCall = false;
  #cancel: () => void = () => {};
  readonly #forget: () => void;
  #second = 0;
  #inSecond = 0;

  readonly #sidetone: Sidetone;
  readonly #source: HeadsetSource;
  readonly #options: HeadsetOptions;

  constructor(sidetone: Sidetone, source: HeadsetSource, options: HeadsetOptions) {
    this.#sidetone = sidetone;
    this.#source = source;
    this.#options = options;
    this.#desk = new DeskSource(sidetone);
    this.#forget = sidetone.onCall((call) => {
      for (const headset of this.#headsets.values()) {
        headset.introduce(call, this.#now(), true);
      }

      void this.#decide();
      this.#look();
    });
    void this.#decide();
    this.#look();
  }

  readonly stop = (): void => {
    this.#stopped = true;
    this.#forget();
    this.#cancel();
    this.#silence();
  };

  attached(device: HeadsetDevice): void {
    this.#sidetone.guard(() => {
      const named = this.#options.device ? this.#options.device(device) : device;
      if (!named || this.#headsets.has(device) || this.#headsets.size >= HEADSETS_MAX) {
        return;
      }

      const headset = new HeardHeadset(boundedTexts(named));
      this.#headsets.set(device, headset);
      for (const call of this.#calls) {
        headset.introduce(call, this.#now(), false);
      }
    });
  }

  detached(device: HeadsetDevice): void {
    this.#sidetone.guard(() => {
      this.#headsets.get(device)?.leave(this.#calls, this.#now());
      this.#headsets.delete(device);
    });
  }

  told(device: HeadsetDevice, fact: HeadsetFact): void {
    this.#sidetone.guard(() => {
      const event = this.#eventOf(fact);
      if (event && !this.#isTooMuch()) {
        this.#headsets.get(device)?.tell(this.#calls, event);
      }
    });
  }

  get #calls(): readonly Call[] {
    return this.#sidetone.calls;
  }

  #now(): number {
    return Math.round(this.#sidetone.environment.now());
  }

  /** The event on the page's clock; undefined when it says nothing. */
  #eventOf({ type, on, level, at }: HeadsetFact): HeadsetEvent | undefined {
    if (level !== undefined && !(level >= 0 && level <= LEVEL_MAX)) {
      return undefined;
    }

    const { environment } = this.#sidetone;
    const late = at === undefined ? 0 : environment.wall() - at;
    return {
      at: Math.round(environment.now() - (late > 0 && late <= LATE_MS ? late : 0)),
      type: boundedTexts(type).slice(0, TYPE_MAX),
      ...(on !== undefined && { on }),
      ...(level !== undefined && { level }),
    };
  }

  #isTooMuch(): boolean {
    const second = Math.floor(this.#sidetone.environment.now() / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    if (this.#inSecond === EVENTS_PER_SECOND_MAX + 1) {
      throw new Error(`A headset tells more than ${EVENTS_PER_SECOND_MAX} things a second: the rest is left out.`);
    }

    return this.#inSecond > EVENTS_PER_SECOND_MAX;
  }

  /** Begins or ends to listen, as the group has it. */
  async #decide(): Promise<void> {
    const collect = this.#options.collect ?? (await this.#desk.latest())?.headset ?? false;
    if (!collect) {
      this.#silence();
    } else if (!this.#stopped && !this.#session && !this.#starting) {
      this.#starting = true;
      try {
        const session = await this.#source.listen(this);
        this.#session = session;
        if (this.#stopped) {
          this.#silence();
        } else if (this.#inCall) {
          this.#sidetone.guard(() => session.inCall?.(true));
        }
      } catch (error) {
        this.#sidetone.guard(() => {
          throw error;
        });
      } finally {
        this.#starting = false;
      }
    }
  }

  #silence(): void {
    const session = this.#session;
    this.#session = undefined;
    this.#sidetone.guard(() => session?.stop());
    for (const device of [...this.#headsets.keys()]) {
      this.detached(device);
    }
  }

  /** Looks whether a call is on, as long as one is: nobody says that the last one is over. */
  #look(): void {
    this.#cancel();
    const inCall = this.#calls.length > 0;
    if (inCall !== this.#inCall) {
      this.#inCall = inCall;
      this.#sidetone.guard(() => this.#session?.inCall?.(inCall));
    }

    if (inCall && !this.#stopped) {
      this.#cancel = this.#sidetone.environment.after(LOOK_EVERY_MS, () => this.#look());
    }
  }
}
