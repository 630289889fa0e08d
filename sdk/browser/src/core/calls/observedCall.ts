import { Ticker } from '../clock/ticker';
import type { Environment } from '../environment';
import type { PeerConnection } from '../stats/peerConnection';
import type { Device, Facts, Happening, HeadsetReport, Machine, Sample } from '../wire/batch';
import { bounded, boundedId, boundedTexts } from '../wire/limits';
import type { Call, CallDescription } from './call';
import { ChangedFacts } from './changedFacts';
import { deviceOf, isClosed, sentTrack } from './microphone';
import { ObservedConnection } from './observedConnection';
import { RecentSamples } from './recentSamples';
import type { Session } from './session';

/** How long a last reading may take. A connection that was just closed may never answer. */
const LAST_READING_MS = 500;

/** What a call needs of the SDK around it. */
export interface CallHost {
  readonly environment: Environment;
  readonly sampleEveryMs: number;
  readonly batchEveryMs: number;
  /** Facts of the page and computer, which every call has. */
  readonly commonFacts: Facts;
  /** A session for a call; undefined while nothing may be recorded. */
  newSession(contactId: string, agent: string): Session | undefined;
  /** What a record becomes before it is kept; undefined when it must not be. */
  passFacts(facts: Facts): Facts | undefined;
  passHappening(happening: Happening): Happening | undefined;
  /** The computer's load, when there is a reading that this call has not had. */
  machine(call: object): Machine | undefined;
  guard<T>(work: () => T): T | undefined;
  /** Looks whether a clock jumped, before anything is recorded after it. */
  watchClock(): void;
  over(call: ObservedCall): void;
}

/** A call and everything observed of it in this page. */
export class ObservedCall implements Call {
  readonly contactId: string;
  readonly agent: string;
  readonly state = { onHold: false, muted: false, ended: false };
  readonly #connections: ObservedConnection[] = [];
  #named = 0;
  readonly #recently = new RecentSamples();
  readonly #devices = new Map<string, Device>();
  /** Why the microphone counts as closed: told by the page, or seen at the track. */
  readonly #closedBy = new Set<string>();
  #told = new ChangedFacts();
  #own: Facts;
  #records: Session | undefined;
  readonly #ticker: Ticker;
  #sampling: Promise<unknown> = Promise.resolve();
  #ending: Promise<void> | undefined;
  #ended: Omit<Happening, 'type'> | undefined;

  readonly #host: CallHost;
  readonly #description: CallDescription;

  constructor(host: CallHost, description: CallDescription, agent: string) {
    this.#host = host;
    this.#description = description;
    this.contactId = boundedId(String(description.contactId));
    this.agent = boundedId(String(description.agent ?? agent));
    if (this.contactId === '') {
      throw new Error('A call needs a contactId.');
    }

    this.#own = { ...description.facts };
    this.begin(description.baseline === true);
    this.#ticker = new Ticker(host.environment, host.sampleEveryMs, () => this.#tick());
  }

  get session(): string {
    return this.#records?.id ?? '';
  }

