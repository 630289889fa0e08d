/**
 * The messages between a page and whatever knows its computer's load: our extension, or another program. They go through
 * `window.postMessage` within one page, so that no extension id has to be known.
 *
 *   page ──▶ { sidetone: 'watch', version: 1, on: true }          a call is on: send readings, every few seconds
 *   page ◀── { sidetone: 'machine', version: 1, cpuUtilization: 30.1, memoryUtilization: 92.3, cpuModel: '…', memoryGb: 16 }
 *   page ──▶ { sidetone: 'watch', version: 1, on: false }         no call is on
 *
 * Per cent from 0 to 100; memory in GB. Every member of a reading may be absent.
 */
export interface MachineReading {
  sidetone: 'machine';
  version: 1;
  cpuUtilization?: number;
  memoryUtilization?: number;
  cpuModel?: string;
  memoryGb?: number;
}

/** The reading in a message; undefined when it is none, or another version's. What is out of range is left out. */
export function readingIn(message: unknown): MachineReading | undefined {
  const data = message as Partial<Record<keyof MachineReading, unknown>> | null;
  if (typeof data !== 'object' || data?.sidetone !== 'machine' || data.version !== 1) {
    return undefined;
  }

  const cpuUtilization = within(data.cpuUtilization, 100);
  const memoryUtilization = within(data.memoryUtilization, 100);
  const memoryGb = within(data.memoryGb, 1_000_000);
  return {
    sidetone: 'machine',
    version: 1,
    ...(cpuUtilization !== undefined && { cpuUtilization }),
    ...(memoryUtilization !== undefined && { memoryUtilization }),
    ...(memoryGb !== undefined && { memoryGb }),
    ...(typeof data.cpuModel === 'string' && data.cpuModel !== '' && { cpuModel: data.cpuModel }),
  };
}

function within(value: unknown, max: number): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= max ? Math.round(value * 100) / 100 : undefined;
}
