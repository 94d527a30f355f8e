type Answers = Record<string, (given: never) => unknown>;

interface Question {
  id: number;
  what: string;
  given: never;
}

/** The child's side of `Program`: answers what its parent asks, and ends with it. */
export function answerParent(answers: Answers): void {
  const known: Answers = { cpuMs, ...answers };
  process.once('disconnect', () => process.exit(0));
  process.on('message', (question: Question) => void answer(known, question));
  process.send?.({ id: 0 });
}

async function answer(answers: Answers, { id, what, given }: Question): Promise<void> {
  try {
    process.send?.({ id, value: await answers[what]?.(given) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
