import type { SenderProof } from '../../src/domain/settings.js';
import { proveSender } from '../../src/intake/prove-sender.js';

const NOW = 1_614_265_330_000;
// The vector of the Standard Webhooks specification.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.from('another secret of this sender').toString('base64')}`;
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const BODY = Buffer.from('{"test": 2432232314}');
const HEADERS = {
  'webhook-id': ['msg_p5jXN8AQM9LWM0D4loKWxJek'],
  'webhook-timestamp': ['1614265330'],
  'webhook-signature': [SIGNATURE],
};
const signed = (...secrets: string[]): SenderProof => ({
  kind: 'standard-webhooks',
  secrets,
  toleranceSeconds: 300,
});

function prove(
  proof: SenderProof,
  headers: Record<string, string[]>,
  { now = NOW, body = BODY } = {},
) {
  return proveSender(proof, { headers, wholes: [body], now });
}

describe('a signed delivery', () => {
  test('is proven by the vector of the specification', () => {
    expect(prove(signed(SECRET), HEADERS)).toEqual({
      is: 'proven',
      eventId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    });
  });

  test('is proven while keys are being replaced, on either side', () => {
    expect(prove(signed(OTHER, SECRET), HEADERS).is).toBe('proven');
    const both = { ...HEADERS, 'webhook-signature': [`v1a,xyz v1,AAAA ${SIGNATURE}`] };
    expect(prove(signed(SECRET), both).is).toBe('proven');
  });

  test('is proven with a secret that lacks its prefix', () => {
    expect(prove(signed(SECRET.slice(6)), HEADERS).is).toBe('proven');
  });

  test.each([
    ['no signature', { 'webhook-signature': [] }],
    ['an empty signature', { 'webhook-signature': ['v1,'] }],
    ['a truncated signature', { 'webhook-signature': [SIGNATURE.slice(0, -4)] }],
    ['a signature of another scheme', { 'webhook-signature': [SIGNATURE.replace('v1', 'v2')] }],
    ['the signature header twice', { 'webhook-signature': [SIGNATURE, SIGNATURE] }],
    ['1,000 signatures', { 'webhook-signature': [Array(1000).fill(SIGNATURE).join(' ')] }],
    ['another id', { 'webhook-id': ['msg_other'] }],
    ['an id with a full stop', { 'webhook-id': ['msg.1'] }],
    ['another time', { 'webhook-timestamp': ['1614265331'] }],
  ])('is not proven with %s', (_, change) => {
    expect(prove(signed(SECRET), { ...HEADERS, ...change })).toMatchObject({
      is: 'unproven',
      problem: 'invalid-signature',
    });
  });

  test('is not proven with another key or another body', () => {
    expect(prove(signed(OTHER), HEADERS).is).toBe('unproven');
    expect(prove(signed(SECRET), HEADERS, { body: Buffer.from('{}') }).is).toBe('unproven');
  });

  test.each(['', '1614265330.0', '0x6037', '-1', ' 1614265330', '1e9', '99999999999999'])(
    'is stale or unproven with the timestamp %j',
    (timestamp) => {
      expect(prove(signed(SECRET), { ...HEADERS, 'webhook-timestamp': [timestamp] }).is).toBe(
        'unproven',
      );
    },
  );

  test.each([6 * 60_000, -6 * 60_000])('is stale %i ms from its time', (offset) => {
    expect(prove(signed(SECRET), HEADERS, { now: NOW + offset })).toMatchObject({
      problem: 'stale-timestamp',
    });
  });

  test('is current within five minutes either way', () => {
    expect(prove(signed(SECRET), HEADERS, { now: NOW + 299_000 }).is).toBe('proven');
    expect(prove(signed(SECRET), HEADERS, { now: NOW - 299_000 }).is).toBe('proven');
  });
});

describe('a token', () => {
  const tokens = ['first-token-of-sender', 'second-token-of-sender'];
  const basic = (pair: string) => [`Basic ${Buffer.from(pair).toString('base64')}`];

  test('in a header of its own, either of two', () => {
    const proof: SenderProof = { kind: 'header', header: 'X-Hook-Token', tokens };
    for (const token of tokens) {
      expect(prove(proof, { 'x-hook-token': [token] })).toEqual({ is: 'proven', eventId: null });
    }
    expect(prove(proof, { 'x-hook-token': ['wrong'] })).toMatchObject({
      problem: 'invalid-token',
      challenge: 'Token realm="webhooks"',
    });
    expect(prove(proof, {}).is).toBe('unproven');
  });

  test('as a bearer, and nothing that merely looks like a token', () => {
    const proof: SenderProof = { kind: 'bearer', tokens };
    expect(prove(proof, { authorization: [`Bearer ${tokens[1]}`] }).is).toBe('proven');
    expect(prove(proof, { authorization: [`bearer ${tokens[1]}`] }).is).toBe('proven');
    for (const authorization of [
      'Bearer',
      'Bearer ',
      `Token ${tokens[0]}`,
      'Bearer a b',
      JWT_NONE,
    ]) {
      expect(prove(proof, { authorization: [authorization] }).is).toBe('unproven');
    }
  });

  test('as user and password', () => {
    const credentials = [{ user: 'jml', password: 'a:colon:in it' }];
    const proof: SenderProof = { kind: 'basic', credentials };
    expect(prove(proof, { authorization: basic('jml:a:colon:in it') }).is).toBe('proven');
    expect(prove(proof, { authorization: basic('jml:wrong') }).is).toBe('unproven');
    expect(prove(proof, { authorization: basic('jml') }).is).toBe('unproven');
  });

  test('may come with an id of the delivery', () => {
    const proof: SenderProof = { kind: 'bearer', tokens };
    const headers = { authorization: [`Bearer ${tokens[0]}`], 'webhook-id': ['msg_1'] };
    expect(prove(proof, headers)).toEqual({ is: 'proven', eventId: 'msg_1' });
  });
});

const JWT_NONE = 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.';
