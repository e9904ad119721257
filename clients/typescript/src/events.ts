// Generated from docs/asyncapi.yaml by `npm run generate`. Do not edit.

export type Tier = "INFO" | "WARNING" | "CRITICAL";

/** An alert as it stands. */
export type AlertRaised = { readonly event: "alert"; readonly alert_id: string; readonly tier: Tier; readonly patient_id: string; readonly vital_type?: string; readonly vitals_window: readonly (number)[]; readonly threshold: { readonly [name: string]: number }; readonly reasons: readonly (string)[]; readonly recipients: readonly (string)[]; readonly timestamp: string; readonly context: { readonly [name: string]: unknown }; readonly alert_type?: string; readonly message?: string; };

/** A rise in tier, or a step of the escalation; recipients are those who are called. */
export type AlertEscalated = { readonly event: "alert_escalated"; readonly alert_id: string; readonly tier: Tier; readonly patient_id: string; readonly vital_type?: string; readonly vitals_window: readonly (number)[]; readonly threshold: { readonly [name: string]: number }; readonly reasons: readonly (string)[]; readonly recipients: readonly (string)[]; readonly timestamp: string; readonly context: { readonly [name: string]: unknown }; readonly alert_type?: string; readonly message?: string; };

/** The first acknowledgement of an alert at its tier. */
export type AlertAcknowledged = { readonly event: "ack"; readonly alert_id: string; readonly patient_id: string; readonly tier: Tier; readonly timestamp: string; readonly acknowledged_by: string; readonly status: "acknowledged" | "in_progress" | "resolved" | "false_alarm"; readonly note?: string; };

/** Something about an alert is different now. */
export type AlertUpdated = { readonly event: "alert_updated"; readonly change: string; readonly alert_id: string; readonly patient_id: string; readonly tier: Tier; readonly response: "UNACKED" | "ACKED" | "RESOLVED"; readonly timestamp: string; readonly by?: string; readonly user_id?: string; readonly snoozed_until?: string; readonly assigned_to?: string; readonly text?: string; };

/** What an alert stream tells. */
export type AlertEvent = 
  | AlertRaised
  | AlertEscalated
  | AlertAcknowledged
  | AlertUpdated;

/** One reading; its values once more under the name of data_type. */
export type VitalSigns = { readonly patient_id: string; readonly device_id: string; readonly device_type: string; readonly data_type: "heart_rate" | "blood_pressure" | "spo2" | "respiratory_rate" | "temperature" | "glucose" | "weight"; readonly values: { readonly [name: string]: number }; readonly heart_rate?: { readonly [name: string]: number }; readonly blood_pressure?: { readonly [name: string]: number }; readonly spo2?: { readonly [name: string]: number }; readonly respiratory_rate?: { readonly [name: string]: number }; readonly temperature?: { readonly [name: string]: number }; readonly glucose?: { readonly [name: string]: number }; readonly weight?: { readonly [name: string]: number }; readonly timestamp: string; readonly received_at: string; };

/** A patient came to a hospital, or left it. */
export type Stay = { readonly patient_id: string; readonly hospital_id: string; readonly reason?: "discharged" | "transferred"; };

/** A device as it stands, and what changed. */
export type DeviceChange = { readonly device_type: string; readonly device_id: string; readonly patient_id: string; readonly status: string; readonly previous_status?: string; readonly reason?: "silence" | "reported"; readonly alert_type?: "battery_low" | "lead_off"; readonly state?: "active" | "cleared"; readonly battery_percent?: number; readonly lead_off?: readonly (string)[]; readonly message?: string; readonly last_heard_at: string; readonly timestamp: string; };

/** Emergency access began or ended, for admins. */
export type BreakGlass = { readonly kind: "break_glass_started" | "break_glass_ended"; readonly break_glass_id: string; readonly user_id: string; readonly patient_id: string; readonly until: string; readonly cause?: "time" | "user"; readonly ended_by?: string; };

/** A reading that the rules failed on, for admins. */
export type SampleSetAside = { readonly type: "sample_set_aside"; readonly partition: number; readonly entry_id: string; readonly vital_type: string; readonly reason: string; };

/** Whatever another system published. */
export type PatientData = { readonly patient_id: string; readonly [name: string]: unknown; };

/** Whatever another system published. */
export type HospitalData = { readonly hospital_id: string; readonly [name: string]: unknown; };

/** Whatever another system published. */
export type AnyData = { readonly [name: string]: unknown };

/** What admins and everybody signed in are told. */
export type SystemAlert = 
  | AlertUpdated
  | BreakGlass
  | SampleSetAside
  | AnyData;

/** Where a session stands. */
export type SessionStep = { readonly session_id: string; readonly status: "uploaded" | "decoding" | "analysing" | "segmenting" | "transcribing" | "processed" | "failed"; readonly progress: number; readonly message: string; readonly error?: string; readonly updated_at: string; };

