import type { ComponentChildren } from 'preact';
import { safeHref } from '../href.js';

interface LinkProps {
  to: string;
  class?: string;
  /** Leads out of the console. */
  away?: boolean;
  current?: 'page' | undefined;
  label?: string;
  children: ComponentChildren;
}

/** Every link of the console. What `safeHref` refuses is shown as text. */
export function Link({ to, away, current, label, children, class: name }: LinkProps) {
  const href = safeHref(to);
  if (href === undefined) return <span class={name}>{children}</span>;
  return (
    <a
      href={href}
      class={name}
      aria-current={current}
      aria-label={label}
      {...(away && { rel: 'noopener noreferrer', target: '_blank' })}
    >
      {children}
    </a>
  );
}
