import type { BatchStore } from '../core/outbox/batchStore';
import type { Sidetone } from '../core/sidetone';
import type { Sample } from '../core/wire/batch';
import { bounded, boundedId, boundedTexts } from '../core/wire/limits';
import { type DeskSource, USUAL_LISTS } from './deskSettings';
import type { Issue, IssueMachine, IssueOutcome, IssueReport, SoftphoneError } from './issue';
import { IssueOutbox } from './issueOutbox';

/** What an issue is about: taken when the agent begins to write, for the call may be over at the end of it. */
export interface IssueMoment {
  /** Empty outside a call. */
  readonly contactId: string;
  readonly agent: string;
  readonly samples: readonly Sample[];
}

/** What reports need besides what the agent says. */
export interface ReporterOptions {
  /** The agent's user name, where no call and no option of `start` names one. */
  agent?: string;
  /** The softphone's last error, when there was one lately. */
  softphoneError?(): SoftphoneError | undefined;
}

/** Makes reports out of what an agent says and what is known at the desk. */
export class IssueReporter {
  readonly #outbox: IssueOutbox;

  readonly #sidetone: Sidetone;
  readonly #desk: DeskSource;
  readonly #options: ReporterOptions;

  constructor(sidetone: Sidetone, desk: DeskSource, store: BatchStore, options: ReporterOptions = {}) {
    this.#sidetone = sidetone;
    this.#desk = desk;
    this.#options = options;
    this.#outbox = new IssueOutbox(sidetone, store);
  }

  /** The call that is on, and its last half minute. Without consent a call has no session, and gives no samples. */
  moment(): IssueMoment {
    const { current, environment, settings } = this.#sidetone;
    const { sampleSeconds, samplesMax } = this.#desk.known?.issues ?? USUAL_LISTS;
    const since = environment.now() - 1000 * sampleSeconds;
    const recent = current?.session ? current.recent().filter((sample) => sample.at > since) : [];
    return {
      contactId: current?.contactId ?? '',
      agent: current?.agent || boundedId(this.#options.agent ?? settings.agent),
      samples: recent.slice(-Math.max(1, samplesMax)),
    };
  }

  /** Hands a report on. Never throws: what goes wrong at the desk is told to `onError`, and the report counts as refused. */
  async report(said: IssueReport, moment: IssueMoment = this.moment()): Promise<IssueOutcome> {
    try {
      return await this.#outbox.add(this.#issueOf(said, moment));
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      this.#sidetone.settings.onError?.(problem);
      return { kind: 'refused', problem: problem.message };
    }
  }

  #issueOf(said: IssueReport, { contactId, agent, samples }: IssueMoment): Issue {
    const { environment, commonFacts } = this.#sidetone;
    const category = boundedId(said.category);
    if (category === '') {
      throw new Error('A report needs a category.');
    }

    const { browser, cpuModel, memoryGb } = commonFacts;
    const known = this.#sidetone.passFacts({
      ...(browser && { browser }),
      ...(cpuModel && { cpuModel }),
      ...(memoryGb !== undefined && { memoryGb }),
    });
    const machine = machineOf(known ?? {}, samples);
    const error = this.#sidetone.guard(() => this.#options.softphoneError?.());
    return {
      version: 1,
      id: environment.newId(),
      at: Math.round(environment.now()),
      agent,
      category,
      ...(contactId && { contactId }),
      ...(said.cause && { cause: boundedId(said.cause) }),
      ...(said.severity && { severity: boundedId(said.severity) }),
      ...(said.scenario && { scenario: boundedId(said.scenario) }),
      ...(said.message && { message: bounded(said.message) }),
      ...(error && { softphoneError: boundedTexts({ type: error.type, message: error.message }) as SoftphoneError }),
      ...(known?.browser && { browser: boundedTexts(known.browser) }),
      ...(machine && { machine }),
      ...(samples.length > 0 && { samples: [...samples] }),
    };
  }
}

/** The computer by its facts, and by the last sample that has its load. */
function machineOf(
  { cpuModel, memoryGb }: { cpuModel?: string; memoryGb?: number },
  samples: readonly Sample[],
): IssueMachine | undefined {
  const load = samples.filter((sample) => sample.machine).at(-1)?.machine;
  const used = load?.memoryUtilization;
  const machine: IssueMachine = {
    ...(cpuModel && { cpuModel: bounded(cpuModel) }),
    ...(load?.cpuUtilization !== undefined && { cpuUtilization: load.cpuUtilization }),
    ...(memoryGb !== undefined && { memoryGb }),
    ...(memoryGb !== undefined &&
      used !== undefined && { memoryAvailableGb: Math.round(memoryGb * (100 - used)) / 100 }),
  };
  return Object.keys(machine).length > 0 ? machine : undefined;
}
