import type { ComponentChildren } from 'preact';

/** An empty list says why it may be empty and what to try. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      <p>{children}</p>
    </div>
  );
}
