/**
 * Starts to count the processor time this process takes; the function handed back tells it so far,
 * in milliseconds. It bounds what hostile input may cost: unlike elapsed time, it does not grow
 * while a busy machine lets the process wait.
 */
export function countProcessorMs(): () => number {
  const from = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1_000;
  };
}
