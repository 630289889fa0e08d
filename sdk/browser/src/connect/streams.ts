/** What is used of amazon-connect-streams. Its own types are one global namespace, which a page may not have. */
export interface Streams {
  agent(callback: (agent: StreamsAgent) => void): Subscription;
  contact(callback: (contact: StreamsContact) => void): Subscription;
  core: {
    onSoftphoneSessionInit(callback: (data: { connectionId: string }) => void): Subscription;
    getSoftphoneManager(): SoftphoneManager | null;
    getSkew(): number;
  };
}

export interface Subscription {
  unsubscribe(): void;
}

export interface StreamsAgent {
  getConfiguration(): { username?: string; softphonePersistentConnection?: boolean };
  getName(): string;
  getContacts(): StreamsContact[];
  onMuteToggle(callback: (state: { muted: boolean }) => void): Subscription;
  onSoftphoneError(
    callback: (error: { errorType: string; errorMessage: string; endPointUrl: string }) => void,
  ): Subscription;
  onSpeakerDeviceChanged?(callback: (device: { deviceId: string }) => void): Subscription;
}

export interface StreamsContact {
  getContactId(): string;
  getType(): string;
  getStatus(): { type: string };
  isInbound(): boolean;
  getQueue(): { name?: string } | null;
  getQueueTimestamp(): Date | null;
  getConnections(): StreamsConnection[];
  getInitialConnection(): StreamsConnection | null;
  getAgentConnection(): StreamsConnection | undefined;
  onRefresh(callback: (contact: StreamsContact) => void): Subscription;
  onEnded(callback: (contact: StreamsContact) => void): Subscription;
  onDestroy(callback: (contact: StreamsContact) => void): Subscription;
}

export interface StreamsConnection {
  getConnectionId(): string;
  getType(): string;
  getStatus(): { type: string };
  getEndpoint(): { phoneNumber?: string | null } | null;
  isActive(): boolean;
  isOnHold(): boolean;
  /** Voice only: the manager or another agent muted this one. */
  isMute?(): boolean;
  getSoftphoneMediaInfo?(): { callConfigJson?: string } | null;
}

/** The softphone itself, where it runs in this page and not in an embedded control panel. */
export interface SoftphoneManager {
  getSession(connectionId: string): RtcSession | undefined;
  rtcJsStrategy?: object | null;
}

/** A session of connect-rtc-js. Its connection is made some time after it. */
export interface RtcSession {
  _pc?: RTCPeerConnection | null;
  callId?: string;
}
