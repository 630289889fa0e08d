import type { Facts, Inbound, Outbound, Remote, Sample, Transport } from '../wire/batch';
import { STREAMS_MAX } from '../wire/limits';
import { codecOf, isAudio, ssrcOf } from './audio';
import { findPath, pathFacts } from './path';
import type { Stat, StatsReport } from './peerConnection';
import { count, measured, number, Report, text } from './report';

/** What one report says: statistics, and what is known of the network and codec by it. */
export interface Reading {
  sample: Omit<Sample, 'at'>;
  facts: Facts;
  /** When the browser took the counters, on its own clock; undefined when no stream says it. */
  takenAt: number | undefined;
  /** True when the report has a stream of audio. */
  hasAudio: boolean;
}

/**
 * Reads a browser's report into the batch's form. Every browser and age spells some of it differently; the rules are
 * those of the server's readers of recordings, so that a page and its dump tell the same.
 */
export function normalise(stats: StatsReport): Reading {
  const report = new Report(stats);
  const inbound: Inbound[] = [];
  const outbound: Outbound[] = [];
  let takenAt: number | undefined;
  let audioCodec: string | undefined;
  let transportId: string | undefined;

  for (const stat of report.all('inbound-rtp', 'inboundrtp', 'outbound-rtp', 'outboundrtp')) {
    // Before remote-inbound-rtp was a type of its own, isRemote told the far end's statistics from ours.
    const ssrc = stat.isRemote === true || !isAudio(stat, report) ? undefined : ssrcOf(stat);
    if (ssrc === undefined || inbound.length + outbound.length === STREAMS_MAX) {
      continue;
    }

    if (String(stat.type).startsWith('in')) {
      inbound.push(readInbound(stat, ssrc, report));
    } else {
      outbound.push(readOutbound(stat, ssrc, report));
    }

    takenAt = number(stat, 'timestamp') ?? takenAt;
    audioCodec = codecOf(stat, report) ?? audioCodec;
    transportId = text(stat, 'transportId') ?? transportId;
  }

  const path = findPath(report, transportId);
  const transport =
    path &&
    measured<Transport>({
      currentRoundTripTime: notNegative(number(path.pair, 'currentRoundTripTime')),
      selectedCandidatePairChanges: count(path.transport, 'selectedCandidatePairChanges'),
    });
  return {
    sample: measured<Omit<Sample, 'at'>>({
      inbound: inbound.length > 0 ? inbound : undefined,
      outbound: outbound.length > 0 ? outbound : undefined,
      transport: transport && Object.keys(transport).length > 0 ? transport : undefined,
    }),
    facts: measured<Facts>({ audioCodec, ...(path && pathFacts(path)) }),
    takenAt,
    hasAudio: inbound.length + outbound.length > 0,
  };
}

function readInbound(stat: Stat, ssrc: number, report: Report): Inbound {
  // Until Chrome 112 some members stood on the stream's track; its level was linear in every version.
  const track = report.find(stat.trackId);
  const either = (member: string) => count(stat, member) ?? count(track, member);
  return measured<Inbound>({
    ssrc,
    packetsReceived: count(stat, 'packetsReceived'),
    packetsLost: whole(number(stat, 'packetsLost')),
    bytesReceived: count(stat, 'bytesReceived'),
    jitter: notNegative(number(stat, 'jitter')),
    audioLevel: level(number(track, 'audioLevel') ?? number(stat, 'audioLevel')),
    concealedSamples: either('concealedSamples'),
    silentConcealedSamples: either('silentConcealedSamples'),
    totalSamplesReceived: either('totalSamplesReceived'),
    jitterBufferDelay: notNegative(number(stat, 'jitterBufferDelay') ?? number(track, 'jitterBufferDelay')),
    jitterBufferEmittedCount: either('jitterBufferEmittedCount'),
    packetsDiscarded: count(stat, 'packetsDiscarded'),
  });
}

function readOutbound(stat: Stat, ssrc: number, report: Report): Outbound {
  const track = report.find(stat.trackId);
  const source = report.find(stat.mediaSourceId) ?? report.find(track?.mediaSourceId) ?? track;
  // Before Chrome 77 a sent stream carried the far end's report itself.
  const far = remoteOf(stat, report) ?? stat;
  // A round trip of 0 before any was measured is sent as it is: the count beside it says so, and the server knows.
  const remote = measured<Remote>({
    packetsLost: whole(number(far, 'packetsLost')),
    jitter: notNegative(number(far, 'jitter')),
    roundTripTime: notNegative(number(far, 'roundTripTime')),
    totalRoundTripTime: notNegative(number(far, 'totalRoundTripTime')),
    roundTripTimeMeasurements: count(far, 'roundTripTimeMeasurements'),
  });
  return measured<Outbound>({
    ssrc,
    packetsSent: count(stat, 'packetsSent'),
    bytesSent: count(stat, 'bytesSent'),
    audioLevel: level(number(source ?? stat, 'audioLevel')),
    remote: Object.keys(remote).length > 0 ? remote : undefined,
  });
}

/** The far end's report of a sent stream: the one it names, else one that names it, else one of its SSRC. */
function remoteOf(stat: Stat, report: Report): Stat | undefined {
  const reports = [
    ...report.all('remote-inbound-rtp'),
    ...report.all('inbound-rtp', 'inboundrtp').filter((each) => each.isRemote === true),
  ];
  return (
    report.find(stat.remoteId) ??
    reports.find((each) => each.localId === stat.id) ??
    reports.find((each) => each.ssrc !== undefined && each.ssrc === stat.ssrc)
  );
}

function notNegative(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 ? value : undefined;
}

/** A signed count: `packetsLost` may fall below 0 (RFC 3550, 6.4.1). */
function whole(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

/** A level is linear, from 0 to 1; anything else is another scale and means nothing here. */
function level(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 && value <= 1 ? value : undefined;
}
