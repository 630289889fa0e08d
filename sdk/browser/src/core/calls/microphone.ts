import type { MediaTrack, PeerConnection } from '../stats/peerConnection';
import type { Device } from '../wire/batch';

/** The audio track that a connection sends; undefined when it sends none. */
export function sentTrack(connection: PeerConnection): MediaTrack | undefined {
  return connection.getSenders?.().find((sender) => sender.track?.kind === 'audio')?.track ?? undefined;
}

/**
 * Whether nothing of the microphone is sent: the page disabled the track, or the system muted its source. Silence that
 * a page sends through another track cannot be told from a quiet agent.
 */
export function isClosed(track: MediaTrack): boolean {
  return !track.enabled || track.muted;
}

/** The microphone behind a track; undefined when the page may not know it. */
export function deviceOf(track: MediaTrack): Device | undefined {
  const { deviceId, groupId, sampleRate } = track.getSettings?.() ?? {};
  return track.label || deviceId
    ? {
        kind: 'audioinput',
        label: track.label,
        ...(deviceId && { deviceId }),
        ...(groupId && { groupId }),
        ...(sampleRate && { sampleRate }),
      }
    : undefined;
}
