// Samples per CPU-second of observer-js on the batches that `Sidetone.Bench batches FILE` wrote.
//
//   npm install && node run.mjs FILE [seconds]
//
// Each second of a batch becomes one ClientSample with the same figures; each call has its observed call and client. Parsing
// counts, as it does for the server, and nothing is stored.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The package is CommonJS and names its exports where a static import does not find them.
const { createObserver } = createRequire(import.meta.url)('@observertc/observer-js');

const lines = readFileSync(process.argv[2], 'utf8').trim().split('\n');
const seconds = Number(process.argv[3] ?? 5);

const inbound = (stream, connection) => ({
  trackId: `in-${stream.ssrc}`,
  peerConnectionId: connection,
  ...stream,
});

const outbound = ({ remote, ...stream }, connection) => ({
  trackId: `out-${stream.ssrc}`,
  peerConnectionId: connection,
  ...stream,
  roundTripTime: remote?.roundTripTime,
  totalRoundTripTime: remote?.totalRoundTripTime,
  roundTripTimeMeasurements: remote?.roundTripTimeMeasurements,
});

const clientSample = (sample, batch) => {
  const connection = `${batch.session}-${sample.connection ?? ''}`;
  return {
    callId: batch.contactId,
    clientId: batch.session,
    timestamp: sample.at,
    pcTransports: sample.transport
      ? [{ peerConnectionId: connection, transportId: 'audio', currentRoundTripTime: sample.transport.currentRoundTripTime }]
      : [],
    inboundAudioTracks: (sample.inbound ?? []).map((stream) => inbound(stream, connection)),
    outboundAudioTracks: (sample.outbound ?? []).map((stream) => outbound(stream, connection)),
  };
};

const observer = createObserver({ defaultServiceId: 'bench', defaultMediaUnitId: 'bench' });

const pass = (round) => {
  const clients = new Map();
  let samples = 0;
  for (const line of lines) {
    const batch = JSON.parse(line);
    const id = `${batch.contactId}-${round}`;
    let client = clients.get(id);
    if (client === undefined) {
      const call = observer.createObservedCall({ roomId: id, callId: id, appData: {} });
      client = call.createClient({ clientId: batch.session, mediaUnitId: 'page', appData: {} });
      clients.set(id, client);
    }
    for (const sample of batch.samples ?? []) {
      client.accept(clientSample(sample, batch));
      samples++;
    }
  }
  for (const client of clients.values()) client.call.close();
  return samples;
};

for (let round = 0; round < 5; round++) pass(`warm-${round}`);
const began = process.cpuUsage();
const until = Date.now() + seconds * 1000;
let samples = 0;
for (let round = 0; Date.now() < until; round++) samples += pass(round);
const { user, system } = process.cpuUsage(began);
console.log(`observer-js: ${Math.round(samples / ((user + system) / 1e6))} samples per CPU-second`);
observer.close();
