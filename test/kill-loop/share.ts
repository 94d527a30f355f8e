/** With `--full` every place is met; otherwise every so many, from another first one in each loop. */
const STEP = process.env['KILL_LOOP_FULL'] ? 1 : 10;

/** `--every 2` kills at every second pass of a point, always from the first one. */
export const EVERY = Number(process.env['KILL_LOOP_EVERY'] ?? 1);

export function shareOf(loop: number): { first: number; step: number } {
  return { first: 1 + (loop % STEP), step: STEP };
}

export function pick<T>(places: readonly T[], loop: number): T[] {
  return places.filter((_, index) => index % STEP === loop % STEP);
}
