// Autosave: form[data-autosave=address] is posted there after a pause in typing; the server keeps the draft (nothing stays in the browser).
const PAUSE_MS = 1500;

export function wake(form) {
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form), PAUSE_MS);
  });
}

async function save(form) {
  if (form.dataset.sent) return;
  const state = form.querySelector("[data-autosave-state]");
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  let words = form.dataset.unsavedText;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", headers: { "HX-Request": "true" }, redirect: "manual", body: new URLSearchParams(body) });
    if (answer.ok) {
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
      words = `${form.dataset.saved} ${time}`;
      delete form.dataset.changed;
    }
  } catch {
    // No network: the words in the form stay, and so does the warning before leaving.
  }
  if (state) state.textContent = words;
}
