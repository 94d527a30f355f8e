/** Longer than any call under way may take, shorter than what a supervisor grants. */
const STOP_WITHIN_MS = 24_000;

/** Ends the process on SIGTERM or SIGINT, with 0 once everything under way is finished or in doubt. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    // A second signal changes nothing: what is under way is finished or left in doubt.
    if (stopping) return;
    stopping = true;
    const limit = setTimeout(() => process.exit(0), STOP_WITHIN_MS);
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
    limit.unref();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
