/** What `work` gives; throws `problem` where it takes longer than so many milliseconds, and goes on. */
export async function withinTime<T>(work: Promise<T>, milliseconds: number, problem: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(problem)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