/** A notice. */
export type SystemNotification = { readonly type: "system_notification"; readonly id?: string; readonly content: string; readonly timestamp: string; readonly expires_at?: string; readonly alert_id?: string; readonly patient_id?: string; readonly tier?: Tier; };

/** An alert calls this user. */
export type AlertNotice = { readonly type: "alert_escalated" | "alert_assigned"; readonly id: string; readonly content: string; readonly alert_id: string; readonly patient_id: string; readonly tier: Tier; readonly timestamp: string; };

/** An appointment is near. */
export type AppointmentReminder = { readonly type: "appointment_reminder"; readonly appointmentId: string; readonly time: string; readonly content: string; readonly timestamp: string; readonly id?: string; };

/** A message in a conversation. */
export type ChatMessage = { readonly type: "new_message" | "message_edited" | "message_deleted"; readonly conversation_id: string; readonly message_id?: string; readonly sequence?: number; readonly sender: string; readonly text?: string; readonly timestamp: string; readonly edited_at?: string; readonly deleted_at?: string; };

/** Who is in a conversation. */
export type ConversationChange = { readonly type: "conversation_created" | "participant_added" | "participant_removed"; readonly conversation_id: string; readonly user_id?: string; readonly by: string; readonly participants: readonly (string)[]; readonly timestamp: string; };

/** Worth something only now. */
export type ChatSignal = { readonly type: "typing" | "conversation_read"; readonly conversation_id: string; readonly user_id: string; readonly sequence?: number; readonly timestamp: string; };

/** What a user's own stream tells. */
export type Notification = 
  | SystemNotification
  | AlertNotice
  | AppointmentReminder
  | ChatMessage
  | ConversationChange
  | ChatSignal;

/** Over Server-Sent Events. */
export type NamedEvent = 
  | { readonly type: "patient.vitals.update"; readonly room: string; readonly data: VitalSigns; readonly timestamp: string; }
  | { readonly type: "patient.alert"; readonly room: string; readonly data: AlertEvent; readonly timestamp: string; }
  | { readonly type: "patient.status.change"; readonly room: string; readonly data: PatientData; readonly timestamp: string; }
  | { readonly type: "patient.admission"; readonly room: string; readonly data: Stay; readonly timestamp: string; }
  | { readonly type: "patient.discharge"; readonly room: string; readonly data: Stay; readonly timestamp: string; }
  | { readonly type: "device.data.update"; readonly room: string; readonly data: VitalSigns; readonly timestamp: string; }
  | { readonly type: "device.status.change"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; }
  | { readonly type: "device.connected"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; }
  | { readonly type: "device.disconnected"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; }
  | { readonly type: "device.alert"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; }
  | { readonly type: "hospital.alert"; readonly room: string; readonly data: HospitalData; readonly timestamp: string; }
  | { readonly type: "hospital.capacity.update"; readonly room: string; readonly data: HospitalData; readonly timestamp: string; }
  | { readonly type: "hospital.emergency"; readonly room: string; readonly data: HospitalData; readonly timestamp: string; }
  | { readonly type: "system.alert"; readonly room: string; readonly data: SystemAlert; readonly timestamp: string; }
  | { readonly type: "system.maintenance"; readonly room: string; readonly data: AnyData; readonly timestamp: string; }
  | { readonly type: "system.update"; readonly room: string; readonly data: AnyData; readonly timestamp: string; };

/** Over WebSocket; without a cursor where it fills a gap. */
export type RoomMessage = 
  | { readonly type: "vitals_update"; readonly room: string; readonly data: VitalSigns; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "patient_alert"; readonly room: string; readonly data: AlertEvent; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "patient_status_change"; readonly room: string; readonly data: PatientData; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "patient_admission"; readonly room: string; readonly data: Stay; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "patient_discharge"; readonly room: string; readonly data: Stay; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "device_data_update"; readonly room: string; readonly data: VitalSigns; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "device_status_change"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "device_connected"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "device_disconnected"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "device_alert"; readonly room: string; readonly data: DeviceChange; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "hospital_alert"; readonly room: string; readonly data: HospitalData; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "hospital_capacity_update"; readonly room: string; readonly data: HospitalData; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "hospital_emergency"; readonly room: string; readonly data: HospitalData; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "system_alert"; readonly room: string; readonly data: SystemAlert; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "system_maintenance"; readonly room: string; readonly data: AnyData; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "system_update"; readonly room: string; readonly data: AnyData; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "progress"; readonly room: string; readonly data: SessionStep; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "complete"; readonly room: string; readonly data: SessionStep; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "error"; readonly room: string; readonly data: SessionStep; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "user_notification"; readonly room: string; readonly data: Notification; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "user_message"; readonly room: string; readonly data: UserMessage; readonly timestamp: string; readonly cursor?: string; }
  | { readonly type: "user_signal"; readonly room: string; readonly data: ChatSignal; readonly timestamp: string; readonly cursor?: string; };

