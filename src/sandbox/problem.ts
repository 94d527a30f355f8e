/** RFC 9457. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
  errors?: readonly string[];
}

export class ProblemError extends Error {
  override name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

export function refuse(title: string, errors: readonly string[] = []): never {
  throw new ProblemError({ status: 400, title, ...(errors.length > 0 ? { errors } : {}) });
}
