import { existsSync, readFileSync } from 'node:fs';
import { tool, toolFile } from './tools.js';

/** A place in the JSON of a resource: a value, or a folder of further places. */
export interface Place {
  type?: ValueType;
  required?: boolean;
  readOnly?: boolean;
  /** Words that are known for it. */
  words?: string[];
  below: Map<string, Place>;
}

interface ValueType {
  name: string;
  className?: string;
  allowedValues?: string[];
  element?: { type: ValueType };
}

interface Mapper {
  serializedName: string;
  required?: boolean;
  readOnly?: boolean;
  type: ValueType;
}

type Mappers = Record<string, { type: { modelProperties?: Record<string, Mapper> } }>;

/** Microsoft's own client of a resource provider says what its JSON looks like, key by key. */
export interface Models {
  placesOf(className: string): Map<string, Place>;
}

export async function loadModels(client: string): Promise<Models> {
  const folders = ['dist/esm/models', 'dist-esm/src/models'];
  const folder = folders.find((one) => existsSync(toolFile(`@azure/${client}/${one}/mappers.js`)));
  if (!folder) throw new Error(`${client} has no mappers`);
  const mappers = (await tool(`@azure/${client}/${folder}/mappers.js`)) as Mappers;
  const types = readFileSync(toolFile(`@azure/${client}/${folder}/index.d.ts`), 'utf8');
  return {
    placesOf(className) {
      const root: Place = { below: new Map() };
      const properties = mappers[className]?.type.modelProperties ?? {};
      for (const [property, mapper] of Object.entries(properties)) {
        place(root, mapper, wordsOf(types, className, property));
      }
      return root.below;
    },
  };
}

/** `properties.network.mode` is three keys below each other. */
function place(root: Place, mapper: Mapper, words: string[]): void {
  let at = root;
  for (const key of mapper.serializedName.split('.')) {
    const next = at.below.get(key) ?? { below: new Map<string, Place>() };
    at.below.set(key, next);
    at = next;
  }
  const { required = false, readOnly = false, type } = mapper;
  Object.assign(at, { type, required, readOnly, words: type.allowedValues ?? words });
}

/** Words of an open enumeration stand in the types only: `tier: SkuTier`, `enum KnownSkuTier`. */
function wordsOf(types: string, className: string, property: string): string[] {
  const shape = new RegExp(`export interface ${className}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(
    types,
  );
  const type = new RegExp(`\\n\\s+(?:readonly )?${property}\\??: (\\w+);`).exec(shape?.[1] ?? '');
  const words = new RegExp(`enum Known${type?.[1]} \\{([\\s\\S]*?)\\n\\}`).exec(types);
  return [...(words?.[1] ?? '').matchAll(/ = "([^"]*)"/g)].map(([, word = '']) => word);
}