/** What chat tells in a user's room. */
export type UserMessage = 
  | ChatMessage
  | ConversationChange;

/** A step over WebSocket. */
export type SessionMessage = { readonly type: "progress" | "complete" | "error"; readonly session_id: string; readonly status: string; readonly progress: number; readonly message: string; readonly error?: string; readonly updated_at: string; readonly cursor?: string; };

/** Which rooms there are. */
export type Connected = { readonly type: "connected"; readonly rooms: readonly (string)[]; };

/** not_refilled says that what is missing will not come. */
export type GapNotice = { readonly type: "gap"; readonly reason: "lost" | "not_refilled"; readonly rooms: readonly (string)[]; };

/** The token has ended. */
export type TokenExpired = { readonly reason: "token_expired"; };

/** The reason is one of the table of close codes in streams.md. */
export type Closed = { readonly reason: "draining" | "max_age" | "access_unknown" | "unresponsive" | "rate_exceeded" | "access_revoked" | "finished" | "malformed_message" | "message_too_large"; };

/** Without a cursor where the client's own is still to be judged. */
export type SocketConnected = { readonly type: "connected"; readonly rooms: readonly (string)[]; readonly cursor?: string; };

/** A position by itself. */
export type SocketPosition = { readonly type: "position"; readonly cursor: string; };

/** Also told when access comes or goes. */
export type SubscriptionAnswer = { readonly type: "subscription"; readonly room: string; readonly status: "subscribed" | "unsubscribed" | "denied"; readonly reason?: string; readonly message?: string; };

/** The answer to a ping. */
export type Pong = { readonly type: "pong"; };

/** Until when the connection lives. */
export type Refreshed = { readonly type: "refreshed"; readonly expires_at: string; };

/** reason is a code, message is for people. */
export type Failure = { readonly type: "error"; readonly reason: string; readonly message: string; };

/** The decision of alert-service. */
export type AcknowledgeAnswer = { readonly type: "ack_result"; readonly alert_id?: string; readonly acknowledged: boolean; readonly status?: string; readonly reason?: string; readonly message?: string; };

/** leads is empty for all there are. */
export type View = { readonly type: "view"; readonly paused: boolean; readonly leads: readonly (string)[]; readonly decimation: number; };

/** With a cursor from there on. */
export type Subscribe = { readonly type: "subscribe"; readonly room: string; readonly cursor?: string; };

/** From a room. */
export type Unsubscribe = { readonly type: "unsubscribe"; readonly room: string; };

/** Answered with pong. */
export type Ping = { readonly type: "ping"; };

/** The same user's token. */
export type Refresh = { readonly type: "refresh"; readonly token: string; };

/** patient_id may be left out where the address has the patient. */
export type Acknowledge = { readonly type: "ack"; readonly alert_id: string; readonly patient_id?: string; readonly status?: "acknowledged" | "in_progress" | "resolved" | "false_alarm"; readonly note?: string; };

/** An empty list is all there are. */
export type ChooseLeads = { readonly type: "leads"; readonly leads: readonly (string)[]; };

/** Of each so many samples the one that stands out most. */
export type Decimate = { readonly type: "decimation"; readonly factor: number; };

/** What comes meanwhile is not sent later. */
export type Pause = { readonly type: "pause"; };

/** From now on. */
export type Resume = { readonly type: "resume"; };

/** The events of a stream, by its path. */
export type EventsOf<Path extends string> =
  Path extends `/api/v1/caregivers/alerts/stream` | `/api/v1/caregivers/alerts/stream?${string}` ? AlertRaised | AlertEscalated | AlertAcknowledged | AlertUpdated :
  Path extends `/api/v1/alerts/stream` | `/api/v1/alerts/stream?${string}` ? AlertRaised | AlertEscalated | AlertAcknowledged | AlertUpdated :
  Path extends `/realtime/events` | `/realtime/events?${string}` ? NamedEvent :
  Path extends `/realtime/events/patient/${string}` | `/realtime/events/patient/${string}?${string}` ? NamedEvent :
  Path extends `/realtime/events/hospital/${string}` | `/realtime/events/hospital/${string}?${string}` ? NamedEvent :
  Path extends `/realtime/events/device/${string}/${string}` | `/realtime/events/device/${string}/${string}?${string}` ? NamedEvent :
  Path extends `/api/sessions/${string}/status/stream` | `/api/sessions/${string}/status/stream?${string}` ? SessionStep :
  Path extends `/api/events/stream` | `/api/events/stream?${string}` ? SystemNotification | AlertNotice | AppointmentReminder | ChatMessage | ConversationChange | ChatSignal :
  Path extends `/api/sse` | `/api/sse?${string}` ? SystemNotification | AlertNotice | AppointmentReminder | ChatMessage | ConversationChange | ChatSignal :
  unknown;
