// Leaves empty fields out of the address, so that it reads well when shared.
for (const form of document.querySelectorAll('form[method="get"]')) {
  form.addEventListener('formdata', (event) => {
    const { formData } = /** @type {FormDataEvent} */ (event);
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
  });
}
