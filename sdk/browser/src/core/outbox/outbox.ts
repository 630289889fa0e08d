import type { ServerClock } from '../clock/serverClock';
import type { Environment } from '../environment';
import type { Settings } from '../options';
import type { Batch } from '../wire/batch';
import { KEEPALIVE_BYTES_MAX } from '../wire/limits';
import { Backoff } from './backoff';
import { type BatchHead, nameOf, type StoredBatch } from './batchStore';
import type { Transport } from './transport';

/** A page writes its open batch every second: one that was not written for this long has no page that adds to it. */
const ORPHAN_MS = 5000;

/** Without locks nobody says that a page is gone: another one's batches are left alone for this long. */
const ORPHAN_WITHOUT_LOCKS_MS = 60_000;

/**
 * Batches on their way to the server.
 *
 *   open (added to, on disk each second) ──▶ sealed (never changed again) ──▶ stamped with the clock offset ──▶ sent
 *                                                                                             acknowledged ──▶ removed
 *
 * A batch leaves the store only when the server has it, or has refused it for good. What another page left behind is
 * sent, too: one page at a time sends, everything in order. A batch that was sent twice is the same batch twice, which
 * changes nothing at the server.
 */
export class Outbox {
  readonly #backoff: Backoff;
  /** Sessions that this page adds to, and how to let go of each one's lock. */
  readonly #live = new Map<string, () => void>();
  /** Sessions of this page, those that are over, too. */
  readonly #own = new Set<string>();
  /** Batches on their way into the store. */
  readonly #taking = new Set<Promise<void>>();
  /** What this page sealed and nobody acknowledged yet, newest last, for the moment the page goes. */
  readonly #unacknowledged = new Map<string, StoredBatch>();
  #sending: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #waiting: (() => void) | undefined;
  #askedToWait = false;
  #orphans: (() => void) | undefined;

  readonly #environment: Environment;
  readonly #settings: Settings;
  readonly #transport: Transport;
  readonly #clock: ServerClock;

  constructor(environment: Environment, settings: Settings, transport: Transport, clock: ServerClock) {
    this.#environment = environment;
    this.#settings = settings;
    this.#transport = transport;
    this.#clock = clock;
    this.#backoff = new Backoff(settings.retryFirstMs, settings.retryMaxMs, environment.random);
  }

  /** Begins a session: no other page will take its open batch for one that was left behind. */
  begin(session: string): void {
    this.#own.add(session);
    this.#live.set(session, this.#environment.locks?.hold(lockOf(session)) ?? (() => {}));
  }

  /** Says that nothing more comes from a session. */
  finish(session: string): void {
    this.#live.get(session)?.();
    this.#live.delete(session);
  }

  /** Keeps what an open batch holds so far: it outlives the page. */
  async keep(batch: StoredBatch): Promise<void> {
    await this.#environment.store.put(batch);
  }

