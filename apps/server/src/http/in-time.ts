import { Refusal } from '#kernel';

/**
 * Waits for what somebody has to answer, but not for ever.
 * @throws Refusal `unavailable` with the code after so many milliseconds
 */
export async function inTime<Answer>(answer: Promise<Answer>, milliseconds: number, code: string): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Refusal('unavailable', code)), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
