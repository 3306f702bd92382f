// Forms: one submit at a time, focus on the error summary, a warning before unsaved words are lost.
const RELEASE_MS = 10000;

export function focusErrors(root = document) {
  root.querySelector("[data-errors]")?.focus();
}

function guard(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "1";
  delete form.dataset.changed;
  // A download leaves the page standing: release the form again.
  setTimeout(() => { delete form.dataset.sent; }, RELEASE_MS);
}

export function watchForms() {
  focusErrors();
  document.addEventListener("submit", guard, { capture: true });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (form) form.dataset.changed = "1";
  });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed]")) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}
