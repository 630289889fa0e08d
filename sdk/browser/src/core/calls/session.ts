import type { ServerClock } from '../clock/serverClock';
import type { Environment } from '../environment';
import type { StoredBatch } from '../outbox/batchStore';
import type { Outbox } from '../outbox/outbox';
import type { Batch, Facts, Happening, HeadsetReport, Sample } from '../wire/batch';
import { HAPPENINGS_SEAL, HEADSET_SEAL, HEADSETS_MAX, SAMPLES_SEAL } from '../wire/limits';

/** This page's records of one call, in numbered batches: 0, 1, 2 …, none left out, none changed once it is sealed. */
export class Session {
  readonly id: string;
  readonly #startedAt: number;
  #sequence = 0;
  #openedAt: number;
  #facts: Facts | undefined;
  #samples: Sample[] = [];
  #happenings: Happening[] = [];
  #headset: HeadsetReport[] = [];

  readonly #environment: Environment;
  readonly #outbox: Outbox;
  readonly #clock: ServerClock;
  readonly #contactId: string;
  readonly #agent: string;
  readonly #onError: (error: unknown) => void;

  constructor(
    environment: Environment,
    outbox: Outbox,
    clock: ServerClock,
    contactId: string,
    agent: string,
    onError: (error: unknown) => void,
  ) {
    this.#environment = environment;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#contactId = contactId;
    this.#agent = agent;
    this.#onError = onError;
    this.id = environment.newId();
    this.#startedAt = environment.now();
    this.#openedAt = this.#startedAt;
    outbox.begin(this.id);
  }

  /** The number that the open batch will have. */
  get next(): number {
    return this.#sequence;
  }

  /** How long the open batch has been open, in ms. */
  get age(): number {
    return this.#environment.now() - this.#openedAt;
  }

  add(records: { facts?: Facts; samples?: readonly Sample[]; happening?: Happening }): void {
    if (records.facts) {
      this.#facts = { ...this.#facts, ...records.facts };
    }

    this.#samples.push(...(records.samples ?? []));
    if (records.happening) {
      this.#happenings.push(records.happening);
    }

    if (this.#samples.length >= SAMPLES_SEAL || this.#happenings.length >= HAPPENINGS_SEAL) {
      this.seal();
    }
  }

  /** Adds what a headset told; the same headset is the same object. */
  addHeadset({ device, events }: HeadsetReport): void {
    const known = this.#headset.find((each) => each.device === device);
    if (
      known
        ? known.events.push(...events) >= HEADSET_SEAL
        : this.#headset.push({ device, events: [...events] }) >= HEADSETS_MAX
    ) {
      this.seal();
    }
  }

  /** Writes the open batch down, so that a page which dies loses nothing of it. */
  keep(): void {
    if (!this.#isEmpty) {
      this.#outbox.keep(this.#batch(true)).catch(this.#onError);
    }
  }

  /** Closes the open batch, numbers it and hands it on; nothing when it is empty. */
  seal(): void {
    if (this.#isEmpty) {
      return;
    }

    const batch = this.#batch(false);
    this.#sequence++;
    this.#openedAt = this.#environment.now();
    this.#clear();
    this.#outbox.take(batch).catch(this.#onError);
  }

  /** Seals what is there; nothing more comes. */
  finish(): void {
    this.seal();
    this.#outbox.finish(this.id);
  }

  /** Throws away what is not sealed; nothing more comes. */
  abandon(): void {
    this.#clear();
    this.#outbox.finish(this.id);
  }

  #clear(): void {
    this.#facts = undefined;
    this.#samples = [];
    this.#happenings = [];
    this.#headset = [];
  }

  get #isEmpty(): boolean {
    return !this.#facts && ![this.#samples, this.#happenings, this.#headset].some((records) => records.length);
  }

  #batch(open: boolean): StoredBatch {
    // An open batch gets its offset when it is sealed, or by the page that finds it.
    const offset = open ? undefined : this.#clock.offset;
    const batch: Batch = {
      ...(offset !== undefined && { clockOffsetMs: offset }),
      version: 1,
      contactId: this.#contactId,
      agent: this.#agent,
      session: this.id,
      sequence: this.#sequence,
      ...(this.#facts && { facts: this.#facts }),
      ...(this.#samples.length > 0 && { samples: this.#samples }),
      ...(this.#happenings.length > 0 && { happenings: this.#happenings }),
      ...(this.#headset.length > 0 && { headset: this.#headset }),
    };
    const body = JSON.stringify(batch);
    return {
      session: this.id,
      sequence: this.#sequence,
      startedAt: this.#startedAt,
      open,
      touchedAt: this.#environment.wall(),
      size: body.length,
      stamped: offset !== undefined,
      body,
    };
  }
}
