import { asReason, render } from '../../src/mapping/render.js';

test('a template is not at fault when the machine was busy while it rendered', () => {
  const real = performance.now.bind(performance);
  let passedMs = 0;
  performance.now = () => (passedMs += 10_000);
  try {
    expect(render('{{ vars.day }}', { vars: { day: '2026-12-31' } }, 'here')).toBe('2026-12-31');
  } finally {
    performance.now = real;
  }
});

test('a template that would never come to an end is stopped, and is at fault', () => {
  const endless = '{% for a in (1..9999) %}{% for b in (1..9999) %}{% endfor %}{% endfor %}';
  let reason: unknown;
  try {
    render(endless, {}, 'here');
  } catch (error) {
    reason = asReason(error);
  }
  expect(reason).toMatchObject({ code: 'template-failed' });
});
