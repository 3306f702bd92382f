// Search box: "/" and Ctrl-K go there; where the form names a live address, rows appear while typing and the arrows walk them.
const PAUSE_MS = 180;

export function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]") !== null;
}

export function watchSearch() {
  const form = document.querySelector(".find");
  if (!form) return;
  const input = form.querySelector("input");
  document.addEventListener("keydown", (event) => {
    const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const slash = event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.altKey && !event.metaKey;
    if ((!palette && !slash) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  if (form.dataset.live) showWhileTyping(form, input);
}

function showWhileTyping(form, input) {
  const found = document.createElement("div");
  found.className = "popup found";
  found.hidden = true;
  form.append(found);
  let timer = 0;
  let asked = null;
  const close = () => { found.hidden = true; };

  async function ask() {
    asked?.abort();
    const words = input.value.trim();
    if (words.length < 2) return close();
    asked = new AbortController();
    try {
      const address = `${form.dataset.live}?${new URLSearchParams({ q: words })}`;
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asked.signal });
      if (!answer.ok || answer.redirected) return close();
      found.innerHTML = await answer.text();
      found.hidden = !found.querySelector("a");
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); input.focus(); return; }
    if (found.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const stops = [input, ...found.querySelectorAll("a")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
  });
}
