import type { Stat, StatsReport } from './peerConnection';

/** The stats of one time, found by id or type. */
export class Report {
  readonly #byId = new Map<string, Stat>();

  constructor(report: StatsReport) {
    report.forEach((stat) => {
      this.#byId.set(String(stat.id), stat);
    });
  }

  find(id: unknown): Stat | undefined {
    return typeof id === 'string' ? this.#byId.get(id) : undefined;
  }

  all(...types: string[]): Stat[] {
    return [...this.#byId.values()].filter((stat) => types.includes(String(stat.type)));
  }
}

// Browsers write 17 digits. The server keeps microseconds and 1/32768ths, which nine decimals tell exactly.
const DECIMALS = 1e9;

/** A member that is a finite number; `undefined` when it was not measured. */
export function number(stat: Stat | undefined, member: string): number | undefined {
  const value = stat?.[member];
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * DECIMALS) / DECIMALS : undefined;
}

/** A member that is a counter: a whole number, not below 0, that JSON carries exactly. */
export function count(stat: Stat | undefined, member: string): number | undefined {
  const value = number(stat, member);
  return value !== undefined && value >= 0 && Number.isSafeInteger(value) ? value : undefined;
}

/** A member that is a text with something in it. */
export function text(stat: Stat | undefined, ...members: string[]): string | undefined {
  for (const member of members) {
    const value = stat?.[member];
    if (typeof value === 'string' && value.length > 0) {
      return value;
    }

    if (typeof value === 'number') {
      return String(value);
    }
  }

  return undefined;
}

/** Leaves out what was not measured. */
export function measured<T extends object>(members: { [K in keyof T]: T[K] | undefined }): T {
  const result = members as Record<string, unknown>;
  for (const name of Object.keys(result)) {
    if (result[name] === undefined) {
      delete result[name];
    }
  }

  return result as T;
}
