import type { MediaTrack, PeerConnection, Stat, StatsReport } from '../src/core/stats/peerConnection';

/** A connection that carries fifty packets a second each way, by a given clock. */
export class Softphone implements PeerConnection {
  connectionState = 'connected';
  iceConnectionState = 'connected';
  track: MediaTrack & { enabled: boolean; muted: boolean; label: string } = {
    kind: 'audio',
    label: 'Headset',
    enabled: true,
    muted: false,
    readyState: 'live',
    getSettings: () => ({ deviceId: 'd1', groupId: 'g1', sampleRate: 48000 }),
  };
  /** Holds readings back until a test lets them go. */
  gate: Promise<void> = Promise.resolve();
  fails = false;
  readings = 0;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #since: number;

  constructor(
    readonly now: () => number,
    readonly ssrc = 7,
    readonly more: readonly Stat[] = [],
  ) {
    this.#since = now();
  }

  async getStats(): Promise<StatsReport> {
    this.readings++;
    const timestamp = this.now();
    const stats = this.stats(timestamp);
    await this.gate;
    if (this.fails || this.connectionState === 'closed') {
      throw new Error('InvalidStateError');
    }

    return new Map(stats.map((stat) => [String(stat.id), stat]));
  }

  stats(timestamp: number): Stat[] {
    const packets = Math.floor((timestamp - this.#since) / 20);
    return [
      {
        id: 'in',
        type: 'inbound-rtp',
        kind: 'audio',
        timestamp,
        ssrc: this.ssrc,
        packetsReceived: packets,
        packetsLost: 0,
        bytesReceived: packets * 80,
        jitter: 0.004,
      },
      {
        id: 'out',
        type: 'outbound-rtp',
        kind: 'audio',
        timestamp,
        ssrc: this.ssrc + 1000,
        packetsSent: packets,
        bytesSent: packets * 80,
      },
      ...this.more,
    ];
  }

  getSenders() {
    return [{ track: this.track }];
  }

  addEventListener(type: string, listener: () => void): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type: string, listener: () => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, each) => sum + each.size, 0);
  }

  ice(state: string): void {
    this.iceConnectionState = state;
    for (const listener of this.#listeners.get('iceconnectionstatechange') ?? []) {
      listener();
    }
  }

  close(): void {
    this.connectionState = 'closed';
  }
}
