import type { Stat } from './peerConnection';
import { number, type Report, text } from './report';

/**
 * Whether a stream carries audio, by what it states of itself: its kind, else its codec, else its id. A stream that
 * says nothing is not counted: video's packets in a voice call's loss would be worse than a second without any.
 */
export function isAudio(stat: Stat, report: Report): boolean {
  // Chrome and Firefox before 2019 called it mediaType.
  const kind = text(stat, 'kind', 'mediaType') ?? text(report.find(stat.codecId), 'mimeType')?.split('/')[0];
  return kind === undefined ? looksLikeAudio(stat) : kind.toLowerCase() === 'audio';
}

function looksLikeAudio(stat: Stat): boolean {
  const id = String(stat.id);
  // Chrome since 112: direction, 'T' and the transport's name, then the kind's letter and the SSRC: IT01A3735928559.
  return /audio/i.test(id) || /^[IO]T\w{0,8}A\d+$/.test(id) || 'audioLevel' in stat || 'totalSamplesReceived' in stat;
}

/** The stream's SSRC: stated, or at the end of its id. Undefined when neither says it. */
export function ssrcOf(stat: Stat): number | undefined {
  const ssrc = number(stat, 'ssrc') ?? Number(text(stat, 'ssrc') ?? /\d+$/.exec(String(stat.id))?.[0]);
  return Number.isInteger(ssrc) && ssrc >= 0 && ssrc <= 0xffffffff ? ssrc : undefined;
}

/** The codec's name without its kind: `opus`. */
export function codecOf(stat: Stat, report: Report): string | undefined {
  const mime = text(report.find(stat.codecId), 'mimeType');
  return mime && /^audio\//i.test(mime) ? mime.slice(6) : undefined;
}
