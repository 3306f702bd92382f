// Toasts: those the server flashed leave after a while (slowly when they carry "Undo"); say() adds one from a script.
const STAY_MS = 6000;
const STAY_WITH_ACTION_MS = 10000;

function leaveLater(toast) {
  const stay = toast.querySelector("form, a") ? STAY_WITH_ACTION_MS : STAY_MS;
  let timer = 0;
  const hold = () => clearTimeout(timer);
  const wait = () => { timer = setTimeout(() => toast.remove(), stay); };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", wait);
  if (!toast.classList.contains("bad")) wait();
}

function addClose(toast) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "ibtn";
  close.textContent = "×";
  close.setAttribute("aria-label", document.getElementById("toasts").dataset.close);
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
}

export function say(text, tone = "ok") {
  const region = document.getElementById("toasts");
  if (!region || !text) return;
  const toast = document.createElement("div");
  toast.className = `toast ${tone}`;
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  addClose(toast);
  region.append(toast);
  leaveLater(toast);
}

export function watchToasts() {
  for (const toast of document.querySelectorAll("[data-toast]")) {
    addClose(toast);
    leaveLater(toast);
  }
}
