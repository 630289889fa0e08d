// Enough to outvote a few slow answers, few enough to follow a computer whose clock drifts.
const KEPT = 9;

/** Within this the old offset stays: each change of it would stretch or squeeze the second between two batches. */
const STEADY_MS = 25;

interface Measurement {
  offset: number;
  roundTrip: number;
}

/** How far the server's clock is ahead of the page's: the median over the last answers. */
export class ServerClock {
  #measurements: Measurement[] = [];
  #used: number | undefined;

  /** Server's minus ours, in whole ms; undefined until it was measured. */
  get offset(): number | undefined {
    return this.#used;
  }

  /** Takes an answer's time. It lies somewhere within the round trip: the middle is wrong by half of it at most. */
  observe(sentAt: number, answeredAt: number, serverTime: number): void {
    const roundTrip = answeredAt - sentAt;
    if (!Number.isFinite(serverTime) || roundTrip < 0) {
      return;
    }

    this.#measurements.push({ offset: serverTime - (sentAt + answeredAt) / 2, roundTrip });
    this.#measurements.splice(0, this.#measurements.length - KEPT);
    const median = this.#median();
    if (this.#used === undefined || Math.abs(median - this.#used) > STEADY_MS) {
      this.#used = Math.round(median);
    }
  }

  /** Forgets everything: the page's clock stood or was set. */
  reset(): void {
    this.#measurements = [];
    this.#used = undefined;
  }

  /** Slow answers say little: those of more than twice the fastest round trip, and some, have no vote. */
  #median(): number {
    const fastest = Math.min(...this.#measurements.map((each) => each.roundTrip));
    const votes = this.#measurements
      .filter((each) => each.roundTrip <= 2 * fastest + STEADY_MS)
      .map((each) => each.offset)
      .sort((left, right) => left - right);
    return votes[votes.length >> 1] as number;
  }
}
