import type { Config } from './config.js';

/** What no single field can tell: names used twice, targets that do not exist. */
export function crossCheck(config: Config): string[] {
  const targets = new Set(config.targets.map((target) => target.name));
  return [
    ...repeated('connections', config.connections),
    ...repeated('targets', config.targets),
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
