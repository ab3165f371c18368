/**
 * Folders of files kept for the page: in the browser's own file system, or in memory where that is missing.
 */
export type Folders = {
  /** Whether they are still there after a reload. */
  kept: boolean;
  list(): Promise<string[]>;
  /** The size of each file of a folder, by name; empty for a folder that is not there. */
  files(folder: string): Promise<Map<string, number>>;
  read(folder: string, file: string): Promise<Uint8Array<ArrayBuffer>>;
  write(folder: string, file: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(folder: string): Promise<void>;
  /**
   * Does `work` while nobody else, in this tab or another, changes the folder; `shared` with others who only
   * read, `exclusive` with nobody. A tab that is closed lets go.
   */
  hold<T>(folder: string, mode: 'shared' | 'exclusive', work: () => Promise<T>): Promise<T>;
};

/** Folders that last as long as the page. */
export function memoryFolders(): Folders {
  const folders = new Map<string, Map<string, Uint8Array<ArrayBuffer>>>();
  return {
    kept: false,
    list: async () => [...folders.keys()],
    files: async (folder) =>
      new Map([...(folders.get(folder) ?? [])].map(([name, bytes]) => [name, bytes.length])),
    async read(folder, file) {
      const bytes = folders.get(folder)?.get(file);
      if (!bytes) throw missing(folder, file);
      return bytes.slice();
    },
    async write(folder, file, bytes) {
      const files = folders.get(folder) ?? new Map();
      folders.set(folder, files.set(file, bytes.slice()));
    },
    remove: async (folder) => void folders.delete(folder),
    hold: createHold(),
  };
}

/**
 * The directory `name` of the origin private file system as folders; folders in memory where the browser has
 * none or denies it.
 */
export async function browserFolders(name: string): Promise<Folders> {
  try {
    const root = await navigator.storage.getDirectory();
    const directory = await root.getDirectoryHandle(name, { create: true });
    if (!('createWritable' in FileSystemFileHandle.prototype)) return memoryFolders();
    return directoryFolders(name, directory);
  } catch {
    return memoryFolders();
  }
}

/** One at a time for each folder, for those who share these folders. */
function createHold(): Folders['hold'] {
  const last = new Map<string, Promise<unknown>>();
  return (folder, _mode, work) => {
    const done = (last.get(folder) ?? Promise.resolve()).then(work, work);
    last.set(folder, done);
    return done;
  };
}

function directoryFolders(name: string, directory: FileSystemDirectoryHandle): Folders {
  const alone = createHold();
  return {
    kept: true,
    async list() {
      const names: string[] = [];
      for await (const handle of directory.values()) if (handle.kind === 'directory') names.push(handle.name);
      return names;
    },
    async files(folder) {
      const sizes = new Map<string, number>();
      try {
        for await (const handle of (await directory.getDirectoryHandle(folder)).values()) {
          if (handle.kind !== 'file') continue;
          sizes.set(handle.name, (await (handle as FileSystemFileHandle).getFile()).size);
        }
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      return sizes;
    },
    async read(folder, file) {
      try {
        const handle = await (await directory.getDirectoryHandle(folder)).getFileHandle(file);
        return new Uint8Array(await (await handle.getFile()).arrayBuffer());
      } catch {
        throw missing(folder, file);
      }
    },
    async write(folder, file, bytes) {
      const inside = await directory.getDirectoryHandle(folder, { create: true });
      const stream = await (await inside.getFileHandle(file, { create: true })).createWritable();
      try {
        await stream.write(bytes);
        await stream.close();
      } catch (error) {
        await stream.abort().catch(() => undefined);
        const full = error instanceof DOMException && error.name === 'QuotaExceededError';
        throw new Error(
          `${file}: expected room for ${bytes.length} bytes in this browser's storage, got ` +
            `${full ? 'no more; remove an import and try again' : 'an error'}.`,
        );
      }
    },
    async remove(folder) {
      try {
        await directory.removeEntry(folder, { recursive: true });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
    hold: (folder, mode, work) =>
      'locks' in navigator
        ? navigator.locks.request(`lacuna/${name}/${folder}`, { mode }, work)
        : alone(folder, mode, work),
  };
}

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

function missing(folder: string, file: string): Error {
  return new Error(`${file}: expected this file of the import ${folder}, got none; import it again.`);
}
