// All of Ecotone's browser code. Every page works without it: it only makes work lighter and words safer.

import { keepDrafts } from "./drafts.js";
import { focusErrorSummary, refuseSecondSubmit } from "./forms.js";
import { closeMenus } from "./menus.js";
import { live } from "./live.js";
import { passkeys } from "./passkeys.js";

live();
refuseSecondSubmit();
closeMenus();
focusErrorSummary();
keepDrafts();
passkeys();
