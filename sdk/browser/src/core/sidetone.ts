import type { Call, CallDescription } from './calls/call';
import { type CallHost, ObservedCall } from './calls/observedCall';
import { Session } from './calls/session';
import { Jumps } from './clock/jumps';
import { ServerClock } from './clock/serverClock';
import type { Environment, PageChange } from './environment';
import { type Options, type Settings, settingsOf } from './options';
import { Outbox } from './outbox/outbox';
import { Transport } from './outbox/transport';
import type { PeerConnection } from './stats/peerConnection';
import type { Facts, Happening, Machine, Sample } from './wire/batch';

/** The version that batches name. */
declare const __SDK_VERSION__: string;

/** Observes the calls of a page. None of its methods throws, blocks or waits for the network. */
export class Sidetone implements CallHost {
  readonly sampleEveryMs: number;
  readonly batchEveryMs: number;
  /** The options with every default filled in. */
  readonly settings: Settings;
  /** The server's clock, for whatever else tells it times. */
  readonly clock = new ServerClock();
  readonly #transport: Transport;
  readonly #outbox: Outbox;
  readonly #jumps: Jumps;
  readonly #open = new Set<ObservedCall>();
  readonly #sessions: string[] = [];
  readonly #stops: (() => void)[] = [];
  readonly #listeners = new Set<(call: Call) => void>();
  #common: Facts = { sdkVersion: __SDK_VERSION__ };
  #load: Machine | undefined;
  #loadHad = new Set<object>();
  #consented: boolean;
  #stopped = false;

  constructor(
    options: Options,
    readonly environment: Environment,
  ) {
    this.settings = settingsOf(options);
    this.settings.onError = (error) => this.#tell(options.onError, error);
    this.settings.onRefused = (refused) => this.#tell(options.onRefused, refused);
    this.settings.onDropped = (dropped) => this.#tell(options.onDropped, dropped);
    this.sampleEveryMs = this.settings.sampleEveryMs;
    this.batchEveryMs = this.settings.batchEveryMs;
    this.#consented = this.settings.consent !== false;
    this.#transport = new Transport(environment, this.settings, this.clock);
    this.#outbox = new Outbox(environment, this.settings, this.#transport, this.clock);
    this.#jumps = new Jumps(environment);
    this.#stops.push(environment.onPage((change) => this.guard(() => this.#pageChanged(change))));
    this.#outbox.wake(); // What an earlier page could not send.
  }

  /** The calls that are observed now, the first begun first. */
  get calls(): readonly Call[] {
    return [...this.#open];
  }

  /** The call begun last that has not ended. */
  get current(): Call | undefined {
    return [...this.#open].at(-1);
  }

  get commonFacts(): Facts {
    return this.#common;
  }

  /** Begins to observe a call that has no connection yet. Undefined when it has no contact id. */
  call(description: CallDescription): Call | undefined {
    return this.guard(() => {
      if (this.#stopped) {
        return undefined;
      }

      const call = new ObservedCall(this, description, this.settings.agent);
      this.#open.add(call);
      if (this.clock.offset === undefined) {
        void this.#transport.askTime();
      }

      for (const listener of this.#listeners) {
        this.guard(() => listener(call));
      }

      return call;
    });
  }

  /** Begins to observe a call by its connection. */
  observe(connection: PeerConnection, description: CallDescription): Call | undefined {
    const call = this.call(description);
    call?.attach(connection);
    return call;
  }

  /** The samples of the last half minute, of the current call. */
  recent(): Sample[] {
    return this.current?.recent() ?? [];
  }

  /** Facts of the page or computer, for this call and every later one. */
  facts(facts: Facts): void {
    this.guard(() => {
      this.#common = { ...this.#common, ...facts };
      for (const call of this.#open) {
        call.facts({});
      }
    });
  }

  /** The computer's load now, in per cent; it goes into the next sample of each call. */
  machineLoad(load: Machine): void {
    this.#load = load;
    this.#loadHad = new Set();
  }

  /** Grants or withdraws consent. Withdrawn: nothing is recorded any more, and what was not sent is deleted. */
  consent(granted: boolean): void {
    this.guard(() => {
      if (granted === this.#consented) {
        return;
      }

      this.#consented = granted;
      for (const call of this.#open) {
        if (granted) {
          call.begin(true); // What came before consent is only a base to count from.
        } else {
          call.silence();
        }
      }

      if (!granted) {
        this.#outbox.forget(this.#sessions.splice(0)).catch((error) => this.settings.onError?.(error));
      }
    });
  }

  /** Sends what is there now, without waiting for the batch to be full. */
  flush(): void {
    for (const call of this.#open) {
      this.guard(() => call.flush(false));
    }

    this.#outbox.wake();
  }

  /** Hears of each call that begins; the result stops it. */
  onCall(listener: (call: Call) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something to undo when observing stops. */
  onStop(undo: () => void): void {
    this.#stops.push(undo);
  }

  /** Stops observing, puts back everything that was wrapped, and tries to send what waits. Calls go on unobserved. */
  async stop(): Promise<void> {
    if (this.#stopped) {
      return;
    }

    this.#stopped = true;
    for (const call of [...this.#open]) {
      this.guard(() => call.detach());
    }

    for (const undo of this.#stops.splice(0)) {
      this.guard(undo);
    }

    await this.#outbox.stop();
  }

  newSession(contactId: string, agent: string): Session | undefined {
    if (!this.#consented) {
      return undefined;
    }

    const session = new Session(this.environment, this.#outbox, this.clock, contactId, agent, (error) =>
      this.settings.onError?.(error as Error),
    );
    this.#sessions.push(session.id);
    return session;
  }

  passFacts(facts: Facts): Facts | undefined {
    return this.#pass(this.settings.beforeSend?.facts, facts);
  }

  passHappening(happening: Happening): Happening | undefined {
    return this.#pass(this.settings.beforeSend?.happening, happening);
  }

  machine(call: object): Machine | undefined {
    if (!this.#load || this.#loadHad.has(call)) {
      return undefined;
    }

    this.#loadHad.add(call);
    return this.#load;
  }

  /** Does something that must not throw into the page. */
  guard<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.settings.onError?.(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  }

  watchClock(): void {
    if (this.#jumps.happened()) {
      // What was recorded so far has the old offset; what follows waits for the new one.
      for (const call of this.#open) {
        call.flush(false);
      }

      this.clock.reset();
      void this.#transport.askTime();
    }
  }

  over(call: ObservedCall): void {
    this.#open.delete(call);
  }

  #pageChanged(change: PageChange): void {
    if (change === 'online') {
      this.#outbox.online();
    } else if (change === 'back') {
      this.#outbox.wake();
    } else {
      for (const call of [...this.#open]) {
        this.guard(() => call.flush(change === 'gone'));
      }

      if (change === 'gone') {
        this.#outbox.leave();
      }
    }
  }

  // The page's own callbacks may throw, too.
  #tell<T>(callback: ((value: T) => void) | undefined, value: T): void {
    try {
      callback?.(value);
    } catch {
      // Nobody is left to tell.
    }
  }

  // A hook that fails lets nothing through: it may have been about to take a name out.
  #pass<T>(hook: ((value: T) => T | null) | undefined, value: T): T | undefined {
    return (hook ? this.guard(() => hook(value)) : value) ?? undefined;
  }
}
