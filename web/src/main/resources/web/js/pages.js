// Where one can go. What is not here is not built, and nothing points there.

import { openBoard } from "./views/board.js";
import { openAlerts } from "./views/alerts.js";
import { openPatient } from "./views/patient.js";
import { openSessions } from "./views/sessions.js";
import { openAppointments } from "./views/appointments.js";
import { openMessages } from "./views/messages.js";
import { openAdmin } from "./views/admin.js";

const CLINICAL = ["ADMIN", "PATIENT", "CAREGIVER", "THERAPIST", "DOCTOR", "NURSE", "DISPATCHER"];

/**
 * @typedef {{name: string, label?: string, title?: string, roles: string[],
 *   open: (content: HTMLElement, argument: string) => {close: () => void}}} Page
 * @type {Page[]}
 */
export const PAGES = [
  { name: "board", label: "Ward", roles: CLINICAL, open: openBoard },
  { name: "alerts", label: "Alerts", roles: CLINICAL, open: openAlerts },
  { name: "sessions", label: "Sessions", roles: ["ADMIN", "PATIENT", "THERAPIST"], open: openSessions },
  { name: "messages", label: "Messages", roles: CLINICAL, open: openMessages },
  { name: "appointments", label: "Appointments", roles: CLINICAL, open: openAppointments },
  { name: "admin", label: "Admin", roles: ["ADMIN"], open: openAdmin },
  { name: "patient", title: "Patient", roles: CLINICAL, open: openPatient },
];

/** @param {string} hash such as "#/patient/patient-1" */
export function pageOf(hash) {
  const [name, argument = ""] = hash.replace(/^#\//, "").split("/");
  const page = PAGES.find((one) => one.name === name) ?? PAGES[0];
  return { page, argument: decodeURIComponent(argument) };
}
