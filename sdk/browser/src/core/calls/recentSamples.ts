import type { Sample } from '../wire/batch';

/** The last half minute of a call: what an agent means who reports an issue now. */
export const RECENT_MS = 30_000;

export class RecentSamples {
  #samples: Sample[] = [];

  add(samples: readonly Sample[], now: number): void {
    this.#samples = [...this.#samples, ...samples].filter((sample) => sample.at > now - RECENT_MS);
  }

  all(): Sample[] {
    return [...this.#samples];
  }
}
