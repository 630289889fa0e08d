import type { Environment } from '../environment';

/**
 * Calls at whole multiples of an interval since its start, by measured time: a late call does not make the next one
 * late, and calls that a sleeping computer missed are not made up for.
 */
export class Ticker {
  readonly #startedAt: number;
  #cancel: () => void = () => {};

  readonly #environment: Environment;
  readonly #everyMs: number;
  readonly #tick: () => void;

  constructor(environment: Environment, everyMs: number, tick: () => void) {
    this.#environment = environment;
    this.#everyMs = everyMs;
    this.#tick = tick;
    this.#startedAt = environment.now();
    this.#schedule();
  }

  stop(): void {
    this.#cancel();
  }

  #schedule(): void {
    const elapsed = this.#environment.now() - this.#startedAt;
    const next = (Math.floor(elapsed / this.#everyMs) + 1) * this.#everyMs;
    this.#cancel = this.#environment.after(next - elapsed, () => {
      this.#schedule();
      this.#tick();
    });
  }
}
