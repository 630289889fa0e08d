import { expect, it } from 'vitest';
import { settle, World } from '../../test/world';
import { MemoryStore } from '../core/outbox/memoryStore';
import { Sidetone } from '../core/sidetone';
import type { Batch, Sample } from '../core/wire/batch';
import { DeskSource } from './deskSettings';
import type { Issue, IssueOutcome } from './issue';
import { IssueReporter } from './issueReporter';

const SAID = { category: 'Audio quality', cause: 'Echo', severity: 'Poor', message: 'again' };

function deskOf(world: World, store = new MemoryStore(), options = {}) {
  const errors: string[] = [];
  const sidetone = new Sidetone(
    { url: 'https://s.example', key: 'k', agent: 'ada', onError: (error) => errors.push(error.message), ...options },
    world,
  );
  const reporter = new IssueReporter(sidetone, new DeskSource(sidetone, undefined), store);
  return { sidetone, reporter, store, errors };
}

/** What came in at the issues' address. */
const issuesIn = (world: World) =>
  world.received
    .filter(({ request }) => request.url.endsWith('/v1/issues'))
    .map(({ batch }) => batch as unknown as Issue);

async function outcomeOf(world: World, report: Promise<IssueOutcome>, withinMs = 3000) {
  await world.pass(withinMs);
  return report;
}

it('tells of the call that is on, with its last half minute', async () => {
  const world = new World();
  world.serverAhead = 5000;
  const { sidetone, reporter } = deskOf(world);
  sidetone.facts({ browser: { name: 'Chrome', version: '142' }, memoryGb: 16, cpuModel: 'i7' });
  const call = sidetone.call({ contactId: 'c-1', agent: 'bob' });
  for (let second = 0; second < 40; second++) {
    sidetone.machineLoad({ cpuUtilization: 20, memoryUtilization: 90 });
    await world.pass(1000);
  }

  const outcome = await outcomeOf(world, reporter.report({ ...SAID, category: ' Audio\n quality' }));
  expect(outcome).toEqual({ kind: 'sent' });
  const [issue] = issuesIn(world);
  expect(issue).toMatchObject({
    version: 1,
    agent: 'bob',
    contactId: 'c-1',
    category: ' Audio quality',
    cause: 'Echo',
    clockOffsetMs: 5000,
    browser: { name: 'Chrome', version: '142' },
    machine: { cpuModel: 'i7', cpuUtilization: 20, memoryGb: 16, memoryAvailableGb: 1.6 },
  });
  const at = issue?.samples?.map((sample: Sample) => sample.at) ?? [];
  expect(at.length).toBeGreaterThanOrEqual(29);
  expect(Math.min(...at)).toBeGreaterThan((issue?.at ?? 0) - 30_000);
  await call?.end();
});

it('is about the call in which the agent began to write', async () => {
  const world = new World();
  const { sidetone, reporter } = deskOf(world);
  const call = sidetone.call({ contactId: 'c-1' });
  const moment = reporter.moment();
  void call?.end();
  await world.pass(1000);
  await outcomeOf(world, reporter.report(SAID, moment));
  await outcomeOf(world, reporter.report(SAID));
  expect(issuesIn(world).map((issue) => issue.contactId)).toEqual(['c-1', undefined]);
});

it('has no samples without consent, and no facts that a hook keeps back', async () => {
  const world = new World();
  const { sidetone, reporter } = deskOf(world, undefined, { beforeSend: { facts: () => null } });
  sidetone.facts({ browser: { name: 'Chrome' }, cpuModel: 'i7' });
  sidetone.call({ contactId: 'c-1' });
  sidetone.machineLoad({ cpuUtilization: 20 });
  await world.pass(3000);
  sidetone.consent(false);
  await outcomeOf(world, reporter.report(SAID));
  const [issue] = issuesIn(world);
  expect(issue).toMatchObject({ category: 'Audio quality', contactId: 'c-1' });
  for (const member of ['samples', 'browser', 'machine', 'softphoneError']) {
    expect(issue).not.toHaveProperty(member);
  }
});

