/** An item of a report, as WebHID describes it; of its members those that are used. */
export interface HidItem {
  isAbsolute?: boolean;
  isConstant?: boolean;
  isRange?: boolean;
  isArray?: boolean;
  usages?: number[];
  usageMinimum?: number;
  usageMaximum?: number;
  reportSize?: number;
  reportCount?: number;
  logicalMinimum?: number;
}

export interface HidReport {
  reportId?: number;
  items?: HidItem[];
}

export interface HidCollection {
  usagePage?: number;
  usage?: number;
  inputReports?: HidReport[];
  outputReports?: HidReport[];
  children?: HidCollection[];
}

/** Where a control stands in a report. */
export interface HidField {
  reportId: number;
  usage: number;
  /** Its first bit, counted from the report's first byte behind the id, lowest bit first (HID 1.11, 5.6). */
  bit: number;
  size: number;
  /** True when the value is the control's state. False: it is 1 when something happened (HID 1.11, 6.2.2.5). */
  isState: boolean;
  /** In an array a value is the place of a usage in the item's list; this is ours. Undefined: the value is its own. */
  place?: number;
}

export type Direction = 'inputReports' | 'outputReports';

/** Where usages (page · 65536 + usage) stand in a device's reports. */
export function fieldsOf(
  collections: readonly HidCollection[],
  direction: Direction,
  usages: readonly number[],
): HidField[] {
  const fields: HidField[] = [];
  const visit = (collection: HidCollection) => {
    for (const report of collection[direction] ?? []) {
      fields.push(...fieldsIn(report, usages));
    }

    for (const child of collection.children ?? []) {
      visit(child);
    }
  };
  collections.forEach(visit);
  // A report that several collections share is named in each of them.
  return fields.filter(
    (field, index) =>
      fields.findIndex((each) => each.reportId === field.reportId && each.usage === field.usage) === index,
  );
}

function fieldsIn(report: HidReport, usages: readonly number[]): HidField[] {
  const fields: HidField[] = [];
  let bit = 0;
  for (const item of report.items ?? []) {
    const { reportSize = 0, reportCount = 0 } = item;
    for (let index = 0; index < reportCount && !item.isConstant; index++) {
      // In an array each of the values may be any of the usages; otherwise each usage has a value of its own.
      for (const [place, usage] of namesOf(item).entries()) {
        if (usages.includes(usage) && (item.isArray || place === index)) {
          fields.push({
            reportId: report.reportId ?? 0,
            usage,
            bit: bit + index * reportSize,
            size: reportSize,
            isState: item.isAbsolute === true,
            ...(item.isArray && { place: place + (item.logicalMinimum ?? 0) }),
          });
        }
      }
    }

    bit += reportSize * reportCount;
  }

  return fields;
}

// A range of a hostile device may be four thousand million long.
const RANGE_MAX = 256;

function namesOf(item: HidItem): number[] {
  if (!item.isRange) {
    return item.usages ?? [];
  }

  const first = item.usageMinimum ?? 0;
  const count = Math.min(RANGE_MAX, (item.usageMaximum ?? 0) - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index);
}

/** Whether a control is on in a report; undefined when the report is too short for it. */
export function isOn(field: HidField, data: DataView): boolean | undefined {
  let value = 0;
  for (let index = 0; index < Math.min(field.size, 31); index++) {
    const at = field.bit + index;
    if (at >> 3 >= data.byteLength) {
      return undefined;
    }

    value |= ((data.getUint8(at >> 3) >> (at & 7)) & 1) << index;
  }

  return field.place === undefined ? value !== 0 : value === field.place;
}

/** A report with controls set; as long as its items. */
export function reportOf(report: HidReport, fields: readonly HidField[], on: (usage: number) => boolean): Uint8Array {
  const bits = (report.items ?? []).reduce((sum, item) => sum + (item.reportSize ?? 0) * (item.reportCount ?? 0), 0);
  const bytes = new Uint8Array((bits + 7) >> 3);
  for (const field of fields) {
    if (field.reportId === (report.reportId ?? 0) && field.place === undefined && on(field.usage)) {
      bytes[field.bit >> 3] = (bytes[field.bit >> 3] ?? 0) | (1 << (field.bit & 7));
    }
  }

  return bytes;
}
