import { utc, utcText } from '../../../connectors/servicenow/utc.js';

test('a stored time is UTC', () => {
  expect(utc('2026-11-23 09:00:01')).toBe(Date.UTC(2026, 10, 23, 9, 0, 1));
  expect(utcText(Date.UTC(2026, 10, 23, 9, 0, 1, 999))).toBe('2026-11-23 09:00:01');
});

test.each([
  '',
  '2026-11-23',
  '2026-02-30 00:00:00',
  '2026-11-23 24:00:00',
  '2026-11-23T09:00:00Z',
  '23-11-2026 09:00:00',
  '10/24/2023 7:07:31',
  'UNKNOWN',
])('%j is no stored time', (text) => {
  expect(utc(text)).toBeNull();
});
