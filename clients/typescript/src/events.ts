export type RoomMessage = { type: string; room: string; timestamp: string; cursor?: string; data: Record<string, unknown> };
export type EventsOf<Path extends string> = Path extends string ? Record<string, unknown> : never;
