// A button that copies its text; hidden where script or the clipboard is missing.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.removeAttribute('hidden');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.getAttribute('data-copy') ?? '');
    const told = document.querySelector('[data-copied]');
    if (told) told.textContent = 'Copied.';
  });
}