  /** Begins to record. Calls that are under way when consent comes begin at that moment. */
  begin(baseline: boolean): void {
    this.#records = this.#host.newSession(this.contactId, this.agent);
    this.#told = new ChangedFacts();
    const devices = [...this.#devices.values()];
    this.#tellFacts({ ...(baseline && { baseline: true }), ...(devices.length > 0 && { devices }) });
    for (const [state, type] of [
      [this.state.onHold, 'hold'],
      [this.state.muted, 'mute'],
    ] as const) {
      if (state) {
        this.happened({ type });
      }
    }
  }

  /** Stops recording and throws away what was not sealed; gives back the session. */
  silence(): string {
    const { session } = this;
    this.#records?.abandon();
    this.#records = undefined;
    return session;
  }

  attach(connection: PeerConnection): void {
    this.#host.guard(() => {
      if (this.state.ended || this.#connections.some((each) => each.connection === connection)) {
        return;
      }

      const name = this.#named++ === 0 ? undefined : `pc-${this.#named}`;
      this.#connections.push(
        new ObservedConnection(
          connection,
          name,
          this.#host.environment.now,
          (reading) => this.#tellFacts(reading.facts),
          (value) => this.happened({ type: 'iceState', value, ...(name && { connection: name }) }),
          () => this.#closing(),
        ),
      );
      if (this.#connections.length === 1) {
        this.#sample(false);
      }
    });
  }

  connecting(at?: number): void {
    this.#happenedAt('connecting', at);
  }

  connected(at?: number): void {
    this.#happenedAt('connected', at);
  }

  hold(): void {
    if (!this.state.onHold) {
      this.state.onHold = true;
      this.#happenedAt('hold');
    }
  }

  resume(): void {
    if (this.state.onHold) {
      this.state.onHold = false;
      this.#happenedAt('resume');
    }
  }

  mute(): void {
    this.#closeMicrophone('told', true);
  }

  unmute(): void {
    this.#closeMicrophone('told', false);
  }

  device(device: Device): void {
    const before = this.#devices.get(device.kind);
    if (before && before.label === device.label && before.deviceId === device.deviceId) {
      return;
    }

    this.#devices.set(device.kind, { ...device, at: Math.round(this.#host.environment.now()) });
    if (before) {
      // First: it seals the batch, whose facts still name the device before.
      this.happened({ type: 'deviceChange', device });
    }

    this.#tellFacts({ devices: [...this.#devices.values()] });
  }

  happened({ at, ...happening }: Omit<Happening, 'at'> & { at?: number }): void {
    this.#host.guard(() => {
      if (happening.type === 'ended') {
        void this.end({ ...happening, ...(at !== undefined && { at }) });
      } else if (!this.state.ended && this.#record({ at: at ?? this.#host.environment.now(), ...happening })) {
        this.#records?.seal();
      }
    });
  }

  headset(report: HeadsetReport): void {
    if (!this.state.ended) {
      this.#records?.addHeadset(report);
    }
  }

  facts(facts: Facts): void {
    this.#host.guard(() => {
      this.#own = { ...this.#own, ...facts };
      this.#tellFacts({});
    });
  }

  end(how: { endedBy?: string; at?: number } = {}): Promise<void> {
    this.#ending ??= this.#finishAfterLastReading({
      at: how.at ?? this.#host.environment.now(),
      ...(how.endedBy && { endedBy: how.endedBy }),
    });
    return this.#ending;
  }

  detach(): void {
    if (!this.state.ended && !this.#ended) {
      this.#happenedAt('detached');
      this.#stop();
    }
  }

  recent(): Sample[] {
    return this.#recently.all();
  }

  /** Hands everything on at once: the page is hidden, the clock jumped, or the page goes. */
  flush(going: boolean): void {
    if (going && this.#ended) {
      this.#finish(); // The page does not wait for the last reading.
    } else if (going) {
      this.#happenedAt('detached');
    } else {
      this.#records?.seal();
    }
  }

  #tick(): void {
    this.#host.guard(() => {
      this.#host.watchClock();
      this.#sample(false);
      if ((this.#records?.age ?? 0) >= this.#host.batchEveryMs - this.#host.sampleEveryMs / 2) {
        this.#records?.seal();
      }
    });
  }

  /** Takes a sample of every connection. `sampling` is done when it and those before it are. */
  #sample(last: boolean): void {
    this.#sampling = Promise.all([this.#sampling, this.#takeSample(last)]);
  }

  async #takeSample(last: boolean): Promise<void> {
    try {
      this.#watchMicrophone();
      // A closed connection has no statistics, or throws: then it has no sample.
      const read = await Promise.all(this.#connections.map((each) => each.read(last).catch(() => undefined)));
      const samples = read.filter((sample) => sample !== undefined);
      const machine = this.#host.machine(this);
      if (machine) {
        const first = samples[0] ?? { at: Math.round(this.#host.environment.now()) };
        samples.splice(0, 1, { ...first, machine });
      }

      if (samples.length > 0 && !this.state.ended && this.#records) {
        this.#recently.add(samples, this.#host.environment.now());
        this.#records.add({ samples });
        this.#records.keep();
      }
    } catch (error) {
      this.#host.guard(() => {
        throw error;
      });
    }
  }

  #watchMicrophone(): void {
    const track = this.#connections
      .map((each) => (each.isClosed ? undefined : sentTrack(each.connection)))
      .find(Boolean);
    if (track) {
      this.#closeMicrophone('track', isClosed(track));
      const device = deviceOf(track);
      if (device) {
        this.device(device);
      }
    }
  }

  #closeMicrophone(by: string, closed: boolean): void {
    if (closed) {
      this.#closedBy.add(by);
    } else {
      this.#closedBy.delete(by);
    }

    const muted = this.#closedBy.size > 0;
    if (muted !== this.state.muted) {
      this.state.muted = muted;
      this.#happenedAt(muted ? 'mute' : 'unmute');
    }
  }

  /** A connection is about to be closed: reads it for the last time, and ends the call if that ends it. */
  #closing(): void {
    this.#host.guard(() => {
      this.#sample(true);
      if (this.#description.endsWithConnection && this.#connections.filter((each) => !each.isClosed).length <= 1) {
        void this.end();
      }
    });
  }

  #happenedAt(type: string, at?: number): void {
    this.happened({ type, ...(at !== undefined && { at }) });
  }

  #record(happening: Happening): boolean {
    const passed = this.#records && this.#host.passHappening(boundedTexts(happening));
    if (passed) {
      this.#records?.add({ happening: { ...passed, at: Math.round(passed.at), type: bounded(passed.type, 64) } });
    }

    return passed !== undefined;
  }

  #tellFacts(seen: Facts): void {
    if (!this.#records || this.state.ended) {
      return;
    }

    // What the page itself says stands above what was seen.
    const changed = this.#told.take(boundedTexts({ ...seen, ...this.#host.commonFacts, ...this.#own }));
    const passed = changed && this.#host.passFacts(changed);
    if (passed && Object.keys(passed).length > 0) {
      this.#records.add({ facts: passed });
    }
  }

  async #finishAfterLastReading(ended: Omit<Happening, 'type'>): Promise<void> {
    if (this.state.ended) {
      return;
    }

    this.#ended = ended;
    this.#ticker.stop();
    let cancel: () => void = () => {};
    const patience = new Promise<void>((resolve) => {
      cancel = this.#host.environment.after(LAST_READING_MS, resolve);
    });
    this.#sample(true);
    await Promise.race([this.#sampling, patience]);
    cancel();
    this.#finish();
  }

  #finish(): void {
    if (this.state.ended || !this.#ended) {
      return;
    }

    const [ended, records] = [this.#ended, this.#records];
    this.#host.guard(() => this.#record({ type: 'ended', ...ended, ...(records && { lastSequence: records.next }) }));
    this.#stop();
  }

  #stop(): void {
    this.state.ended = true;
    this.#ticker.stop();
    for (const connection of this.#connections) {
      this.#host.guard(() => connection.detach());
    }

    this.#records?.finish();
    this.#host.over(this);
  }
}
