// Starts every enhancement. Each module leaves the page alone when what it enhances is not there; without JS all pages work.
import { watchTheme } from "./theme.js";
import { watchSearch } from "./search.js";
import { watchDialogs } from "./dialog.js";
import { watchToasts } from "./toast.js";
import { watchForms } from "./form.js";
import { watchAutosave } from "./autosave.js";
import { watchUploads } from "./upload.js";
import { watchKeys } from "./keys.js";
import { watchBoard } from "./board.js";

document.documentElement.classList.add("js");
for (const start of [watchTheme, watchSearch, watchDialogs, watchToasts, watchForms, watchAutosave, watchUploads, watchKeys, watchBoard]) start();
