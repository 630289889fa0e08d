import type { PeerConnection } from '../stats/peerConnection';
import type { Device, Facts, Happening, HeadsetReport, Sample } from '../wire/batch';

/** Which call it is, and what is known of it. */
export interface CallDescription {
  /** The platform's id of the call leg. */
  contactId: string;
  /** The agent's user name; the options' when absent. */
  agent?: string;
  facts?: Facts;
  /** True when the connection carried media before this contact, as a persistent softphone connection did. */
  baseline?: boolean;
  /** True when the call is over with its last connection. Otherwise only `end()` ends it. */
  endsWithConnection?: boolean;
}

/** A call that is observed. No method throws; all do nothing once it has ended. Times are the page's, ms since 1970. */
export interface Call {
  readonly contactId: string;
  readonly agent: string;
  /** This page's session of the call; empty while nothing may be recorded. */
  readonly session: string;
  readonly state: { readonly onHold: boolean; readonly muted: boolean; readonly ended: boolean };

  /** Observes a connection, too: a softphone may make another when it reconnects. */
  attach(connection: PeerConnection): void;
  /** The call is offered to the agent. */
  connecting(at?: number): void;
  /** Agent and customer are connected. */
  connected(at?: number): void;
  hold(): void;
  resume(): void;
  /** The agent's microphone is closed. Tracks that are disabled are noticed without it. */
  mute(): void;
  unmute(): void;
  /** A microphone or speaker came into use. */
  device(device: Device): void;
  /** Anything else that happened, by the names of docs/reference/batch-format.md. */
  happened(happening: Omit<Happening, 'at'> & { at?: number }): void;
  /** What a headset told, its times in whole ms; its device is the same object each time. */
  headset(report: HeadsetReport): void;
  facts(facts: Facts): void;
  /** The call is over. Resolves when the last sample is taken and all is handed on for sending. */
  end(how?: { endedBy?: string; at?: number }): Promise<void>;
  /** Stops observing. The call goes on, or another page observes it. */
  detach(): void;
  /** The samples of the last half minute. */
  recent(): Sample[];
}
