import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise';
import type { Stat } from './peerConnection';

const reportOf = (...stats: Stat[]) => new Map(stats.map((stat) => [String(stat.id), stat]));

describe('a report', () => {
  it('of Chromium is read with its far end, level and path', () => {
    const { sample, facts, takenAt } = normalise(
      reportOf(
        {
          id: 'IT01A1',
          type: 'inbound-rtp',
          kind: 'audio',
          timestamp: 1000.5,
          ssrc: 1,
          codecId: 'C',
          transportId: 'T01',
          packetsReceived: 50,
          packetsLost: -2,
          bytesReceived: 4100,
          jitter: 0.004,
          audioLevel: 0.12,
          concealedSamples: 960,
          silentConcealedSamples: 0,
          totalSamplesReceived: 48000,
          jitterBufferDelay: 1728.50000000012,
          jitterBufferEmittedCount: 47040,
          packetsDiscarded: 0,
        },
        {
          id: 'OT01A2',
          type: 'outbound-rtp',
          kind: 'audio',
          ssrc: 2,
          remoteId: 'R',
          mediaSourceId: 'S',
          packetsSent: 49,
          bytesSent: 3900,
        },
        {
          id: 'R',
          type: 'remote-inbound-rtp',
          kind: 'audio',
          ssrc: 2,
          packetsLost: 1,
          jitter: 0.0052,
          roundTripTime: 0.052,
          totalRoundTripTime: 0.104,
          roundTripTimeMeasurements: 2,
        },
        { id: 'S', type: 'media-source', kind: 'audio', audioLevel: 0.34 },
        { id: 'C', type: 'codec', mimeType: 'audio/opus' },
        { id: 'T01', type: 'transport', selectedCandidatePairId: 'P', selectedCandidatePairChanges: 1 },
        {
          id: 'P',
          type: 'candidate-pair',
          state: 'in-progress',
          localCandidateId: 'L',
          remoteCandidateId: 'F',
          currentRoundTripTime: 0.031,
        },
        {
          id: 'L',
          type: 'local-candidate',
          candidateType: 'relay',
          protocol: 'udp',
          relayProtocol: 'tls',
          url: 'turns:turn.example:443?transport=tcp',
          address: '203.0.113.9',
          port: 51000,
          networkType: 'wifi',
        },
        { id: 'F', type: 'remote-candidate', address: '10.0.0.5', port: 3478 },
      ),
    );

    expect(sample).toEqual({
      inbound: [
        {
          ssrc: 1,
          packetsReceived: 50,
          packetsLost: -2,
          bytesReceived: 4100,
          jitter: 0.004,
          audioLevel: 0.12,
          concealedSamples: 960,
          silentConcealedSamples: 0,
          totalSamplesReceived: 48000,
          jitterBufferDelay: 1728.5,
          jitterBufferEmittedCount: 47040,
          packetsDiscarded: 0,
        },
      ],
      outbound: [
        {
          ssrc: 2,
          packetsSent: 49,
          bytesSent: 3900,
          audioLevel: 0.34,
          remote: {
            packetsLost: 1,
            jitter: 0.0052,
            roundTripTime: 0.052,
            totalRoundTripTime: 0.104,
            roundTripTimeMeasurements: 2,
          },
        },
      ],
      transport: { currentRoundTripTime: 0.031, selectedCandidatePairChanges: 1 },
    });
    expect(facts).toEqual({
      audioCodec: 'opus',
      networkType: 'wlan',
      mediaEndpoint: {
        fqdn: 'turn.example',
        destinationPort: '443',
        sourcePort: '51000',
        transport: 'tls',
        privateIp: '10.0.0.5',
        candidateType: 'relay',
      },
    });
    expect(takenAt).toBe(1000.5);
  });

  it('of Firefox is read by its selected pair, and has no level that it does not state', () => {
    const { sample, facts } = normalise(
      reportOf(
        { id: 'a', type: 'inbound-rtp', kind: 'audio', ssrc: 1, packetsReceived: 5, audioLevel: null },
        { id: 'b', type: 'outbound-rtp', kind: 'audio', ssrc: 2, packetsSent: 5, remoteId: 'r' },
        { id: 'r', type: 'remote-inbound-rtp', kind: 'audio', ssrc: 2, localId: 'b', packetsLost: 0, jitter: 0 },
        { id: 'p1', type: 'candidate-pair', nominated: true, selected: false, localCandidateId: 'x' },
        {
          id: 'p2',
          type: 'candidate-pair',
          nominated: true,
          selected: true,
          localCandidateId: 'l',
          remoteCandidateId: 'm',
        },
        {
          id: 'l',
          type: 'local-candidate',
          candidateType: 'srflx',
          address: '203.0.113.1',
          relatedAddress: '192.168.1.20',
          port: 9,
          protocol: 'udp',
        },
        { id: 'm', type: 'remote-candidate', address: '198.51.100.1', port: 3478 },
      ),
    );

    expect(sample.inbound).toEqual([{ ssrc: 1, packetsReceived: 5 }]);
    expect(sample.outbound).toEqual([{ ssrc: 2, packetsSent: 5, remote: { packetsLost: 0, jitter: 0 } }]);
    expect(sample.transport).toBeUndefined();
    expect(facts.mediaIpAddress).toBe('192.168.1.20');
    expect(facts.mediaEndpoint?.fqdn).toBe('198.51.100.1');
  });

  it('leaves video out, and what does not say that it is audio', () => {
    const { sample, hasAudio } = normalise(
      reportOf(
        { id: 'v', type: 'inbound-rtp', kind: 'video', ssrc: 1, packetsReceived: 9 },
        { id: 'u', type: 'inbound-rtp', ssrc: 2, packetsReceived: 9 },
        { id: 'w', type: 'outbound-rtp', codecId: 'c', ssrc: 3, packetsSent: 9 },
        { id: 'c', type: 'codec', mimeType: 'video/VP8' },
      ),
    );

    expect(sample).toEqual({});
    expect(hasAudio).toBe(false);
  });

  it('finds audio by codec, by id and by what only audio has', () => {
    const { sample } = normalise(
      reportOf(
        { id: 'x', type: 'inbound-rtp', codecId: 'c', ssrc: 1 },
        { id: 'c', type: 'codec', mimeType: 'audio/PCMU' },
        { id: 'IT01A77', type: 'inbound-rtp', packetsReceived: 3 },
        { id: 'y', type: 'inbound-rtp', ssrc: 3, totalSamplesReceived: 1 },
        { id: 'RTCOutboundRTPAudioStream_9', type: 'outbound-rtp', mediaType: 'audio' },
      ),
    );

    expect(sample.inbound?.map((stream) => stream.ssrc)).toEqual([1, 77, 3]);
    expect(sample.outbound).toEqual([{ ssrc: 9 }]);
  });

  it('has nothing for what is not a number, not finite, or out of range', () => {
    const { sample } = normalise(
      reportOf({
        id: 'a',
        type: 'inbound-rtp',
        kind: 'audio',
        ssrc: 1,
        packetsReceived: -1,
        bytesReceived: 2 ** 60,
        packetsLost: 0.5,
        jitter: Number.NaN,
        audioLevel: 700,
        jitterBufferDelay: '3',
      }),
    );

    expect(sample.inbound).toEqual([{ ssrc: 1 }]);
  });

  it('carries at most as many streams as a server takes', () => {
    const streams = Array.from({ length: 100 }, (_, ssrc) => ({
      id: `s${ssrc}`,
      type: 'inbound-rtp',
      kind: 'audio',
      ssrc,
    }));
    expect(normalise(reportOf(...streams)).sample.inbound).toHaveLength(64);
  });
});

