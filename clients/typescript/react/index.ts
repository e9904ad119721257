export { WardcastProvider, useWardcast } from "./context.js";
export { useStream as useEvents, type Followed } from "./followed.js";
export { useAlerts, withEvent, type Alerts, type ShownAlert } from "./alerts.js";
export { RoomsProvider, useRoom, type RoomFollowed } from "./rooms.js";
export { useSessionProgress, type SessionProgress } from "./sessions.js";
export { useConnectionState, type ShownConnection } from "./connection.js";
