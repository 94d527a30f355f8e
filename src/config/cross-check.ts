import type { TargetSettings } from '../domain/settings.js';
import type { Config } from './config.js';

/** What no single field can tell: names or jobs used twice, targets that do not exist. */
export function crossCheck(config: Config): string[] {
  const targets = new Set(config.targets.map((target) => target.name));
  return [
    ...repeated('connections', config.connections),
    ...repeated('targets', config.targets),
    ...sharedJobs(config.targets),
    ...config.connections.flatMap((connection, i) =>
      targets.has(connection.target)
        ? []
        : [`connections[${i}].target: there is no target named ${connection.target}`],
    ),
  ];
}

function repeated(list: string, items: { name: string }[]): string[] {
  return items.flatMap((item, i) =>
    items.findIndex((other) => other.name === item.name) < i
      ? [`${list}[${i}].name: ${item.name} is used twice`]
      : [],
  );
}

/** Per target people are kept apart and calls are counted, so a job with two would get old over new. */
function sharedJobs(targets: TargetSettings[]): string[] {
  const jobOf = (target: TargetSettings) =>
    `${target.servicePrincipalId}/${target.jobId}`.toLowerCase();
  return targets.flatMap((target, i) => {
    const first = targets.findIndex((other) => jobOf(other) === jobOf(target));
    return first < i
      ? [`targets[${i}].jobId: ${targets[first]?.name} is for this job already`]
      : [];
  });
}
