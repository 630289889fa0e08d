/** What is known of a waiting batch without its content. */
export interface BatchHead {
  session: string;
  sequence: number;
  /** When its session began, on the page's clock: sessions are sent in this order. */
  startedAt: number;
  /** True while records are still added to it: it has not been sent. */
  open: boolean;
  /** When it was last written, on the computer's clock. */
  touchedAt: number;
  /** The length of its body, in characters: nearly its bytes, for JSON is nearly all ASCII. */
  size: number;
  /** True when the body has its clock offset, and so is in its last form. */
  stamped: boolean;
}

/** A waiting batch: its head, and its body as JSON. */
export interface StoredBatch extends BatchHead {
  body: string;
}

/** Where batches wait. Writes take effect in the order of the calls. */
export interface BatchStore {
  /** Writes a batch, over an older form of it. */
  put(batch: StoredBatch): Promise<void>;
  body(session: string, sequence: number): Promise<string | undefined>;
  remove(session: string, sequence: number): Promise<void>;
  /** All heads, those of older sessions first, each session's in order of its numbers. */
  heads(): Promise<BatchHead[]>;
  close(): void;
}

export function inOrder(left: BatchHead, right: BatchHead): number {
  return (
    left.startedAt - right.startedAt ||
    (left.session < right.session ? -1 : left.session > right.session ? 1 : left.sequence - right.sequence)
  );
}

export function headOf(batch: StoredBatch): BatchHead {
  const { body: _, ...head } = batch;
  return head;
}

/** What a batch is called among all that wait: a session's id has no space. */
export function nameOf({ session, sequence }: { session: string; sequence: number }): string {
  return `${sequence} ${session}`;
}
