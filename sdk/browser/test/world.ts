import type { Answer, Environment, Locks, OutgoingRequest, PageChange } from '../src/core/environment';
import { MemoryStore } from '../src/core/outbox/memoryStore';
import type { Batch } from '../src/core/wire/batch';

/** 2026-11-01T00:00:00Z. */
export const START = 1_793_491_200_000;

/** A request that came in, as the server sees it. */
export interface Received {
  request: OutgoingRequest;
  batch: Batch;
}

/** A world whose time only moves when a test says so, and whose server answers as a test says. */
export class World implements Environment {
  time = START;
  /** The server's clock minus the page's. */
  serverAhead = 0;
  /** How far the computer's clock is from the page's: a jump of it is a set clock, or a sleep. */
  wallAhead = 0;
  readonly received: Received[] = [];
  readonly beacons: Batch[] = [];
  beaconsTaken = true;
  timesAsked = 0;
  store = new MemoryStore();
  locks: Locks | undefined;
  closed = false;
  /** Answers a batch; the usual server takes everything. */
  answer: (received: Received) => Partial<{ status: number; headers: Record<string, string>; text: string }> | Error =
    () => ({});
  desksAsked = 0;
  /** What the group wants of its desks. */
  desk: () => { status?: number; headers?: Record<string, string>; text?: string } | Error = () => ({
    text: '{"headset":false}',
  });
  #timers: { at: number; call: () => void }[] = [];
  #listeners = new Set<(change: PageChange) => void>();
  #ids = 0;

  now = () => this.time;
  wall = () => this.time + this.wallAhead;
  random = () => 0.5;
  newId = () => `session-${++this.#ids}`;

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  async request(request: OutgoingRequest): Promise<Answer> {
    if (request.url.endsWith('/v1/desk')) {
      this.desksAsked++;
      const outcome = this.desk();
      if (outcome instanceof Error) {
        throw outcome;
      }

      return this.#answerOf(outcome);
    }

    if (request.method === 'GET') {
      this.timesAsked++;
      const outcome = this.answer({ request, batch: {} as Batch });
      if (outcome instanceof Error) {
        throw outcome;
      }

      return this.#answerOf({ text: JSON.stringify({ serverTime: this.time + this.serverAhead }) });
    }

    const received = { request, batch: JSON.parse(request.body as string) as Batch };
    const outcome = this.answer(received);
    if (outcome instanceof Error) {
      throw outcome;
    }

    this.received.push(received);
    return this.#answerOf({ status: 202, ...outcome });
  }

  beacon(_url: string, body: string): boolean {
    if (this.beaconsTaken) {
      this.beacons.push(JSON.parse(body));
    }

    return this.beaconsTaken;
  }

  async gzip(): Promise<undefined> {
    return undefined;
  }

  onPage(listener: (change: PageChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.closed = true;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells the page's listeners. */
  async page(change: PageChange): Promise<void> {
    for (const listener of this.#listeners) {
      listener(change);
    }

    await settle();
  }

  /** Lets time pass; everything that is due on the way happens at its time. */
  async pass(ms: number): Promise<void> {
    await settle();
    const until = this.time + ms;
    for (;;) {
      const next = this.#timers.filter((each) => each.at <= until).sort((left, right) => left.at - right.at)[0];
      if (!next) {
        break;
      }

      this.time = Math.max(this.time, next.at);
      this.#timers = this.#timers.filter((each) => each !== next);
      next.call();
      await settle();
    }

    this.time = until;
    await settle();
  }

  /** The computer sleeps: no timer runs, and what was due runs late. */
  async sleep(ms: number): Promise<void> {
    this.time += ms;
    await this.pass(0);
  }

  /** What the server has, in the order in which it came. */
  get batches(): Batch[] {
    return this.received.map((each) => each.batch);
  }

  #answerOf(answer: { status?: number; headers?: Record<string, string>; text?: string }): Answer {
    const text =
      answer.text ?? JSON.stringify({ accepted: true, repeated: false, serverTime: this.time + this.serverAhead });
    return {
      status: answer.status ?? 200,
      header: (name) => answer.headers?.[name] ?? null,
      text: async () => text,
    };
  }
}

/** Lets everything that waits for promises go on. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}
