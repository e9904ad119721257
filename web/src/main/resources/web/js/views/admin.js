// What an administrator looks after, a tab each.

import { h } from "../dom.js";
import { openLive } from "./admin-live.js";
import { openLoad } from "./admin-load.js";
import { openPeople } from "./admin-people.js";
import { openDevices } from "./admin-devices.js";
import { openRules } from "./admin-rules.js";
import { openAudit } from "./admin-audit.js";

const TABS = [
  ["live", "Connections", openLive],
  ["load", "Alert load", openLoad],
  ["people", "Users and grants", openPeople],
  ["devices", "Devices", openDevices],
  ["rules", "Rules", openRules],
  ["audit", "Audit", openAudit],
];

export function openAdmin(content, argument) {
  const [name, , open] = TABS.find(([each]) => each === argument) ?? TABS[0];
  const body = h("div.stack");
  content.append(
    h("div.head", {}, h("h1", {}, "Administration")),
    h(
      "nav.nav.tabs",
      { "aria-label": "Administration" },
      TABS.map(([each, label]) => h("a", { href: `#/admin/${each}`, "aria-current": each === name ? "page" : null }, label)),
    ),
    body,
  );
  return open(body) ?? { close() {} };
}
