// The server's bounds (docs/reference/batch-format.md). What exceeds one would be refused with all that is beside it.

/** Texts of facts and happenings, in characters. */
export const TEXT_MAX = 2048;

/** Contact, agent and session, in characters. */
export const ID_MAX = 256;

/** Streams in one sample, both directions together. */
export const STREAMS_MAX = 64;

/**
 * Samples after which a batch is sealed before its time: a tenth of what is allowed, so that four connections of one
 * call still fit with some room.
 */
export const SAMPLES_SEAL = 360;

/** Happenings after which a batch is sealed before its time. */
export const HAPPENINGS_SEAL = 100;

/** Headsets after which a batch is sealed before its time: more than as many would be refused. */
export const HEADSETS_MAX = 8;

/** Events of one headset after which a batch is sealed: eight times as many are fewer than the 2,000 allowed. */
export const HEADSET_SEAL = 200;

/** What a browser carries for a page that goes away: keepalive requests and beacons together (Fetch, 4.5). */
export const KEEPALIVE_BYTES_MAX = 64 * 1024;

/** The text as the server takes it: without U+0000 and not too long. */
export function bounded(text: string, max = TEXT_MAX): string {
  return text.replaceAll('\0', '').slice(0, max);
}

/** The id as the server takes it: without control characters and not too long. */
export function boundedId(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replace(/[\u0000-\u001f]/g, '').slice(0, ID_MAX);
}

/** A value with every text in it bounded; what is undefined or null is left out. */
export function boundedTexts<T>(value: T): T {
  if (typeof value === 'string') {
    return bounded(value) as T;
  }

  if (Array.isArray(value)) {
    return value.map((each) => boundedTexts(each)) as T;
  }

  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
    return Object.fromEntries(entries.map(([name, member]) => [name, boundedTexts(member)])) as T;
  }

  return value;
}
