import type { Environment } from '../environment';

const JUMP_MS = 1000;

/**
 * Notices that the computer's clock was set, or that the page's own stood while the computer slept: the two then
 * differ by another amount than before. Which of them jumped, only the server's clock can tell.
 */
export class Jumps {
  readonly #environment: Environment;
  #difference: number;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#difference = environment.wall() - environment.now();
  }

  /** True once after each jump. */
  happened(): boolean {
    const difference = this.#environment.wall() - this.#environment.now();
    const jumped = Math.abs(difference - this.#difference) > JUMP_MS;
    this.#difference = difference;
    return jumped;
  }
}
