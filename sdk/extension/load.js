// Pure: readings of chrome.system into what the page is told.

/**
 * The share of time that the processors worked between two readings of `chrome.system.cpu`, in per cent.
 * Undefined when no time went by, or a counter fell: the computer slept, or processors were taken away.
 */
export function cpuUtilization(before, after) {
  let busy = 0;
  let total = 0;
  for (const [index, { usage }] of after.processors.entries()) {
    const earlier = before.processors[index]?.usage;
    if (!earlier || usage.total < earlier.total) {
      return undefined;
    }

    busy += usage.kernel + usage.user - earlier.kernel - earlier.user;
    total += usage.total - earlier.total;
  }

  return total > 0 ? clamped((100 * busy) / total) : undefined;
}

/** The share of memory that is in use, in per cent; undefined when the system does not say. */
export function memoryUtilization({ capacity, availableCapacity }) {
  return capacity > 0 ? clamped((100 * (capacity - availableCapacity)) / capacity) : undefined;
}

/** Installed memory in GB, whole: what is reserved for the hardware is missing from the capacity. */
export function memoryGb({ capacity }) {
  return capacity > 0 ? Math.ceil(capacity / 1024 ** 3) : undefined;
}

function clamped(percent) {
  return Math.min(100, Math.max(0, percent));
}
