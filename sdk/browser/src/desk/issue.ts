import type { NameAndVersion, Sample } from '../core/wire/batch';

/** What an agent says. The choices come from the group's lists, or are any other text. */
export interface IssueReport {
  category: string;
  cause?: string;
  severity?: string;
  scenario?: string;
  /** The agent's own words. */
  message?: string;
}

/** An error of the softphone, such as `ice_collection_timeout`. */
export interface SoftphoneError {
  type?: string;
  message?: string;
}

/** The body of `POST /v1/issues`, version 1: docs/using/desk.md. */
export interface Issue extends IssueReport {
  version: 1;
  /** Made at the desk: sent twice it is one issue. */
  id: string;
  /** Milliseconds since the Unix epoch, on the page's clock. */
  at: number;
  /** Server's clock minus ours, in ms. */
  clockOffsetMs?: number;
  agent: string;
  /** Absent outside a call. */
  contactId?: string;
  softphoneError?: SoftphoneError;
  browser?: NameAndVersion;
  machine?: IssueMachine;
  /** The last half minute. */
  samples?: Sample[];
}

/** The agent's computer; what was not measured is absent. */
export interface IssueMachine {
  cpuModel?: string;
  /** Per cent. */
  cpuUtilization?: number;
  memoryGb?: number;
  memoryAvailableGb?: number;
}

/** What became of a report: the server has it, it waits to be sent, or the server does not want it. */
export type IssueOutcome = { kind: 'sent' } | { kind: 'waiting' } | { kind: 'refused'; problem: string };
