/** The batch, version 1: docs/reference/batch-format.md. What was not measured is absent; 0 is a measured 0. */
export interface Batch {
  version: 1;
  contactId: string;
  agent: string;
  session: string;
  sequence: number;
  /** Server's clock minus ours, in ms. Absent while it is not known. */
  clockOffsetMs?: number;
  facts?: Facts;
  samples?: Sample[];
  happenings?: Happening[];
  headset?: HeadsetReport[];
}

/** The statistics of one connection at one time. */
export interface Sample {
  /** Milliseconds since the Unix epoch, on the page's clock. */
  at: number;
  /** Absent for a call's first connection. */
  connection?: string;
  inbound?: Inbound[];
  outbound?: Outbound[];
  transport?: Transport;
  machine?: Machine;
}

/** An audio stream that is received: `inbound-rtp`. Seconds, cumulative counts, a level from 0 to 1. */
export interface Inbound {
  ssrc: number;
  packetsReceived?: number;
  packetsLost?: number;
  bytesReceived?: number;
  jitter?: number;
  audioLevel?: number;
  concealedSamples?: number;
  silentConcealedSamples?: number;
  totalSamplesReceived?: number;
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
  packetsDiscarded?: number;
}

/** An audio stream that is sent: `outbound-rtp`, with the level of its `media-source`. */
export interface Outbound {
  ssrc: number;
  packetsSent?: number;
  bytesSent?: number;
  audioLevel?: number;
  remote?: Remote;
}

/** What the far end last reported of a sent stream: `remote-inbound-rtp`. Seconds. */
export interface Remote {
  packetsLost?: number;
  jitter?: number;
  roundTripTime?: number;
  totalRoundTripTime?: number;
  roundTripTimeMeasurements?: number;
}

/** The selected candidate pair. Seconds. */
export interface Transport {
  currentRoundTripTime?: number;
  selectedCandidatePairChanges?: number;
}

/** The agent's computer, in per cent. */
export interface Machine {
  cpuUtilization?: number;
  memoryUtilization?: number;
}

/** What is known about a call besides statistics. Times are milliseconds since the Unix epoch on the page's clock. */
export interface Facts {
  direction?: 'Inbound' | 'Outbound';
  previousContactId?: string;
  nextContactId?: string;
  queueName?: string;
  enqueuedAt?: number;
  callerId?: string;
  friendlyName?: string;
  browser?: NameAndVersion;
  operatingSystem?: NameAndVersion;
  cpuModel?: string;
  memoryGb?: number;
  mediaIpAddress?: string;
  networkType?: string;
  softphoneUrl?: string;
  softphoneContextUrl?: string;
  sdkVersion?: string;
  mediaSessionId?: string;
  mediaStrategy?: string;
  audioCodec?: string;
  mediaEndpoint?: MediaEndpoint;
  signallingFqdn?: string;
  serviceEndpoint?: ServiceEndpoint;
  devices?: Device[];
  /** True when the connection carried media before this contact. */
  baseline?: boolean;
}

export interface NameAndVersion {
  name: string;
  version?: string;
}

export interface MediaEndpoint {
  fqdn?: string;
  destinationPort?: string;
  sourcePort?: string;
  transport?: string;
  privateIp?: string;
  candidateType?: string;
}

export interface ServiceEndpoint {
  fqdn?: string;
  transportLifeTimeSeconds?: number;
  expiry?: number;
}

/** A microphone or speaker in use. */
export interface Device {
  kind: string;
  label?: string;
  deviceId?: string;
  groupId?: string;
  at?: number;
  sampleRate?: number;
}

/** What happened in a call, and when. */
export interface Happening {
  at: number;
  type: string;
  connection?: string;
  message?: string;
  value?: string;
  device?: Device;
  endedBy?: string;
  lastSequence?: number;
}

/** What one headset told. */
export interface HeadsetReport {
  device: HeadsetDevice;
  events: HeadsetEvent[];
}

/** A headset, as its maker's interface names it. */
export interface HeadsetDevice {
  name?: string;
  /** The maker's and the product's number, such as `0b0e:4052`. */
  productId?: string;
  firmware?: string;
  serial?: string;
  /** The version of the interface that the events come through. */
  apiVersion?: string;
}

/** An event of a headset, by the names of docs/reference/batch-format.md. It holds until the next one of its type. */
export interface HeadsetEvent {
  at: number;
  type: string;
  on?: boolean;
  /** dB(A), 0 to 200. */
  level?: number;
}
