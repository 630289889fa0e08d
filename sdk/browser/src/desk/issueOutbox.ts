import type { Environment } from '../core/environment';
import type { BatchStore } from '../core/outbox/batchStore';
import { Outbox } from '../core/outbox/outbox';
import { type Outcome, Transport } from '../core/outbox/transport';
import type { Sidetone } from '../core/sidetone';
import type { Issue, IssueOutcome } from './issue';

/** Some seventy reports with their samples. */
const QUEUE_BYTES_MAX = 1024 * 1024;

/** How long an agent waits to hear what became of a report. After that it is said to be saved, which it is. */
const ANSWER_MS = 3000;

/**
 * Reports on their way to the server, by the same outbox as batches: on disk before anything is sent, one page of the
 * origin sends, the clock's offset is put in before the first try, an acknowledged one is removed. A report is a
 * session of one batch. They have a store and a lock of their own: they do not wait behind an hour of batches.
 */
export class IssueOutbox {
  readonly #outbox: Outbox;
  readonly #waiting = new Map<string, (outcome: IssueOutcome) => void>();

  readonly #sidetone: Sidetone;

  constructor(sidetone: Sidetone, store: BatchStore) {
    this.#sidetone = sidetone;
    const { settings, clock } = sidetone;
    const environment = environmentWith(sidetone.environment, store);
    const transport = new ReportingTransport(
      environment,
      settings,
      clock,
      (body, outcome) => this.#heard(body, outcome),
      () => this.#settleAll({ kind: 'waiting' }),
    );
    const own = {
      ...settings,
      queueBytesMax: QUEUE_BYTES_MAX,
      onRefused: ({ status, problem }: { status: number; problem: string }) =>
        settings.onError?.(new Error(`${settings.url} refused a report with ${status}: ${problem.slice(0, 500)}`)),
      onDropped: ({ session }: { session: string }) =>
        settings.onError?.(new Error(`Too many reports wait to be sent: ${session} was given up.`)),
    };
    this.#outbox = new Outbox(environment, own, transport, clock);
    const listening = sidetone.environment.onPage((change) =>
      sidetone.guard(() => {
        if (change === 'gone') {
          this.#outbox.leave();
        } else if (change === 'online') {
          this.#outbox.online();
        } else if (change === 'back') {
          this.#outbox.wake();
        }
      }),
    );
    sidetone.onStop(() => {
      listening();
      this.#settleAll({ kind: 'waiting' });
      this.#outbox.stop().catch((error) => settings.onError?.(error));
    });
    this.#outbox.wake(); // What an earlier page could not send.
  }

  /** Writes a report down and sends it when it can; what became of it within some seconds. */
  async add(issue: Issue): Promise<IssueOutcome> {
    const { environment, clock } = this.#sidetone;
    const offset = clock.offset;
    const body = JSON.stringify({ ...(offset !== undefined && { clockOffsetMs: offset }), ...issue });
    const outcome = new Promise<IssueOutcome>((resolve) => {
      const cancel = environment.after(ANSWER_MS, () => this.#settle(issue.id, { kind: 'waiting' }));
      this.#waiting.set(issue.id, (what) => {
        cancel();
        resolve(what);
      });
    });
    this.#outbox.begin(issue.id);
    this.#outbox.finish(issue.id);
    await this.#outbox.take({
      session: issue.id,
      sequence: 0,
      startedAt: issue.at,
      open: false,
      touchedAt: environment.wall(),
      size: body.length,
      stamped: offset !== undefined,
      body,
    });
    return outcome;
  }

  #heard(body: string, outcome: Outcome): void {
    const { id } = JSON.parse(body) as Issue;
    if (outcome.kind === 'later') {
      this.#settleAll({ kind: 'waiting' }); // Those behind it wait as well.
    } else {
      this.#settle(id, outcome.kind === 'accepted' ? { kind: 'sent' } : outcome);
    }
  }

  #settle(id: string, outcome: IssueOutcome): void {
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
  }

  #settleAll(outcome: IssueOutcome): void {
    for (const id of [...this.#waiting.keys()]) {
      this.#settle(id, outcome);
    }
  }
}

/** Tells what became of each try. */
class ReportingTransport extends Transport {
  readonly #heard: (body: string, outcome: Outcome) => void;
  readonly #notNow: () => void;

  constructor(
    environment: Environment,
    settings: Sidetone['settings'],
    clock: Sidetone['clock'],
    heard: (body: string, outcome: Outcome) => void,
    notNow: () => void,
  ) {
    super(environment, settings, clock, '/v1/issues');
    this.#heard = heard;
    this.#notNow = notNow;
  }

  override async send(body: string): Promise<Outcome> {
    const outcome = await super.send(body);
    this.#heard(body, outcome);
    return outcome;
  }

  override async askTime(): Promise<boolean> {
    const told = await super.askTime();
    if (!told) {
      this.#notNow();
    }

    return told;
  }
}

/** The page's environment with another store and other locks. */
function environmentWith(page: Environment, store: BatchStore): Environment {
  const { locks } = page;
  return {
    now: () => page.now(),
    wall: () => page.wall(),
    random: () => page.random(),
    newId: () => page.newId(),
    after: (ms, call) => page.after(ms, call),
    request: (request) => page.request(request),
    beacon: (url, body) => page.beacon(url, body),
    gzip: (text) => page.gzip(text),
    onPage: (listener) => page.onPage(listener),
    store,
    locks: locks && {
      run: (name, work) => locks.run(`${name} issues`, work),
      hold: (name) => locks.hold(name),
      held: () => locks.held(),
    },
    close: () => store.close(),
  };
}
