// Dialogs. [data-dialog="#id"] opens a <dialog> of this page. [data-dialog] on a link shows the linked page's <main> in the shared sheet;
// its form is posted from there: an answer with mistakes (409, 422) stays in the sheet, a redirect leads back to the page underneath
// (or to data-next of the link). Whatever fails, the plain page is opened instead.
import { enhance } from "./enhance.js";
import { focusErrors } from "./form.js";

const sheet = () => document.getElementById("sheet");

function fill(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("[data-dialog-body]") ?? page.querySelector("main");
  if (!main) throw new Error("The answer has no main part");
  const title = page.querySelector("main h1") ?? page.querySelector("title");
  sheet().querySelector(".dialog-head h2").textContent = title.textContent;
  const body = sheet().querySelector(".dialog-body");
  body.replaceChildren(...[...main.childNodes].map((node) => document.importNode(node, true)));
  for (const form of body.querySelectorAll("form:not([action])")) form.action = address;
  window.htmx?.process(body);
  enhance(body);
  focusErrors(body);
}

export async function openSheet(address, next = "", closed = () => {}) {
  try {
    const answer = await fetch(address, { headers: { "X-Dialog": "1" } });
    if (!answer.ok || answer.redirected) throw new Error(`Answer ${answer.status}`);
    fill(await answer.text(), address);
  } catch {
    location.assign(address);
    return;
  }
  sheet().dataset.next = next;
  sheet().addEventListener("close", closed, { once: true });
  sheet().showModal();
}

function leave() {
  const next = sheet().dataset.next;
  if (next) location.assign(next);
  else location.reload();
}

async function post(event) {
  const form = event.target;
  if (form.method !== "post" || form.target || event.defaultPrevented) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const multipart = form.enctype === "multipart/form-data";
  sheet().setAttribute("aria-busy", "true");
  sheet().querySelector(".sheet-failed").hidden = true;
  try {
    const action = event.submitter?.getAttribute("formaction") ?? form.action;
    const answer = await fetch(action, { method: "POST", headers: { "X-Dialog": "1" }, redirect: "manual", body: multipart ? body : new URLSearchParams(body) });
    if (answer.type === "opaqueredirect") return leave();
    const html = await answer.text();
    if (answer.status === 409 || answer.status === 422 || answer.status === 200) fill(html, action);
    else throw new Error(`Answer ${answer.status}`);
  } catch {
    sheet().querySelector(".sheet-failed").hidden = false;
  } finally {
    sheet().removeAttribute("aria-busy");
    delete form.dataset.sent;
  }
}

export function watchDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      if (opener.dataset.dialog) {
        event.preventDefault();
        document.querySelector(opener.dataset.dialog)?.showModal();
      } else if (sheet()) {
        event.preventDefault();
        openSheet(opener.href, opener.dataset.next ?? "");
      }
      return;
    }
    const dialog = event.target.closest("dialog");
    const closes = event.target.closest("[data-close]");
    if (dialog && (closes || event.target === dialog)) {
      event.preventDefault();
      dialog.close();
    }
  });
  sheet()?.addEventListener("submit", post);
}
