import { type BatchHead, type BatchStore, headOf, inOrder, nameOf, type StoredBatch } from './batchStore';

/** Keeps batches as long as the page lives. */
export class MemoryStore implements BatchStore {
  readonly #batches = new Map<string, StoredBatch>();

  async put(batch: StoredBatch): Promise<void> {
    this.#batches.set(nameOf(batch), batch);
  }

  async body(session: string, sequence: number): Promise<string | undefined> {
    return this.#batches.get(nameOf({ session, sequence }))?.body;
  }

  async remove(session: string, sequence: number): Promise<void> {
    this.#batches.delete(nameOf({ session, sequence }));
  }

  async heads(): Promise<BatchHead[]> {
    return [...this.#batches.values()].map(headOf).sort(inOrder);
  }

  close(): void {
    this.#batches.clear();
  }
}
