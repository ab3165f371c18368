/** Takes a message for people. */
export type Note = (message: string) => void;

/** Takes what is being done, and the share that is done, 0 to 1. */
export type Progress = (doing: string, share: number) => void;

/** Told what is for people: lines on stderr, and how far a long operation is. */
export type Told = { note: Note; progress: Progress };

/** What every command is given beside its arguments; `root` is the project's folder. */
export type Context = Told & { root: string };
