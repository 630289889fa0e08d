/** What is looked at of an `RTCPeerConnection`: the core must not know the DOM's types. */
export interface PeerConnection {
  readonly connectionState?: string;
  readonly iceConnectionState?: string;
  getStats(): Promise<StatsReport>;
  getSenders?(): readonly { readonly track: MediaTrack | null }[];
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
  close(): void;
}

/** What is looked at of an `RTCStatsReport`: a map of dictionaries by id. */
export interface StatsReport {
  forEach(each: (stat: Stat) => void): void;
}

/** One dictionary of a report (W3C webrtc-stats, 6). Which members there are, is the browser's. */
export type Stat = Readonly<Record<string, unknown>>;

/** What is looked at of a `MediaStreamTrack`. */
export interface MediaTrack {
  readonly kind: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly muted: boolean;
  readonly readyState: string;
  getSettings?(): { deviceId?: string; groupId?: string; sampleRate?: number };
}
