// Board: dragging a card to another column opens the same Move page the card's button opens, with the column as target. The card goes back
// at once; only the server's answer moves it. Needs vendor/Sortable.min.js, which only the board page loads.
import { openSheet } from "./dialog.js";
import { say } from "./toast.js";

function returnCard(event) {
  event.from.insertBefore(event.item, event.from.children[event.oldIndex] ?? null);
}

function drop(event) {
  for (const column of document.querySelectorAll(".column.target")) column.classList.remove("target");
  if (event.from === event.to) return;
  const address = event.item.dataset.move;
  const target = event.to.dataset.stage;
  returnCard(event);
  if (!address) return;
  const url = new URL(address, location.href);
  url.searchParams.set("to", target);
  openSheet(url.href, "", () => {
    say(document.querySelector("[data-board]").dataset.refused, "info");
    event.item.querySelector("a[data-dialog]")?.focus();
  });
}

function mark(event) {
  for (const column of document.querySelectorAll(".column")) column.classList.toggle("target", column.contains(event.to));
}

export function wake(board) {
  if (!window.Sortable) return;
  for (const list of board.querySelectorAll("[data-stage]")) {
    window.Sortable.create(list, { group: "cases", draggable: ".case-card", sort: false, animation: 0, delay: 180, delayOnTouchOnly: true, onMove: mark, onEnd: drop });
  }
  document.getElementById(location.hash.slice(1))?.scrollIntoView({ inline: "start", block: "nearest" });
}
