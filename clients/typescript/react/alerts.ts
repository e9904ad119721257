import { useReducer } from "react";
import type { AlertAcknowledged, AlertEscalated, AlertEvent, AlertRaised } from "../src/index.js";
import { ignore, useStream, type Followed } from "./followed.js";

/** An alert as it was told last, with its acknowledgement if that still holds. */
export interface ShownAlert {
  readonly alert: AlertRaised | AlertEscalated;
  readonly acknowledgement: AlertAcknowledged | undefined;
}

export interface Alerts extends Followed {
  /** The newest first. */
  readonly alerts: readonly ShownAlert[];
}

/** Alerts beyond this many are forgotten, the oldest first; the list of the server has them all. */
const MOST_SHOWN = 500;

/**
 * What an alert event makes of what is shown. An alert that is told again is there once; a rise in
 * tier asks for another acknowledgement, a step of the escalation does not.
 */
export function withEvent(shown: readonly ShownAlert[], event: AlertEvent): readonly ShownAlert[] {
  const at = shown.findIndex(({ alert }) => alert.alert_id === event.alert_id);
  const known = shown[at];
  switch (event.event) {
    case "alert":
    case "alert_escalated": {
      const holds = known?.alert.tier === event.tier ? known.acknowledgement : undefined;
      const next = { alert: event, acknowledgement: event.event === "alert" ? undefined : holds };
      const others = shown.filter((one) => one !== known);
      return [next, ...others].slice(0, MOST_SHOWN);
    }
    case "ack":
      return known === undefined ? shown : shown.with(at, { ...known, acknowledgement: event });
    case "alert_updated":
      return shown;
  }
}

/**
 * Follows alerts.
 *
 * @param path the alerts of every patient of a caregiver unless given;
 *     `/api/v1/alerts/stream?role=…&patient_id=…` for one patient
 */
export function useAlerts(
  path:
    | `/api/v1/caregivers/alerts/stream${string}`
    | `/api/v1/alerts/stream?${string}` = "/api/v1/caregivers/alerts/stream",
): Alerts {
  const [alerts, take] = useReducer(withEvent, []);
  const followed = useStream(path as string, (event) => take(event as AlertEvent), ignore);
  return { alerts, ...followed };
}
