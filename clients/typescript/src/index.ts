export { createClient, type Client, type ClientOptions } from "./client.js";
export type { Auth } from "./auth.js";
export type { About, StreamHandlers, Subscription } from "./stream.js";
export type { Acknowledgement, RoomHandlers, RoomSubscription, Rooms, RoomsOptions } from "./rooms.js";
export type { CloseReason, ConnectionState, Gap, Problem } from "./state.js";
export type * from "./events.js";
