// The switch for what a browser shows while no page of ours is open in it.

import { attribute, button, h, text } from "../dom.js";
import { pushCanBe, pushIsOn, turnPushOff, turnPushOn } from "../push.js";

/** @param {HTMLElement} at */
export function openPushSwitch(at) {
  const says = h("p.dim", { role: "status" });
  const control = button("…", press);
  control.disabled = true;
  at.append(control, says);
  let on = false;

  async function show() {
    on = Boolean(await pushIsOn());
    text(control, on ? "Turn notifications off" : "Turn notifications on");
    attribute(control, "aria-pressed", String(on));
    text(says, on ? "This browser is told that there is something, never what or about whom." : "This browser shows nothing while Wardcast is closed.");
    control.disabled = false;
  }

  async function press() {
    control.disabled = true;
    try {
      await (on ? turnPushOff() : turnPushOn());
      await show();
    } catch (failure) {
      await show();
      text(says, failure.message);
    }
  }

  if (pushCanBe()) show();
  else text(says, "This browser can't be told anything while Wardcast is closed (it takes HTTPS, or this machine).");
}
