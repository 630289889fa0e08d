import type { Facts } from '../wire/batch';

/** Remembers what was told of a call, so that only what is new or changed is told again. */
export class ChangedFacts {
  readonly #told = new Map<string, string>();

  /** Those members that were not told in this form before; undefined when there are none. */
  take(facts: Facts): Facts | undefined {
    const changed = Object.entries(facts).filter(([name, value]) => {
      const form = JSON.stringify(value);
      const isNew = form !== undefined && this.#told.get(name) !== form;
      if (isNew) {
        this.#told.set(name, form);
      }

      return isNew;
    });
    return changed.length > 0 ? (Object.fromEntries(changed) as Facts) : undefined;
  }
}
