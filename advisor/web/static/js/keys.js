// Single keys: the "?" dialog names them and switches them off.
import { isTyping } from "./search.js";

const OFF = "keys-off";

function allowed() {
  try { return localStorage.getItem(OFF) === null; } catch { return true; }
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-list] [data-row]")].filter((row) => row.offsetParent !== null);
  if (!rows.length) return;
  const here = rows.findIndex((row) => row === document.activeElement || row.closest("li, tr")?.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest", inline: "nearest" });
}

const ACTIONS = {
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => walk(1),
  k: () => walk(-1),
  s: () => (document.activeElement?.closest("li, tr") ?? document).querySelector("a[data-spoken]")?.click(),
  m: () => document.activeElement?.closest("li, tr")?.querySelector("a[data-dialog]")?.click(),
};

// Keys of a page's own controls. A button whose form lacks an answer leads to that field instead of to a refusal.
function press(control) {
  const lacking = control.matches("button") && control.form?.querySelector("[required]:invalid");
  if (lacking) return lacking.focus();
  if (control.matches("a, button, input[type=radio]")) control.click();
  control.focus();
}

export function watchKeys() {
  const box = document.querySelector("[data-keys]");
  if (box) {
    box.checked = allowed();
    box.addEventListener("change", () => { if (box.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow") && event.target.matches("input, summary")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const own = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const action = ACTIONS[key] ?? (own && (() => press(own)));
    if (!action || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || !allowed()) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("click", (event) => {
    const source = event.target.closest("[data-copy]")?.dataset.copy;
    if (source) { document.querySelector(source).select(); navigator.clipboard?.writeText(document.querySelector(source).value); }
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
}
