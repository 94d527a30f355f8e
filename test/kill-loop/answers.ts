import { failAtEveryN } from './fail-at-n.js';
import { runInProcess } from './in-process.js';
import { shareOf } from './share.js';
import { SPOILS, spoiler, type Spoil } from './spoiled-answers.js';

const LOOP_MS = 60 * 60_000;

/** One test for each way in which an answer can be spoiled; this file's share of them. */
export function testSpoils(share: number, shares: number): void {
  const numbered = SPOILS.map((spoil, loop) => ({ ...spoil, loop }));
  test.each(numbered.filter(({ loop }) => loop % shares === share))(
    '$fault: $name, in answer to any call of either system',
    async ({ loop, ...spoil }) => {
      const walk = { ...shareOf(loop), lanes: 1 };
      const title = `${spoil.fault} ${spoil.name}`;
      expect(await failAtEveryN(title, (n) => spoilAt(n, spoil), walk)).toEqual([]);
    },
    LOOP_MS,
  );
}

async function spoilAt(n: number, spoil: Spoil) {
  const { through, calls } = spoiler(n, spoil);
  const violations = await runInProcess({ through });
  return { violations, fired: calls() >= n };
}
