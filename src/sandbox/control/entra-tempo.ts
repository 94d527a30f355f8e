import type { EntraFace } from '../entra-face.js';
import type { ClockChange } from './read-clock.js';

/** How long Entra takes to process a record, and to show the log row of it. */
interface Tempo {
  /** Multiplies the others. */
  scale: number;
  processingDelayMs: number;
  logDelayMs: [number, number];
}

/** Applies what a change of the clock says about Entra's delays, and answers those in force. */
export function entraTempo(entra: EntraFace): (change: ClockChange) => Tempo {
  return ({ scale, processingDelayMs, logDelayMs }) => {
    const asked = Object.entries({ scale, processingDelayMs, logDelayMs });
    const change = asked.filter(([, value]) => value !== undefined);
    if (change.length > 0) entra.configure(Object.fromEntries(change));
    const settings = entra.settings as Tempo;
    return {
      scale: settings.scale,
      processingDelayMs: settings.processingDelayMs,
      logDelayMs: settings.logDelayMs,
    };
  };
}
