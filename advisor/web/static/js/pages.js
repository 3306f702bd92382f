// Pages of one paper on the client's phone: what the two inputs bring is gathered in order, each page can be moved up or taken out before sending.
export function wake(form) {
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const place = form.querySelector("[data-pages-list]");
  const words = form.dataset;
  let pages = [];

  function hand(files) {
    const box = new DataTransfer();
    files.forEach((file) => box.items.add(file));
    return box.files;
  }
  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn small";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }
  function row(file, turn) {
    const line = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = `${words.page} ${turn + 1}: ${file.name} · ${Math.max(1, Math.round(file.size / 1024))} kB`;
    line.append(name);
    if (turn) line.append(button(words.up, () => { [pages[turn - 1], pages[turn]] = [pages[turn], pages[turn - 1]]; show(); }));
    line.append(button(words.remove, () => { pages.splice(turn, 1); show(); }));
    return line;
  }
  function show() {
    // The last input carries all pages; the others are empty, so nothing is sent twice.
    inputs.forEach((input, turn) => { input.files = hand(turn === inputs.length - 1 ? pages : []); });
    place.replaceChildren(...pages.map(row));
    const size = pages.reduce((sum, file) => sum + file.size, 0);
    const tooLarge = size > Number(words.max) ? words.tooLarge : "";
    inputs.at(-1).setCustomValidity(tooLarge);
    if (tooLarge) {
      const line = document.createElement("li");
      line.className = "error";
      line.textContent = tooLarge;
      place.append(line);
    }
  }
  for (const input of inputs) {
    input.addEventListener("change", () => {
      const known = (file) => pages.some((page) => page.name === file.name && page.size === file.size && page.lastModified === file.lastModified);
      pages = [...pages, ...[...input.files].filter((file) => !known(file))];
      show();
    });
  }
  form.addEventListener("submit", (event) => {
    if (!inputs.at(-1).checkValidity()) { event.preventDefault(); event.stopPropagation(); delete form.dataset.sent; }
  });
}
