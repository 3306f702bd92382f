// Starts the enhancements. Each leaves the page alone when what it enhances is not there; without JavaScript all pages work.
import { enhance } from "./enhance.js";
import { watchTheme } from "./theme.js";
import { watchSearch } from "./search.js";
import { watchDialogs } from "./dialog.js";
import { watchToasts } from "./toast.js";
import { watchForms } from "./form.js";
import { watchKeys } from "./keys.js";

for (const start of [watchTheme, watchSearch, watchDialogs, watchToasts, watchForms, watchKeys, enhance]) start();
