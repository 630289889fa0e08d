import type { Batch, Facts, Happening } from './wire/batch';

/** How a page is observed. */
export interface Options {
  /** The server, such as `https://sidetone.example`. Empty: the page's own origin. */
  url: string;
  /** The group's ingest key. It only writes, and may stand in a page. */
  key: string;
  /** The agent's user name, where calls do not name another. */
  agent?: string;
  /** False: nothing is recorded until `consent(true)`. Default true. */
  consent?: boolean;
  /** Sees facts and happenings before they are recorded: gives them back, changed ones, or null for none. */
  beforeSend?: {
    facts?(facts: Facts): Facts | null;
    happening?(happening: Happening): Happening | null;
  };
  /** Hears of errors. The SDK throws none into the page. */
  onError?(error: Error): void;
  /** Hears of batches that the server refused for good. They are not sent again. */
  onRefused?(refused: RefusedBatch): void;
  /** Hears of batches that were given up unsent. */
  onDropped?(dropped: DroppedBatches): void;
  /** Between two samples. Default 1000 ms; the server counts an interval above 2 s as no second. */
  sampleEveryMs?: number;
  /** Between two batches. Default 10 s. */
  batchEveryMs?: number;
  /** The first and the longest wait before a batch is tried again. Default 1 s and 60 s. */
  retryFirstMs?: number;
  retryMaxMs?: number;
  /** How much may wait to be sent. Default 8 MiB: some hours without a network. */
  queueBytesMax?: number;
}

/** A batch that the server refused: 400, 409, 413, 415 or 422. */
export interface RefusedBatch {
  status: number;
  /** The server's words: an RFC 9457 problem document, where it sent one. */
  problem: string;
  batch: Batch;
}

/** Batches that were given up: the queue was full, or consent was withdrawn. */
export interface DroppedBatches {
  reason: 'full' | 'consent';
  session: string;
  batches: number;
  bytes: number;
}

/** The options with every default filled in. */
export type Settings = Options &
  Required<Pick<Options, 'sampleEveryMs' | 'batchEveryMs' | 'retryFirstMs' | 'retryMaxMs' | 'queueBytesMax' | 'agent'>>;

export function settingsOf(options: Options): Settings {
  return {
    agent: '',
    sampleEveryMs: 1000,
    batchEveryMs: 10_000,
    retryFirstMs: 1000,
    retryMaxMs: 60_000,
    queueBytesMax: 8 * 1024 * 1024,
    ...options,
    url: String(options.url ?? '').replace(/\/+$/, ''),
  };
}