  /** Takes a batch that is not changed any more, and sends it when it can. */
  async take(batch: StoredBatch): Promise<void> {
    this.#unacknowledged.set(nameOf(batch), batch);
    let bytes = 0;
    for (const [name, each] of [...this.#unacknowledged].reverse()) {
      bytes += each.size;
      if (bytes > KEEPALIVE_BYTES_MAX) {
        this.#unacknowledged.delete(name); // It is in the store; a page that goes could not carry it anyway.
      }
    }

    const taking = this.#environment.store.put(batch).then(() => this.#bound());
    this.#taking.add(taking);
    try {
      await taking;
    } finally {
      this.#taking.delete(taking);
      this.wake();
    }
  }

  /** The page goes away: hands the browser what the server has not acknowledged. It stays in the store as well. */
  leave(): void {
    for (const batch of [...this.#unacknowledged.values()].reverse()) {
      const stamped = this.#stamp(batch);
      if (!stamped) {
        continue; // Without its clock offset it could land on another day; the next page sends it.
      }

      if (stamped !== batch) {
        void this.#environment.store.put(stamped);
      }

      if (!this.#transport.beacon(stamped.body)) {
        break;
      }
    }
  }

  /** Sends what waits, unless the server asked for time. */
  wake(): void {
    if (this.#stopped || this.#waiting) {
      return;
    }

    if (this.#sending) {
      this.#again = true;
      return;
    }

    this.#again = false;
    this.#sending = this.#exclusively(() => this.#drain())
      .catch((error) => this.#settings.onError?.(error))
      .finally(() => {
        this.#sending = undefined;
        if (this.#again) {
          this.wake();
        }
      });
  }

  /** There is a network again: tries at once what failed for want of one. */
  online(): void {
    if (!this.#askedToWait) {
      this.#waitNoMore();
      this.#backoff.reset();
    }

    this.wake();
  }

  /** Forgets what this page has not sent: consent was withdrawn. */
  async forget(sessions: readonly string[]): Promise<void> {
    this.#unacknowledged.clear();
    const heads = await this.#environment.store.heads();
    for (const session of sessions) {
      await this.#drop(
        heads.filter((head) => head.session === session),
        'consent',
      );
    }
  }

  /** Tries once more to send everything, and stops. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#taking);
    this.#waitNoMore();
    this.wake();
    while (this.#sending) {
      await this.#sending;
    }

    this.#stopped = true;
    this.#waitNoMore();
    this.#orphans?.();
    this.#environment.close();
  }

  #waitNoMore(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    return this.#environment.locks ? this.#environment.locks.run(`sidetone send ${this.#settings.url}`, work) : work();
  }

  async #drain(): Promise<void> {
    const held = await this.#environment.locks?.held();
    for (const head of await this.#environment.store.heads()) {
      if (this.#stopped || !this.#isSendable(head, held)) {
        continue;
      }

      if (!(await this.#send(head))) {
        return;
      }
    }
  }

  #isSendable(head: BatchHead, held: ReadonlySet<string> | undefined): boolean {
    if (this.#own.has(head.session) || (held && !head.open)) {
      return !head.open;
    }

    if (held?.has(lockOf(head.session))) {
      return false;
    }

    const age = this.#environment.wall() - head.touchedAt;
    const orphanMs = held ? ORPHAN_MS : ORPHAN_WITHOUT_LOCKS_MS;
    if (age >= 0 && age < orphanMs) {
      this.#orphans?.();
      this.#orphans = this.#environment.after(orphanMs - age, () => this.wake());
      return false;
    }

    return true;
  }

  /** Sends one batch; false when the rest must wait. */
  async #send(head: BatchHead): Promise<boolean> {
    const environment = this.#environment;
    const body = await environment.store.body(head.session, head.sequence);
    if (body === undefined) {
      return true;
    }

    if (!head.stamped && this.#clock.offset === undefined && !(await this.#transport.askTime())) {
      return this.#later(new Error(`${this.#settings.url} does not say the time.`));
    }

    const batch = this.#stamp({ ...head, body, open: false }) as StoredBatch;
    if (!head.stamped || head.open) {
      await environment.store.put(batch);
    }

    const outcome = await this.#transport.send(batch.body);
    if (outcome.kind === 'later') {
      return this.#later(outcome.error, outcome.afterMs);
    }

    this.#backoff.reset();
    // A page that went gave the browser its last batches, and may not have come to write down what it gave: then the
    // server has them as that page sent them, which is no less than what it left behind.
    const hasIt = outcome.kind === 'refused' && outcome.status === 409 && !this.#own.has(head.session);
    if (outcome.kind === 'refused' && !hasIt) {
      this.#settings.onRefused?.({ ...outcome, batch: JSON.parse(batch.body) as Batch });
    }

    this.#unacknowledged.delete(nameOf(head));
    await environment.store.remove(head.session, head.sequence);
    return true;
  }

  #later(error: Error, afterMs?: number): false {
    this.#askedToWait = afterMs !== undefined;
    this.#waiting = this.#environment.after(this.#backoff.next(afterMs), () => {
      this.#waiting = undefined;
      this.wake();
    });
    this.#settings.onError?.(error);
    return false;
  }

  /** The batch with its clock offset; undefined while that is not known. */
  #stamp(batch: StoredBatch): StoredBatch | undefined {
    if (batch.stamped) {
      return batch;
    }

    const offset = this.#clock.offset;
    if (offset === undefined) {
      return undefined;
    }

    const stamped = { ...batch, stamped: true, body: `{"clockOffsetMs":${offset},${batch.body.slice(1)}` };
    if (this.#unacknowledged.has(nameOf(batch))) {
      this.#unacknowledged.set(nameOf(batch), stamped);
    }

    return stamped;
  }

  /** Makes room: whole sessions go, the oldest first; of a session that goes on, its oldest batches. */
  async #bound(): Promise<void> {
    const heads = await this.#environment.store.heads();
    let excess = sizeOf(heads) - this.#settings.queueBytesMax;
    while (excess > 0 && heads[0]) {
      const { session } = heads[0];
      const all = heads.filter((head) => head.session === session);
      const gone: BatchHead[] = [];
      for (const head of all) {
        if (!this.#live.has(session) || (excess > sizeOf(gone) && !head.open)) {
          gone.push(head);
        }
      }

      excess -= sizeOf(gone);
      heads.splice(0, all.length);
      await this.#drop(gone, 'full');
    }
  }

  async #drop(heads: readonly BatchHead[], reason: 'full' | 'consent'): Promise<void> {
    for (const head of heads) {
      this.#unacknowledged.delete(nameOf(head));
      await this.#environment.store.remove(head.session, head.sequence);
    }

    if (heads[0]) {
      const { session } = heads[0];
      this.#settings.onDropped?.({ reason, session, batches: heads.length, bytes: sizeOf(heads) });
    }
  }
}

function sizeOf(heads: readonly BatchHead[]): number {
  return heads.reduce((sum, head) => sum + head.size, 0);
}

function lockOf(session: string): string {
  return `sidetone session ${session}`;
}
