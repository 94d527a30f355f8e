import { IANAZone } from 'luxon';
import { isZone } from '../../src/domain/zone.js';

test.each(['UTC', 'Europe/Berlin', 'europe/berlin', 'Etc/GMT+1', '+01:00'])(
  '%j is a time zone, and one that local times can be computed in',
  (name) => {
    expect(isZone(name)).toBe(true);
    expect(new IANAZone(name).isValid).toBe(true);
  },
);

test.each(['', ' ', 'Mars/Base', 'local', 'GMT+1', 'Europe/Berlin '])(
  '%j is no time zone',
  (name) => expect(isZone(name)).toBe(false),
);
