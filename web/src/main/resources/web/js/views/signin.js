import { h, field } from "../dom.js";
import { Problem } from "../api.js";
import { signIn } from "../session.js";

/** @param {HTMLElement} root @param {string} [why] what ended the session before */
export function showSignIn(root, why = "") {
  const name = h("input", { name: "username", autocomplete: "username", required: true, maxlength: 64, autocapitalize: "none" });
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true });
  const error = h("p.error", { role: "alert" }, why);
  const submit = h("button.primary", { type: "submit" }, "Sign in");
  const form = h(
    "form.panel",
    { on: { submit: send } },
    h("div.brand", {}, h("img", { src: "/assets/icon.svg", alt: "" }), h("h1", {}, "Wardcast")),
    field("User name", name),
    field("Password", password),
    error,
    submit,
    h("p.hint", {}, "A secondary notification system. It does not replace the alarms at the bedside."),
  );

  async function send(event) {
    event.preventDefault();
    submit.disabled = true;
    error.textContent = "";
    try {
      await signIn(name.value.trim(), password.value);
    } catch (failure) {
      const wait = failure instanceof Problem && failure.retryAfter ? ` Try again in ${failure.retryAfter} s.` : "";
      error.textContent = failure.message + wait;
      password.select();
    } finally {
      submit.disabled = false;
    }
  }

  root.replaceChildren(h("main.sign-in", { id: "content" }, form));
  document.title = "Sign in · Wardcast";
  name.focus();
}
