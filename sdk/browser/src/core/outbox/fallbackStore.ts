import { type BatchHead, type BatchStore, inOrder, nameOf, type StoredBatch } from './batchStore';
import { MemoryStore } from './memoryStore';

/** A store on disk, with memory for what the disk does not take: it may be blocked, full or gone. */
export class FallbackStore implements BatchStore {
  readonly #memory = new MemoryStore();
  #told = false;

  readonly #disk: BatchStore;
  readonly #onError: (error: unknown) => void;

  constructor(disk: BatchStore, onError: (error: unknown) => void) {
    this.#disk = disk;
    this.#onError = onError;
  }

  async put(batch: StoredBatch): Promise<void> {
    try {
      await this.#disk.put(batch);
      await this.#memory.remove(batch.session, batch.sequence);
    } catch (error) {
      this.#tell(error);
      await this.#memory.put(batch);
    }
  }

  // Memory first: it has a batch only where the disk has none, or an older form of it.
  async body(session: string, sequence: number): Promise<string | undefined> {
    return (
      (await this.#memory.body(session, sequence)) ?? this.#try(() => this.#disk.body(session, sequence), undefined)
    );
  }

  async remove(session: string, sequence: number): Promise<void> {
    await this.#memory.remove(session, sequence);
    await this.#try(() => this.#disk.remove(session, sequence), undefined);
  }

  async heads(): Promise<BatchHead[]> {
    const inMemory = await this.#memory.heads();
    const names = new Set(inMemory.map(nameOf));
    const onDisk = await this.#try(() => this.#disk.heads(), []);
    return [...inMemory, ...onDisk.filter((head) => !names.has(nameOf(head)))].sort(inOrder);
  }

  close(): void {
    this.#disk.close();
  }

  async #try<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#tell(error);
      return otherwise;
    }
  }

  // Once: a blocked disk fails every second.
  #tell(error: unknown): void {
    if (!this.#told) {
      this.#told = true;
      this.#onError(error);
    }
  }
}
