/** Takes a message for people. */
export type Note = (message: string) => void;

/** Takes what is being done, and the share that is done, 0 to 1. */
export type Progress = (doing: string, share: number) => void;
