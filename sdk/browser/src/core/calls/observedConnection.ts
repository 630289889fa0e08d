import { normalise, type Reading } from '../stats/normalise';
import type { PeerConnection } from '../stats/peerConnection';
import type { Sample } from '../wire/batch';

/** The browser's time of a reading is used when it is this near to ours: one that is not is another clock's. */
const CLOCKS_APART_MS = 1000;

/** One peer connection of a call. */
export class ObservedConnection {
  #isReading = false;
  #lastAt = 0;
  readonly #closeOfItsOwn: PropertyDescriptor | undefined;
  readonly #close: () => void;

  readonly #now: () => number;
  readonly #onReading: (reading: Reading) => void;
  readonly #onIce: (state: string) => void;
  readonly #onClosing: () => void;

  /**
   * @param name Its name in the batch; undefined for a call's first.
   * @param onReading Takes what a report says beside its statistics.
   * @param onIce Its ICE state changed.
   * @param onClosing It is about to be closed: its counters can be read for the last time.
   */
  constructor(
    readonly connection: PeerConnection,
    readonly name: string | undefined,
    now: () => number,
    onReading: (reading: Reading) => void,
    onIce: (state: string) => void,
    onClosing: () => void,
  ) {
    this.#now = now;
    this.#onReading = onReading;
    this.#onIce = onIce;
    this.#onClosing = onClosing;
    connection.addEventListener('iceconnectionstatechange', this.#iceChanged);
    // A page that closes its connection and then says that the call is over would take the last second with it.
    this.#closeOfItsOwn = Object.getOwnPropertyDescriptor(connection, 'close');
    const original = connection.close;
    this.#close = () => {
      this.#onClosing();
      original.call(connection);
    };
    Object.defineProperty(connection, 'close', { value: this.#close, configurable: true, writable: true });
  }

  get isClosed(): boolean {
    return this.connection.connectionState === 'closed';
  }

  /**
   * Reads the statistics; undefined when there are none, or they are no newer than the last.
   * @param last True to read even while another reading is not done: its counters may be a moment old.
   */
  async read(last: boolean): Promise<Sample | undefined> {
    if (this.#isReading && !last) {
      return undefined;
    }

    this.#isReading = true;
    try {
      return await this.#take();
    } finally {
      this.#isReading = false;
    }
  }

  /** Leaves the connection as it was found. */
  detach(): void {
    this.connection.removeEventListener('iceconnectionstatechange', this.#iceChanged);
    // Another library may have wrapped our wrapper since; then it stays, and only passes on.
    if (this.connection.close === this.#close) {
      if (this.#closeOfItsOwn) {
        Object.defineProperty(this.connection, 'close', this.#closeOfItsOwn);
      } else {
        delete (this.connection as { close?: unknown }).close;
      }
    }
  }

  readonly #iceChanged = () => this.#onIce(this.connection.iceConnectionState ?? '');

  async #take(): Promise<Sample | undefined> {
    const report = await this.connection.getStats();
    const now = this.#now();
    const reading = normalise(report);
    if (!reading.hasAudio) {
      return undefined;
    }

    const near = reading.takenAt !== undefined && Math.abs(reading.takenAt - now) <= CLOCKS_APART_MS;
    const at = Math.round(near ? (reading.takenAt as number) : now);
    if (at <= this.#lastAt) {
      return undefined; // The same report again: browsers keep one for some 50 ms.
    }

    this.#lastAt = at;
    this.#onReading(reading);
    return { at, ...(this.name && { connection: this.name }), ...reading.sample };
  }
}
