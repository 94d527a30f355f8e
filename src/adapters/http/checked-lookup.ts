import { lookup as askSystem, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPrivate } from '../../config/private-address.js';

/** All addresses of a name, as the system knows them. */
export type Resolve = (
  name: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const systemResolve: Resolve = (name, done) => askSystem(name, { all: true }, done);

/** The code of the error where a name leads into a private network. */
export const PRIVATE_ADDRESS = 'EPRIVATEADDRESS';

/**
 * What `net.connect` asks before it connects. A name that was fine when the configuration was checked
 * may lead elsewhere by now; whoever controls it would be handed the credentials of the call. The
 * address that was looked at is the one that is connected to, so there is no second answer to fear.
 * A name that can lead nowhere but into a private network was configured because that is meant.
 */
export function checkedLookup(resolve: Resolve, allowPrivate: boolean): LookupFunction {
  return (name, options, done) => {
    const meant = allowPrivate || isPrivate(name);
    resolve(name, (error, addresses) => {
      if (error) return done(error, '');
      const open = addresses.filter(({ address }) => meant || !isPrivate(address));
      const [first] = open;
      if (!first) done(refusal(), '');
      else if (options.all) done(null, open);
      else done(null, first.address, first.family);
    });
  };
}

function refusal(): NodeJS.ErrnoException {
  const error = new Error('the name leads into a private network');
  return Object.assign(error, { code: PRIVATE_ADDRESS });
}
