import type { EntraFace } from '../entra-face.js';
import type { ClockChange } from './read-clock.js';

/** How long Entra takes to process a record, and to show the log row of it. */
interface Tempo {
  processingDelayMs: number;
  logDelayMs: [number, number];
}

/** `scale` multiplies the delays the stand-in started with, so that asking twice changes nothing. */
export function entraTempo(entra: EntraFace): (change: ClockChange) => Tempo {
  const settings = entra.settings as Tempo;
  const started: Tempo = pick(settings);
  return (change) => {
    const { scale } = change;
    if (scale !== undefined) {
      settings.processingDelayMs = started.processingDelayMs * scale;
      settings.logDelayMs = [started.logDelayMs[0] * scale, started.logDelayMs[1] * scale];
    }
    if (change.processingDelayMs !== undefined) {
      settings.processingDelayMs = change.processingDelayMs;
    }
    if (change.logDelayMs) settings.logDelayMs = change.logDelayMs;
    return pick(settings);
  };
}

function pick({ processingDelayMs, logDelayMs }: Tempo): Tempo {
  return { processingDelayMs, logDelayMs: [...logDelayMs] };
}
