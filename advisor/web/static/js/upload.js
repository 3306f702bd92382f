// File drop: makes the frame around a plain file input a target, lists the chosen names and refuses what is too large before sending.
function list(zone, input) {
  const limit = Number(zone.dataset.max);
  const rows = [...input.files].map((file) => {
    const row = document.createElement("li");
    const tooLarge = limit > 0 && file.size > limit;
    row.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} kB${tooLarge ? ` · ${zone.dataset.tooLarge}` : ""}`;
    if (tooLarge) row.className = "error";
    return { row, tooLarge };
  });
  input.setCustomValidity(rows.some((r) => r.tooLarge) ? zone.dataset.tooLarge : "");
  zone.querySelector("[data-drop-list]").replaceChildren(...rows.map((r) => r.row));
}

export function wake(zone) {
  const input = zone.querySelector("input[type=file]");
  zone.querySelector("[data-drop-hint]").hidden = false;
  input.addEventListener("change", () => list(zone, input));
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    list(zone, input);
  });
  input.form?.addEventListener("submit", (event) => {
    if (!input.checkValidity() && input.validity.customError) { event.preventDefault(); input.reportValidity(); delete input.form.dataset.sent; }
  });
}