it('waits while the server is down and comes with the same id and bytes, once', async () => {
  const world = new World();
  const { reporter, store } = deskOf(world);
  await world.pass(0);
  world.answer = () => new Error('no network');
  expect(await outcomeOf(world, reporter.report(SAID))).toEqual({ kind: 'waiting' });
  await world.pass(60_000);
  const tries: Issue[] = [];
  world.answer = ({ request, batch }) => {
    if (request.method === 'POST') {
      tries.push(batch as unknown as Issue);
    }

    return tries.length === 1 ? { status: 503, headers: { 'retry-after': '20' } } : {};
  };
  await world.pass(60_000);
  await world.pass(21_000 + 60_000);
  expect(tries).toHaveLength(2);
  expect(tries[1]).toEqual(tries[0]);
  expect(await store.heads()).toEqual([]);
});

it('asks again no sooner than the server wants', async () => {
  const world = new World();
  const { reporter } = deskOf(world);
  world.answer = ({ request }) => (request.method === 'GET' ? {} : { status: 429, headers: { 'retry-after': '40' } });
  expect(await outcomeOf(world, reporter.report(SAID))).toEqual({ kind: 'waiting' });
  await world.pass(36_000);
  expect(issuesIn(world)).toHaveLength(1);
  await world.pass(60_000);
  expect(issuesIn(world).length).toBeGreaterThan(1);
});

it('survives the page: the next one sends what the last one wrote down', async () => {
  const world = new World();
  const { reporter, store } = deskOf(world);
  world.answer = () => new Error('no network');
  await outcomeOf(world, reporter.report(SAID));
  world.answer = () => ({});
  const next = new World();
  deskOf(next, store);
  await next.pass(61_000); // Without locks nobody says sooner that the other page is gone.
  expect(issuesIn(next)).toHaveLength(1);
  expect(issuesIn(next)[0]).toMatchObject({ category: 'Audio quality', clockOffsetMs: 0 });
});

it('goes as a beacon with the page', async () => {
  const world = new World();
  const { reporter } = deskOf(world);
  await world.pass(0);
  const call = world.request.bind(world);
  world.request = (request) => (request.method === 'POST' ? new Promise(() => {}) : call(request));
  void deskOf(world).sidetone.call({ contactId: 'c' });
  await world.pass(100);
  void reporter.report(SAID);
  await settle();
  await world.page('gone');
  expect(world.beacons.map((batch) => batch as Batch & Partial<Issue> & { key?: string })).toContainEqual(
    expect.objectContaining({ key: 'k', category: 'Audio quality' }),
  );
});

it('says what the server refuses, and does not send it again', async () => {
  const world = new World();
  const { reporter, store, errors } = deskOf(world);
  world.answer = ({ request }) => (request.method === 'GET' ? {} : { status: 400, text: '{"detail":"no"}' });
  expect(await outcomeOf(world, reporter.report(SAID))).toMatchObject({ kind: 'refused', problem: '{"detail":"no"}' });
  await world.pass(120_000);
  expect(issuesIn(world)).toHaveLength(1);
  expect(await store.heads()).toEqual([]);
  expect(errors.join()).toContain('refused a report with 400');
});

it('keeps a bound: the oldest reports go, and that is told', async () => {
  const world = new World();
  const { reporter, store, errors } = deskOf(world);
  world.answer = () => new Error('no network');
  const message = 'x'.repeat(2048);
  for (let index = 0; index < 520; index++) {
    void reporter.report({ category: `${index}`, message });
    await settle();
  }

  await world.pass(3000);
  const heads = await store.heads();
  expect(heads.reduce((sum, head) => sum + head.size, 0)).toBeLessThanOrEqual(1024 * 1024);
  expect(heads.length).toBeGreaterThan(400);
  expect(errors.filter((error) => error.includes('was given up')).length).toBe(520 - heads.length);
});

it('refuses what no server would take, and throws nothing', async () => {
  const world = new World();
  const { reporter } = deskOf(world);
  expect(await reporter.report({ category: '' })).toMatchObject({ kind: 'refused' });
  expect(await reporter.report(undefined as never)).toMatchObject({ kind: 'refused' });
});
