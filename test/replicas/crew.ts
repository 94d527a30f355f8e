import { approve, hire, termination, transfer } from '../kill-loop/story.js';
import type { Instance } from '../simulation/instance.js';

/** From a hire until others ask something of that person, in waves. */
const SETTLED_AFTER = 2;

/** The people at the service desk: a handful of requests at a time, all of them for now. */
export class Crew {
  /** How everybody must stand once all is done. */
  readonly ends: Record<string, { enabled: boolean; title: string } | 'nobody'> = {};
  tickets = 0;
  private waves = 0;
  private hired: { number: string; wave: number }[] = [];

  constructor(readonly instance: Instance) {}

  /** Two hires, one refused; a transfer, a leaver, and somebody who is both, of whom came before. */
  wave(): void {
    const wave = ++this.waves;
    const ready = this.hired.filter((one) => one.wave + SETTLED_AFTER <= wave);
    const [moves, leaves, both] = ready;
    this.hired = this.hired.filter((one) => one !== leaves && one !== both);
    for (const nth of [1, 2]) this.join(`N${60_000 + wave * 10 + nth}`, wave);
    this.refuse(`N${60_000 + wave * 10 + 3}`);
    if (moves) this.move(moves.number, `Role ${wave}m`);
    if (leaves) this.leave(leaves.number);
    if (both) {
      this.move(both.number, `Role ${wave}b`);
      this.leave(both.number);
    }
  }

  private join(number: string, wave: number): void {
    this.instance.enter(number);
    const title = `Role ${number}`;
    this.ask(hire(this.instance, number, title, 0));
    this.ends[number] = { enabled: true, title };
    this.hired.push({ number, wave });
  }

  private refuse(number: string): void {
    this.tickets += 1;
    this.instance.decide(hire(this.instance, number, 'Nobody', 0), 'rejected');
    this.ends[number] = 'nobody';
  }

  private move(number: string, title: string): void {
    this.ask(transfer(this.instance, number, title));
    this.ends[number] = { enabled: true, title };
  }

  private leave(number: string): void {
    this.ask(termination(this.instance, number, 'now'));
    this.ends[number] = { ...(this.ends[number] as { title: string }), enabled: false };
  }

  private ask(ref: string): void {
    this.tickets += 1;
    approve(this.instance, ref);
  }
}
