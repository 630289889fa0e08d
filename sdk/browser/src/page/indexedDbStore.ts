import { type BatchHead, type BatchStore, headOf, inOrder, type StoredBatch } from '../core/outbox/batchStore';

const HEADS = 'heads';
const BODIES = 'bodies';
type Key = [session: string, sequence: number];

/**
 * Batches on disk, shared by all pages of the origin. Heads and bodies stand apart, so that looking at what waits does
 * not read it all. IndexedDB runs writing transactions on the same stores in the order in which they were made.
 */
export class IndexedDbStore implements BatchStore {
  #opened: Promise<IDBDatabase> | undefined;

  readonly #factory: IDBFactory;
  readonly #name: string;

  /** @param name The database's name: one per server, so that pages of two servers do not send each other's batches. */
  constructor(factory: IDBFactory, name: string) {
    this.#factory = factory;
    this.#name = name;
  }

  put(batch: StoredBatch): Promise<void> {
    const key: Key = [batch.session, batch.sequence];
    return this.#run('readwrite', (heads, bodies) => {
      bodies.put(batch.body, key);
      return heads.put(headOf(batch), key);
    }).then(() => {});
  }

  body(session: string, sequence: number): Promise<string | undefined> {
    return this.#run<string | undefined>('readonly', (_, bodies) => bodies.get([session, sequence]));
  }

  remove(session: string, sequence: number): Promise<void> {
    const key: Key = [session, sequence];
    return this.#run('readwrite', (heads, bodies) => {
      bodies.delete(key);
      return heads.delete(key);
    }).then(() => {});
  }

  async heads(): Promise<BatchHead[]> {
    return (await this.#run<BatchHead[]>('readonly', (heads) => heads.getAll())).sort(inOrder);
  }

  close(): void {
    this.#opened?.then(
      (database) => database.close(),
      () => {},
    );
    this.#opened = undefined;
  }

  async #run<T>(
    mode: IDBTransactionMode,
    work: (heads: IDBObjectStore, bodies: IDBObjectStore) => IDBRequest,
  ): Promise<T> {
    this.#opened ??= this.#open();
    const database = await this.#opened;
    return new Promise<T>((resolve, reject) => {
      // Relaxed: a power cut may cost the last second, and saves every agent's disk from a flush in each.
      const transaction = database.transaction([HEADS, BODIES], mode, { durability: 'relaxed' });
      const request = work(transaction.objectStore(HEADS), transaction.objectStore(BODIES));
      transaction.oncomplete = () => resolve(request.result as T);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  }

  #open(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = this.#factory.open(this.#name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(HEADS);
        request.result.createObjectStore(BODIES);
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        // The browser closes it when the user clears the site's data; another version would have to wait for us.
        const forget = () => {
          database.close();
          this.#opened = undefined;
        };
        database.onclose = forget;
        database.onversionchange = forget;
        resolve(database);
      };
    });
  }
}
