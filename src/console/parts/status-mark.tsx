import type { JSX } from 'preact';
import type { ViewStatus } from '../../domain/view.js';
import { STATUS_WORDS, type Mark, type Tone } from '../words/status.js';
import { WRITEBACK_WORDS, type WritebackState } from '../words/writeback.js';

const SHAPES: Record<Mark, JSX.Element> = {
  dot: <circle cx="8" cy="8" r="4" fill="currentColor" />,
  clock: (
    <g fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round">
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.75V8l2.25 1.5" />
    </g>
  ),
  half: (
    <g>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.75" />
      <path d="M8 4a4 4 0 0 1 0 8z" fill="currentColor" />
    </g>
  ),
  check: (
    <g>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path class="cut" d="m4.9 8.3 2.1 2.1 4.2-4.6" />
    </g>
  ),
  alert: (
    <g>
      <path d="M8 1.2 15.4 14H.6z" fill="currentColor" />
      <path class="cut" d="M8 6v3.4M8 11.7v.1" />
    </g>
  ),
  cross: (
    <g>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path class="cut" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" />
    </g>
  ),
  pause: (
    <g>
      <rect x="1" y="1" width="14" height="14" rx="3" fill="currentColor" />
      <path class="cut" d="M6 5v6m4-6v6" />
    </g>
  ),
  dash: (
    <g fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round">
      <circle cx="8" cy="8" r="6" />
      <path d="M5.5 8h5" />
    </g>
  ),
};

/** Always next to its word: the shape helps those who cannot tell the colours. */
export function MarkShape({ mark }: { mark: Mark }) {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {SHAPES[mark]}
    </svg>
  );
}

interface Word {
  word: string;
  mark: Mark;
  tone: Tone;
}

function Marked({ word, mark, tone, cell }: Word & { cell?: string }) {
  return (
    <span class={`status ${tone}`} data-tone={tone}>
      <MarkShape mark={mark} />
      <span data-cell={cell}>{word}</span>
    </span>
  );
}

/** `cell` names the text for live updates; the mark's shape follows with the next full page. */
export function Status({ status, cell }: { status: ViewStatus; cell?: string }) {
  return <Marked {...STATUS_WORDS[status]} {...(cell && { cell })} />;
}

export function Writeback({ state, cell }: { state: WritebackState; cell?: string }) {
  return <Marked {...WRITEBACK_WORDS[state]} {...(cell && { cell })} />;
}