const folder = new URL('../../../../../../shared/realdata/getstats/', import.meta.url);

describe.skipIf(!existsSync(folder))('a report that somebody recorded (../shared/realdata/getstats)', () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const read = (name: string): Map<string, Stat>[] => {
    const content = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const list = Array.isArray(content) ? content : [content];
    const stats: Stat[] = list.map((each) => each.value ?? each);
    return [new Map(stats.map((stat) => [String(stat.id), stat]))];
  };

  it.each(files)('%s is read without a 0 that was not measured', (name) => {
    for (const report of read(name)) {
      const { sample } = normalise(report);
      const all = [...report.values()];
      for (const stream of sample.inbound ?? []) {
        const stated = all.filter((stat) => Number(stat.ssrc) === stream.ssrc && String(stat.type).startsWith('in'));
        expect(stated.some((stat) => stat.packetsReceived === stream.packetsReceived)).toBe(true);
        expect(stated.some((stat) => stat.kind === 'video' || stat.mediaType === 'video')).toBe(false);
      }

      for (const stream of sample.outbound ?? []) {
        const stated = all.filter((stat) => Number(stat.ssrc) === stream.ssrc && String(stat.type).startsWith('out'));
        expect(stated.some((stat) => stat.packetsSent === stream.packetsSent)).toBe(true);
      }
    }
  });

  it('of Firefox has its selected pair', () => {
    const { sample, facts } = normalise(read('twilio_ff.json')[0] as Map<string, Stat>);
    expect(sample.inbound?.length).toBe(1);
    expect(sample.outbound?.length).toBe(1);
    expect(facts.mediaEndpoint?.candidateType).toBeTruthy();
  });

  it('of Chrome has its path with and without a transport', () => {
    for (const name of ['twilio_with-transport.json', 'twilio_without-transport.json']) {
      expect(normalise(read(name)[0] as Map<string, Stat>).facts.mediaEndpoint?.candidateType).toBeTruthy();
    }
  });
});
