import { has, onSession, resume, who } from "./session.js";
import { showSignIn } from "./views/signin.js";
import { openShell } from "./shell.js";
import * as ward from "./ward.js";
import * as sound from "./sound.js";

const root = document.getElementById("app");
let shell = null;

function signedIn() {
  if (shell) return;
  shell = openShell(root);
  if (has("ADMIN", "PATIENT", "CAREGIVER", "THERAPIST", "DOCTOR", "NURSE", "DISPATCHER")) ward.begin();
}

function signedOut() {
  if (!shell) return;
  shell.close();
  shell = null;
  sound.silence();
  ward.end();
  showSignIn(root, "You are signed out.");
}

onSession(({ type }) => {
  if (type === "in") signedIn();
  if (type === "out") signedOut();
});

async function start() {
  try {
    if (!(await resume()) && !who()) showSignIn(root);
  } catch {
    showSignIn(root, "The server can't be reached. This page tries again.");
    setTimeout(() => who() ?? start(), 3_000);
  }
}

start();
