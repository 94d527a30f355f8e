// `/` goes to the search; Escape leaves it. Nothing else is bound (WCAG 2.1.4: never while typing).
document.addEventListener('keydown', (event) => {
  const field = /** @type {HTMLElement | null} */ (document.querySelector('[data-search]'));
  const typing = /** @type {Element} */ (event.target).closest('input, select, textarea');
  if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/' && !typing) {
    event.preventDefault();
    field.focus();
  } else if (event.key === 'Escape' && event.target === field) field.blur();
});
