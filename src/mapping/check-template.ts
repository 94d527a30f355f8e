import { pathProblem } from './attribute-paths.js';
import { expressionProblem } from './check-expression.js';
import type { ChangeRule, Template } from './template.js';

/** What types and the schema cannot see; each problem begins with its place in the file. */
export function templateProblems(template: Template): string[] {
  return [
    ...stepProblems(template),
    ...matchProblems(template),
    ...valueProblems(template),
    ...expressionProblems(template),
    ...kindProblems(template),
  ];
}

function stepProblems({ changes }: Template): string[] {
  const steps = Object.keys(changes);
  if (steps.length === 0) return ['changes: at least one change is needed'];
  return steps
    .filter((step) => !/^[a-z][a-z0-9-]*$/.test(step))
    .map((step) => `changes.${step}: expected lower-case letters, digits and dashes`);
}

function matchProblems({ matches = {} }: Template): string[] {
  return Object.keys(matches).flatMap((path) => {
    const problem = pathProblem(path);
    return problem ? [`matches.${path}: ${problem}`] : [];
  });
}

function* values(template: Template): Generator<[string, string, ChangeRule['person'][string]]> {
  for (const [step, rule] of Object.entries(template.changes)) {
    for (const [path, value] of Object.entries(rule.person))
      yield [`changes.${step}.person.${path}`, path, value];
  }
}

function valueProblems(template: Template): string[] {
  return [...values(template)].flatMap(([where, path, value]) => {
    const problem = pathProblem(path) ?? shapeProblem(path, value);
    return problem ? [`${where}: ${problem}`] : [];
  });
}

function shapeProblem(path: string, value: ChangeRule['person'][string]): string | null {
  if (typeof value === 'boolean' && path !== 'active')
    return 'expected text; only active is a flag';
  if (typeof value === 'object' && path !== 'userName') return 'only userName takes a rule';
  return null;
}

function expressionProblems(template: Template): string[] {
  return [...expressions(template)].flatMap(([where, source, ...roots]) => {
    const problem = expressionProblem(source, roots);
    return problem ? [`${where}: ${problem}`] : [];
  });
}

/** Place, source, and the names it may use beside those every expression may use. */
function* expressions(template: Template): Generator<[string, string, ...string[]]> {
  yield ['zone', template.zone];
  yield ['externalId', template.externalId];
  for (const [path, source] of Object.entries(template.matches ?? {}))
    yield [`matches.${path}`, source];
  for (const [step, rule] of Object.entries(template.changes)) {
    const named = { when: rule.when, urgent: rule.urgent };
    for (const [name, source] of Object.entries(named))
      if (source) yield [`changes.${step}.${name}`, source];
    const { at, time } = rule.effective;
    yield [`changes.${step}.effective.at`, at];
    if (time) yield [`changes.${step}.effective.time`, time];
  }
  for (const [where, , value] of values(template)) {
    if (typeof value === 'string') yield [where, value, 'zone', 'effective'];
    else if (typeof value === 'object') {
      yield [where, value.domain, 'zone', 'effective'];
      for (const one of value.unique) yield [where, one, 'zone', 'effective', 'n'];
    }
  }
}

/** A termination that does not disable is no termination; nothing else overtakes. */
function kindProblems({ kind, changes }: Template): string[] {
  const rules = Object.entries(changes);
  if (kind === 'termination') {
    return rules
      .filter(([, rule]) => rule.person['active'] !== false)
      .map(([step]) => `changes.${step}.person.active: a termination must set active: false`);
  }
  return rules
    .filter(([, rule]) => rule.urgent)
    .map(([step]) => `changes.${step}.urgent: only terminations are ever urgent`);
}
