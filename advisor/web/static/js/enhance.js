// Modules few pages need are fetched when their mark appears, in the page or in a dialog filled later.
const MODULES = { "[data-board]": "./board.js", "[data-drop]": "./upload.js", "form[data-autosave]": "./autosave.js", "form[data-pages]": "./pages.js" };

export function enhance(root = document) {
  for (const [mark, module] of Object.entries(MODULES)) {
    const found = root.querySelectorAll(mark);
    if (found.length) import(module).then(({ wake }) => found.forEach(wake));
  }
}
